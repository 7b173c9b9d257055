import { l10n } from 'vscode';
import { Failure } from '../../../core/failure.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { Session } from '../../../shared/model/entities.js';
import type { ChatController } from './chatController.js';

/** The sandbox and session of a chat, both known to exist. */
export interface ActiveSession {
  readonly sandbox: Sandbox;
  readonly session: Session;
}

/** Returns the sandbox and session that a chat shows; throws if there is none. */
export function activeSessionOf(surface: ChatController): ActiveSession {
  const { sandbox, sessionId } = surface.context;
  const session = sessionId === undefined ? undefined : sandbox?.store.state.sessions.get(sessionId);
  if (sandbox === undefined || session === undefined) throw new Failure('rejected', l10n.t('No session is open here.'));
  return { sandbox, session };
}
