// The failure of a session is that of its last turn. Servers do not identify the turn, and may report how a turn ended
// after the next one has started.
import type { AgentEvent } from './events.js';
import type { Message, SessionStatus } from './entities.js';
import type { SessionId } from './ids.js';
import type { SandboxState } from './state.js';

type Failures = SandboxState['failures'];

const withoutSessions = (failures: Failures, isGone: (id: SessionId) => boolean): Failures =>
  [...failures.keys()].some(isGone) ? new Map([...failures].filter(([id]) => !isGone(id))) : failures;
const without = (failures: Failures, id: SessionId): Failures => withoutSessions(failures, (other) => other === id);

/** A session that becomes busy after being idle starts a new turn. */
export const failuresAfterStatus = ({ failures, status }: SandboxState, id: SessionId, next: SessionStatus): Failures =>
  next.type === 'busy' && !status.has(id) ? without(failures, id) : failures;

/** An unknown prompt starts a turn, and an answer without an error ends one successfully. */
export function failuresAfterMessage({ failures, transcripts }: SandboxState, message: Message): Failures {
  const { sessionId } = message;
  if (message.role === 'assistant')
    return message.completed === undefined || message.error !== undefined ? failures : without(failures, sessionId);
  // In a session that is not open, the update may only have added the changes of the prompt's turn.
  const known = transcripts.get(sessionId)?.messages;
  return known === undefined || known.some(({ id }) => id === message.id) ? failures : without(failures, sessionId);
}

/** Activity of a session during a gap is later than its failure. */
export function failuresAfterSnapshot(
  { failures, sessions }: SandboxState,
  event: Extract<AgentEvent, { type: 'snapshot.loaded' }>,
): Failures {
  const now = new Map(event.sessions.map(({ id, updated }) => [id, updated]));
  return withoutSessions(failures, (id) => (now.get(id) ?? Infinity) > (sessions.get(id)?.updated ?? 0));
}
