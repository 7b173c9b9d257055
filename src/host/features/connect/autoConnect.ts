import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../../core/emitter.js';
import { detectSleep } from '../../../core/sync/sleepDetector.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { SandboxId } from '../../../shared/model/ids.js';
import type { Services } from '../../services/index.js';
import { showWarning } from '../../vscode/notifications.js';

/** Connects sandboxes automatically, and updates the context keys. */
export function keepConnected(services: Services): Disposable {
  const { sandboxes, settings, secrets, storage, locals, setContextKey } = services;
  const facts = (): void => {
    setContextKey('hasSandboxes', sandboxes.all.length > 0);
    setContextKey(
      'connected',
      sandboxes.all.some(({ connection }) => connection.phase === 'connected'),
    );
  };
  const wake = (): void => {
    for (const sandbox of sandboxes.all)
      if (sandbox.connection.phase === 'disconnected' && !storage.isOff(sandbox.profile.id)) sandbox.connect();
  };
  const logRejected = (): void => {
    for (const { index, reason } of settings.sandboxes.rejected)
      services.log.warn(`Entry ${index + 1} of opencodeSandbox.sandboxes is ignored: ${reason}.`);
  };
  const read = (): void => {
    logRejected();
    sandboxes.sync(locals.beside(settings.sandboxes.profiles));
    facts();
    wake();
  };
  const checkAlive = (): void => {
    for (const sandbox of sandboxes.all) sandbox.checkAlive();
  };
  const bag = createBag(
    detectSleep(services.clock, checkAlive),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) checkAlive();
    }),
    settings.onDidChange((affects) => {
      if (affects('sandboxes')) read();
    }),
    locals.onDidChange(read),
    sandboxes.onDidUpdate(facts),
    secrets.onDidChange((id) => sandboxes.get(id)?.credentialsChanged()),
    askAgain(services),
  );
  read();
  return bag;
}

/** Notifies once if a sandbox refuses the credentials, with a Sign In button; pending prompts wait. */
function askAgain(services: Services): Disposable {
  const { sandboxes } = services;
  const notified = new Set<SandboxId>();
  return sandboxes.onDidUpdate((sandbox: Sandbox) => {
    const { id, name } = sandbox.profile;
    const { phase, reason } = sandbox.connection;
    if (phase === 'connected') notified.delete(id);
    if (phase !== 'refused' || reason !== 'unauthorized' || notified.has(id)) return;
    notified.add(id);
    const enter = vscode.l10n.t('Sign In…');
    void showWarning(vscode.l10n.t('{0} requires a password or token.', name), enter).then((chosen) => {
      if (chosen === enter) void services.commands.run('signIn', { sandboxId: id });
    });
  });
}
