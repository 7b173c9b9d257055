import type { AgentEvent } from '../../../shared/model/events.js';
import type { SessionId } from '../../../shared/model/ids.js';

/** The part of an event that concerns a chat with these sessions; undefined if none does. */
export function filterEvent(event: AgentEvent, ids: ReadonlySet<SessionId>): AgentEvent | undefined {
  const when = (id: SessionId): AgentEvent | undefined => (ids.has(id) ? event : undefined);
  switch (event.type) {
    case 'session.upserted':
      return when(event.session.id);
    case 'message.upserted':
      return when(event.message.sessionId);
    case 'part.upserted':
      return when(event.part.sessionId);
    case 'request.opened':
      return when(event.request.sessionId);
    case 'session.failed':
      return event.sessionId === undefined ? event : when(event.sessionId);
    case 'inbox.put':
      return when(event.entry.sessionId);
    case 'session.changed':
    case 'session.removed':
    case 'session.status':
    case 'message.removed':
    case 'messages.removed':
    case 'part.removed':
    case 'part.delta':
    case 'request.closed':
    case 'todos.updated':
    case 'inbox.loaded':
    case 'inbox.removed':
    case 'transcript.opened':
    case 'transcript.closed':
    case 'transcript.loaded':
      return when(event.sessionId);
    case 'snapshot.loaded':
      return {
        type: 'snapshot.loaded',
        sessions: event.sessions.filter(({ id }) => ids.has(id)),
        status: event.status.filter(([id]) => ids.has(id)),
        requests: event.requests.filter(({ sessionId }) => ids.has(sessionId)),
      };
    case 'catalog.loaded':
      return event;
    // The chat receives these separately.
    case 'session.changes':
    case 'branch.changed':
    case 'server.ready':
    case 'server.disposed':
    case 'file.edited':
    case 'catalog.changed':
    case 'terminal.exited':
    case 'remote.control':
      return undefined;
  }
}
