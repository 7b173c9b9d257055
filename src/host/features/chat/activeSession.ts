import { l10n } from 'vscode';
import { Failure } from '../../../core/failure.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { Session } from '../../../shared/model/entities.js';
import type { ChatController } from './chatController.js';

/** The target of a chat, checked against the current state. */
export interface ActiveSession {
  readonly sandbox: Sandbox;
  readonly session: Session;
}

/** The sandbox and session a chat shows. */
export function activeSessionOf(surface: ChatController): ActiveSession {
  const { sandbox, sessionId } = surface.context;
  const session = sessionId === undefined ? undefined : sandbox?.store.state.sessions.get(sessionId);
  if (sandbox === undefined || session === undefined) throw new Failure('rejected', l10n.t('No session is open here.'));
  return { sandbox, session };
}
