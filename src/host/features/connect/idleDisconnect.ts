import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../../core/emitter.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { Services } from '../../services/index.js';

const MINUTE = 60_000;

/**
 * Disconnects idle sandboxes, as an open stream keeps a machine running and billed. Returning to the window, or any
 * action in the sandbox, reconnects.
 */
export function sleepWhenIdle(services: Services): Disposable {
  const { sandboxes, settings, clock } = services;
  const timers = new Map<Sandbox, () => void>();
  const stop = (sandbox: Sandbox): void => {
    timers.get(sandbox)?.();
    timers.delete(sandbox);
  };
  const busy = ({ store, pending }: Sandbox): boolean =>
    store.state.status.size > 0 || store.state.requests.length > 0 || pending.length > 0;
  const restart = (sandbox: Sandbox): void => {
    stop(sandbox);
    const minutes = settings.idleDisconnectMinutes;
    if (minutes === 0 || sandbox.connection.phase !== 'connected') return;
    const due = (): void => {
      if (busy(sandbox)) return restart(sandbox);
      services.log.info(`${sandbox.profile.name}: no activity for ${minutes} minutes; the stream is closed.`);
      sandbox.sleep();
    };
    timers.set(sandbox, clock.after(minutes * MINUTE, due));
  };
  const wake = (): void => {
    for (const sandbox of sandboxes.all) {
      if (sandbox.connection.phase === 'sleeping') sandbox.connect();
      restart(sandbox);
    }
  };
  return createBag(
    sandboxes.onDidUpdate(restart),
    sandboxes.onDidChange((all) => {
      for (const sandbox of timers.keys()) if (!all.includes(sandbox)) stop(sandbox);
    }),
    settings.onDidChange((affects) => {
      if (affects('idleDisconnectMinutes')) for (const sandbox of sandboxes.all) restart(sandbox);
    }),
    services.chats.onDidChange(wake),
    vscode.window.onDidChangeWindowState((state) => {
      if (state.focused) wake();
    }),
    {
      dispose() {
        for (const sandbox of timers.keys()) stop(sandbox);
      },
    },
  );
}
