// The failure of a session is that of its last turn. Servers name no turn, and may tell how one ended after the next began.
import type { AgentEvent } from './events.js';
import type { Message, SessionStatus } from './entities.js';
import type { SessionId } from './ids.js';
import type { SandboxState } from './state.js';

type Failures = SandboxState['failures'];

const kept = (failures: Failures, isGone: (id: SessionId) => boolean): Failures =>
  [...failures.keys()].some(isGone) ? new Map([...failures].filter(([id]) => !isGone(id))) : failures;
const without = (failures: Failures, id: SessionId): Failures => kept(failures, (other) => other === id);

/** A new turn begins where the session was idle. */
export const failuresAfterStatus = ({ failures, status }: SandboxState, id: SessionId, next: SessionStatus): Failures =>
  next.type === 'busy' && !status.has(id) ? without(failures, id) : failures;

/** A prompt that was not known begins a turn, and an answer without an error ends one well. */
export function failuresAfterMessage({ failures, transcripts }: SandboxState, message: Message): Failures {
  const { sessionId } = message;
  if (message.role === 'assistant')
    return message.completed === undefined || message.error !== undefined ? failures : without(failures, sessionId);
  // In a session that is not open a prompt may only have got the changes of its turn.
  const known = transcripts.get(sessionId)?.messages;
  return known === undefined || known.some(({ id }) => id === message.id) ? failures : without(failures, sessionId);
}

/** What a session did during a gap is later than its failure. */
export function failuresAfterSnapshot(
  { failures, sessions }: SandboxState,
  event: Extract<AgentEvent, { type: 'snapshot.loaded' }>,
): Failures {
  const now = new Map(event.sessions.map(({ id, updated }) => [id, updated]));
  return kept(failures, (id) => (now.get(id) ?? Infinity) > (sessions.get(id)?.updated ?? 0));
}
