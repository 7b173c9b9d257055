import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../../core/emitter.js';
import { withSandbox } from '../../services/errorReporter.js';
import type { Services } from '../../services/index.js';
import { withViewProgress } from '../../vscode/commandRegistry.js';
import { VIEWS } from '../../vscode/ids.js';
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

/** Registers adding, editing, connecting and the status of sandboxes. */
export function register(services: Services): Disposable {
  const { commands } = services;
  return createBag(
    commands.register('connect', {
      async addSandbox() {
        const profile = await addSandbox(services);
        if (profile !== undefined) await vscode.commands.executeCommand(`${VIEWS.sessions}.focus`);
      },
      editSandbox: (arg) => editSandbox(services, arg),
      removeSandbox: (arg) => removeSandbox(services, arg),
      testConnection: (arg) => checkSandbox(services, arg),
      connect: withViewProgress((arg) => connect(services, arg)),
      disconnect: (arg) => disconnect(services, arg),
      async signIn(arg) {
        const sandbox = await configuredTarget(services, arg, vscode.l10n.t('Sign In'));
        if (sandbox !== undefined) await signIn(services, sandbox);
      },
      importCredentials: () => importCredentials(services),
      showLog: () => services.log.show(),
    }),
    forgetSecretsOfRemoved(services),
    keepConnected(services),
    sleepWhenIdle(services),
    showStatus(services),
    registerLinks(services),
  );
}
