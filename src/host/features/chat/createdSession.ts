import { isDraftSession } from '../../../shared/model/ids.js';
import { createdFor } from '../../../shared/model/select.js';
import type { Services } from '../../services/index.js';
import type { SessionRef } from '../../vscode/storage.js';

/** The session that was created for a draft session, if any; takes over the user's choices for the draft. */
export function createdRef({ sandboxes, storage }: Services, draft: SessionRef): SessionRef | undefined {
  const { sandboxId, sessionId } = draft;
  const sessions = isDraftSession(sessionId) ? sandboxes.get(sandboxId)?.store.state.sessions.values() : undefined;
  const session = sessions === undefined || sessionId === undefined ? undefined : createdFor(sessions, sessionId);
  if (session === undefined) return undefined;
  const created = { sandboxId, sessionId: session.id };
  const choice = storage.choice(draft);
  if (Object.keys(choice).length > 0) storage.saveChoice(created, choice);
  return created;
}
