import { coalesce } from '../../../shared/model/coalesce.js';
import type { AgentEvent } from '../../../shared/model/events.js';

/** Sends events to a chat no faster than it draws them. */
export interface EventQueue {
  /** Everything before is in the snapshot that carries the returned number; events flow from here. */
  reset(): number;
  push(events: readonly AgentEvent[]): void;
  /** The chat drew everything up to `seq`. */
  ack(seq: number): void;
  /** Nobody looks: nothing is sent or kept until the next `reset`. */
  close(): void;
}

/** Messages on their way at the same time. */
const IN_FLIGHT = 2;
/** Events that wait, after coalescing; with more a new snapshot is cheaper. */
const WAITING = 5_000;

/** `send` posts one numbered message; `overflow` asks for a new snapshot. */
export function createEventQueue(
  send: (seq: number, events: readonly AgentEvent[]) => void,
  overflow: () => void,
): EventQueue {
  let seq = 0;
  let acked = 0;
  let open = false;
  let full = false;
  let waiting: readonly AgentEvent[] = [];
  const pump = (): void => {
    if (!open || waiting.length === 0 || seq - acked >= IN_FLIGHT) return;
    const events = coalesce(waiting);
    waiting = [];
    seq += 1;
    send(seq, events);
  };
  return {
    reset() {
      open = true;
      full = false;
      waiting = [];
      acked = seq;
      return seq;
    },
    push(events) {
      if (!open || full || events.length === 0) return;
      waiting = waiting.length === 0 ? events : [...waiting, ...events];
      pump();
      if (waiting.length <= WAITING) return;
      waiting = coalesce(waiting);
      if (waiting.length <= WAITING) return;
      full = true;
      waiting = [];
    },
    ack(drawn) {
      // A number that was never sent is a mistake of the chat's, not a reason to send more.
      if (!open || drawn > seq || drawn <= acked) return;
      acked = drawn;
      if (full) overflow();
      else pump();
    },
    close() {
      open = false;
      waiting = [];
    },
  };
}
