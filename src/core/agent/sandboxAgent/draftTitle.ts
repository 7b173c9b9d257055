import type { Session } from '../../../shared/model/entities.js';
import { draftPrefix, draftTime, type SessionId } from '../../../shared/model/ids.js';

/**
 * The title that OpenCode gives a new session, with the time of its draft. Sandbox Agent stores no metadata, so the
 * title identifies the draft.
 */
export const draftTitle = (draft: SessionId): string => `New session - ${new Date(draftTime(draft)).toISOString()}`;

/** Adds the draft that a session was created for, according to its title. */
export function withDraft(session: Session): Session {
  const [, time] = /^New session - (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/.exec(session.title) ?? [];
  return time === undefined ? session : { ...session, draft: draftPrefix(Date.parse(time)) };
}
