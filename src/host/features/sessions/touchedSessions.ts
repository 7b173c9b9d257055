import type { Commit } from '../../../core/sync/store.js';
import type { AgentEvent } from '../../../shared/model/events.js';
import type { SessionId } from '../../../shared/model/ids.js';

/** Sessions whose row an event changes; undefined for all sessions of the sandbox. */
function touchedBy(event: AgentEvent): readonly SessionId[] | undefined {
  switch (event.type) {
    case 'session.upserted':
      return [event.session.id];
    case 'session.changed':
    case 'session.removed':
    case 'session.status':
    case 'request.closed':
      return [event.sessionId];
    case 'session.changes':
      return [event.sessionId];
    case 'message.upserted':
      return event.message.role === 'user' && (event.message.changes?.length ?? 0) > 0 ? [event.message.sessionId] : [];
    case 'session.failed':
      return event.sessionId === undefined ? [] : [event.sessionId];
    case 'request.opened':
      return [event.request.sessionId];
    case 'snapshot.loaded':
    case 'branch.changed':
      return undefined;
    default:
      return [];
  }
}

/** Sessions whose row a commit changed; undefined for all sessions of the sandbox. */
export function touchedSessions({ state, before, events }: Commit): ReadonlySet<SessionId> | undefined {
  const ids = new Set<SessionId>();
  for (const event of events) {
    const touched = touchedBy(event);
    if (touched === undefined) return undefined;
    for (const id of touched)
      if (state.sessions.get(id) !== before.sessions.get(id) || event.type !== 'session.upserted') ids.add(id);
  }
  return ids;
}
