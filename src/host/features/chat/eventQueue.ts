import { coalesce } from '../../../shared/model/coalesce.js';
import type { AgentEvent } from '../../../shared/model/events.js';

/** Sends events to a chat with flow control: no faster than it renders them. */
export interface EventQueue {
  /** Starts over with a snapshot; returns its sequence number. It includes all earlier events; later ones follow. */
  reset(): number;
  push(events: readonly AgentEvent[]): void;
  /** Call when the chat has rendered everything up to `seq`. */
  ack(seq: number): void;
  /** Call when the chat is hidden: nothing is sent or queued until the next `reset`. */
  close(): void;
}

/** Limit of messages in flight. */
const IN_FLIGHT = 2;
/** Limit of queued events after coalescing; beyond it, a new snapshot is cheaper. */
const WAITING = 5_000;

/** Creates a queue. `send` posts one numbered message; `overflow` is called when a new snapshot is needed. */
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
      // Ignore a number that was never sent.
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
