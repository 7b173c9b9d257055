import { toFailure, type Failure } from '../failure.js';
import { isDraftSession, type MessageId, type SessionId } from '../../shared/model/ids.js';
import type { PendingPrompt } from '../../shared/model/pending.js';
import type { AgentEvent } from '../../shared/model/events.js';
import type { AgentServer } from '../agent/ports.js';

/** Kinds of failures after which the server may have the prompt. */
const UNCERTAIN = new Set<Failure['kind']>(['unreachable', 'waking', 'aborted']);
/** Number of times a prompt may receive a web page or a temporary error on a live connection before it fails. */
const MAX_SETBACKS = 5;

/** What to do with a prompt that could not be sent; `absent`: its session is not on the current server. */
export type Outcome = 'unknown' | 'queued' | 'failed' | 'absent';

/** Decides which refusals of prompts are final, and counts those that are not. */
export interface Setbacks {
  after(failure: Failure, entry: PendingPrompt, server: AgentServer): Promise<Outcome>;
  forget(id: MessageId): void;
}

/** Whether a server said that the session does not exist; untrue of the current server if that one has it. */
const deniesSession = ({ status, message }: Failure): boolean => status === 404 && /\bsession\b/i.test(message);

/** Creates the counter. */
export function createSetbacks(): Setbacks {
  const counts = new Map<MessageId, number>();
  const countSetback = (id: MessageId): boolean => {
    const count = (counts.get(id) ?? 0) + 1;
    counts.set(id, count);
    return count < MAX_SETBACKS;
  };
  return {
    async after(failure, { messageId, sessionId, command }, server) {
      if (UNCERTAIN.has(failure.kind)) return 'unknown';
      if (failure.kind === 'unauthorized') return 'queued';
      const isFromIntermediary = failure.kind === 'wrongAddress' || failure.temporary;
      if (!isFromIntermediary && failure.status === 404 && !(await hasSession(server, sessionId))) return 'absent';
      // Caused by a sign-in page, a gateway or another server. Looking the prompt up before resending it is cheap; a
      // command cannot be looked up.
      if ((isFromIntermediary || deniesSession(failure)) && countSetback(messageId))
        return command === undefined ? 'unknown' : 'queued';
      return 'failed';
    },
    forget: (id) => void counts.delete(id),
  };
}

/**
 * Whether the server has a session; another server may temporarily be at the address (an unmounted volume, a wrong
 * deployment).
 */
export const hasSession = async (server: AgentServer, id: SessionId): Promise<boolean> =>
  isDraftSession(id) ||
  server.sessions.get(id).then(
    () => true,
    (error: unknown) => {
      const { kind, status } = toFailure(error);
      // A page with status 404 comes from another program.
      return kind !== 'rejected' || status !== 404;
    },
  );

/** Whether `event` shows that the server has the session. */
export const showsSession = (event: AgentEvent, id: SessionId): boolean =>
  (event.type === 'session.upserted' && event.session.id === id) ||
  (event.type === 'snapshot.loaded' && event.sessions.some((session) => session.id === id));
