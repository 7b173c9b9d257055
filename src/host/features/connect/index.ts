import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../../core/emitter.js';
import { withSandbox } from '../../services/errorReporter.js';
import type { Services } from '../../services/index.js';
import { configuredTarget, sandboxTarget } from '../../services/commandTarget.js';
import { addSandbox } from './add.js';
import { importCredentials } from './credentials.js';
import { checkSandbox, editSandbox, removeSandbox, signIn } from './edit.js';
import { sleepWhenIdle } from './idleDisconnect.js';
import { keepConnected } from './autoConnect.js';
import { registerLinks } from './uriHandler.js';
import { forgetSecretsOfRemoved } from './forgetSecrets.js';
import { showStatus } from './status.js';

async function connect(services: Services, arg: unknown): Promise<void> {
  const sandbox = await sandboxTarget(services, arg, vscode.l10n.t('Connect'));
  if (sandbox === undefined) return;
  services.storage.setOff(sandbox.profile.id, false);
  await withSandbox(sandbox, () => sandbox.ready());
}

async function disconnect(services: Services, arg: unknown): Promise<void> {
  const sandbox = await sandboxTarget(services, arg, vscode.l10n.t('Disconnect'));
  if (sandbox === undefined) return;
  services.storage.setOff(sandbox.profile.id, true);
  sandbox.disconnect();
}

/** Adding, editing, connecting and showing the state of sandboxes. */
export function register(services: Services): Disposable {
  const { commands } = services;
  return createBag(
    commands.register('addSandbox', async () => {
      const profile = await addSandbox(services);
      if (profile !== undefined) await vscode.commands.executeCommand('opencodeSandbox.sessions.focus');
    }),
    commands.register('editSandbox', (arg) => editSandbox(services, arg)),
    commands.register('removeSandbox', (arg) => removeSandbox(services, arg)),
    commands.register('testConnection', (arg) => checkSandbox(services, arg)),
    commands.register('connect', (arg) => connect(services, arg), { busy: true }),
    commands.register('disconnect', (arg) => disconnect(services, arg)),
    commands.register('signIn', async (arg) => {
      const sandbox = await configuredTarget(services, arg, vscode.l10n.t('Sign In'));
      if (sandbox !== undefined) await signIn(services, sandbox);
    }),
    commands.register('importCredentials', () => importCredentials(services)),
    commands.register('showLog', () => services.log.show()),
    forgetSecretsOfRemoved(services),
    keepConnected(services),
    sleepWhenIdle(services),
    showStatus(services),
    registerLinks(services),
  );
}
