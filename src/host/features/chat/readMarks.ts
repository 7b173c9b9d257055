import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../../core/emitter.js';
import { toFailure } from '../../../core/failure.js';
import { isUnread } from '../../../shared/model/unread.js';
import type { Services } from '../../services/index.js';

/** Marks turns as viewed on the server once their session is visible in a focused window. */
export function markViewedTurns({ chats, sandboxes, log }: Services): Disposable {
  const look = (): void => {
    if (!vscode.window.state.focused) return;
    for (const { visible, ref } of chats.all) {
      const sandbox = ref === undefined ? undefined : sandboxes.get(ref.sandboxId);
      const session = ref?.sessionId === undefined ? undefined : sandbox?.store.state.sessions.get(ref.sessionId);
      if (!visible || sandbox === undefined || session === undefined || !isUnread(session)) continue;
      // Don't wake a machine to mark a session.
      if (sandbox.connection.phase !== 'connected' || sandbox.store.state.status.has(session.id)) continue;
      void sandbox
        .markViewed(session.id)
        .catch((error: unknown) => log.debug(`Could not mark ${session.id} as viewed: ${toFailure(error).message}`));
    }
  };
  return createBag(chats.onDidChange(look), sandboxes.onDidUpdate(look), vscode.window.onDidChangeWindowState(look));
}
