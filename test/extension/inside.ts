// Shared by tests in the extension host: the running extension from inside, and a sandbox added as by "Add Sandbox".
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Sandbox } from '../../src/core/sandbox/sandbox.js';
import type { Inside } from '../../src/extension.js';
import { saveTested, type Tested } from '../../src/host/features/connect/add.js';
import { testConnection } from '../../src/host/features/connect/testConnection.js';
import type { Services } from '../../src/host/services/index.js';

/** The services of the running extension, exposed only to tests. */
export async function inside(): Promise<Services> {
  const extension = vscode.extensions.getExtension<Inside>('opencode-sandbox.opencode-sandbox');
  assert.ok(extension);
  return (await extension.activate()).services;
}

/** Adds a sandbox like "Add Sandbox", without its questions; returns it connected. */
export async function add(
  services: Services,
  url: string,
  secret: string | null | undefined,
  name: string,
): Promise<Sandbox> {
  const known = typeof secret === 'string' ? { secret } : {};
  const identity = await testConnection(
    services,
    { url, insecureAllowed: false, ...known },
    new AbortController().signal,
    () => {},
  );
  const tested: Tested = { url, consented: false, identity, ...known };
  const profile = await saveTested(services, tested, name);
  const sandbox = services.sandboxes.get(profile.id);
  assert.ok(sandbox);
  await sandbox.ready();
  return sandbox;
}

/** Removes a sandbox from the settings, and its secret. */
export async function forget(services: Services, { profile }: Sandbox): Promise<void> {
  await services.settings.removeSandbox(profile.id);
  await services.secrets.delete(profile.id);
}

/** Warnings in the log while listening. */
export interface Warnings {
  /** May be emptied. */
  readonly told: string[];
  dispose(): void;
}

/** Listens to the log's warnings: whatever the user is told as an error is among them. */
export function warnings({ log }: Services): Warnings {
  const told: string[] = [];
  const { warn } = log;
  log.warn = (message) => {
    told.push(message);
    warn(message);
  };
  return { told, dispose: () => void (log.warn = warn) };
}
