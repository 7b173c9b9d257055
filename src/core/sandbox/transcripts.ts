import type { InboxEntry } from '../../shared/model/entities.js';
import { sessionOf, type AgentEvent } from '../../shared/model/events.js';
import type { SessionId } from '../../shared/model/ids.js';
import { hasGap } from '../../shared/model/transcript.js';
import type { AgentServer } from '../agent/ports.js';
import { createBag, type Disposable } from '../emitter.js';
import { mayWorkLater, toFailure } from '../failure.js';
import type { Clock, Logger } from '../ports.js';
import { delay } from '../sync/backoff.js';
import { FIRST, PAGE } from '../sync/pages.js';
import { readNewest, readOlder, type Opened } from '../sync/resync.js';
import type { Store } from '../sync/store.js';

/** Loads and stores the messages of opened sessions. */
export interface Transcripts extends Disposable {
  /** Stores a session's messages until disposed; loads them if needed. */
  open(id: SessionId): Disposable;
  /** Sessions whose messages are stored, open or cached. */
  readonly opened: readonly Opened[];
  loadOlder(id: SessionId): Promise<void>;
  /** Loads what could not be loaded without a connection. */
  catchUp(): void;
}

const inboxLoaded = (id: SessionId, entries: readonly InboxEntry[]): AgentEvent => ({
  type: 'inbox.loaded',
  sessionId: id,
  entries,
});

/** Number of closed transcripts that stay cached, so that reopening is instant. */
const CACHED = 3;
/** Events that an older response would undo. */
const UNDONE: ReadonlySet<AgentEvent['type']> = new Set([
  'message.removed',
  'messages.removed',
  'part.removed',
  'inbox.put',
  'inbox.removed',
]);
/** Limit of loads repeated because something was removed in the meantime. */
const REPEATS = 3;

/** `server` is undefined while there is no connection: reading then waits for `catchUp`. */
export function createTranscripts(
  store: Store,
  server: () => AgentServer | undefined,
  clock: Clock,
  logger: Logger,
): Transcripts {
  const bag = createBag();
  const holders = new Map<SessionId, number>();
  /** Closed, oldest first. */
  const cached = new Set<SessionId>();
  const reading = new Map<SessionId, Promise<void>>();
  /** Loads that failed on a live connection: nothing else would repeat them. */
  const repeats = new Map<SessionId, () => void>();
  let disposed = false;

  /** A removal that happens between the answer and its arrival would be undone by it: read again then. */
  const watchRemovals = (id: SessionId): { removed(): boolean } & Disposable => {
    let removed = false;
    const hears = (event: AgentEvent): boolean => UNDONE.has(event.type) && sessionOf(event) === id;
    const subscription = store.onDidCommit((commit) => {
      removed ||= commit.events.some(hears);
    });
    return { removed: () => removed, dispose: () => subscription.dispose() };
  };

  const readMessages = async (id: SessionId, from: AgentServer): Promise<void> => {
    for (let i = 0; i < REPEATS; i++) {
      const watch = watchRemovals(id);
      try {
        const known = store.state.transcripts.get(id)?.loaded === true;
        // The inbox first: what leaves it meanwhile is among the messages.
        const entries = await from.prompts.queue?.list(id);
        const page = await readNewest(from, id, known ? PAGE : FIRST);
        store.flush();
        if (watch.removed()) continue;
        store.dispatch([page, ...(entries === undefined ? [] : [inboxLoaded(id, entries)])]);
        // The user waits for it: do not wait for the next frame.
        store.flush();
        return;
      } finally {
        watch.dispose();
      }
    }
  };

  const readTodos = async (id: SessionId, from: AgentServer): Promise<void> => {
    const todos = await from.sessions.todos?.(id);
    if (todos !== undefined) store.dispatch([{ type: 'todos.updated', sessionId: id, todos }]);
  };

  const isIncomplete = (id: SessionId): boolean => {
    const transcript = store.state.transcripts.get(id);
    return transcript !== undefined && (!transcript.loaded || hasGap(transcript));
  };

  const repeat = (id: SessionId, from: AgentServer, attempt: number): void => {
    repeats.get(id)?.();
    const again = (): void => {
      repeats.delete(id);
      if (server() === from && isIncomplete(id)) void read(id, attempt + 1);
    };
    repeats.set(id, clock.after(delay(attempt, clock.random()), again));
  };

  /** One load per session at a time, shared by callers. */
  const read = (id: SessionId, attempt = 0): Promise<void> => {
    const from = server();
    if (from === undefined) return Promise.resolve();
    const flight =
      reading.get(id) ??
      Promise.all([readMessages(id, from), readTodos(id, from)])
        .then(() => {})
        .catch((error: unknown) => {
          logger.warn(`Could not read session ${id}: ${toFailure(error).message}`);
          if (!disposed && mayWorkLater(error) && server() === from) repeat(id, from, attempt);
        })
        .finally(() => reading.delete(id));
    reading.set(id, flight);
    return flight;
  };

  /** Text with a missing beginning is reloaded once the session is idle. */
  bag.add(
    store.onDidCommit(({ state, events }) => {
      for (const event of events) {
        if (event.type !== 'session.status' || event.status.type !== 'idle') continue;
        const transcript = state.transcripts.get(event.sessionId);
        if (transcript !== undefined && hasGap(transcript)) void read(event.sessionId);
      }
    }),
  );

  const release = (id: SessionId): void => {
    const left = (holders.get(id) ?? 1) - 1;
    if (left > 0) {
      holders.set(id, left);
      return;
    }
    holders.delete(id);
    cached.add(id);
    for (const oldest of cached) {
      if (cached.size <= CACHED) break;
      cached.delete(oldest);
      store.dispatch([{ type: 'transcript.closed', sessionId: oldest }]);
    }
  };

  return {
    open(id) {
      holders.set(id, (holders.get(id) ?? 0) + 1);
      cached.delete(id);
      store.dispatch([{ type: 'transcript.opened', sessionId: id }]);
      store.flush();
      if (store.state.transcripts.get(id)?.loaded !== true) void read(id);
      let held = true;
      return {
        dispose() {
          if (held) release(id);
          held = false;
        },
      };
    },
    get opened() {
      return [...holders.keys(), ...cached].map((id) => ({
        id,
        known: store.state.transcripts.get(id)?.messages ?? [],
      }));
    },
    async loadOlder(id) {
      const from = server();
      const before = store.state.transcripts.get(id)?.older;
      if (from === undefined || before === undefined) return;
      const event = await readOlder(from, id, before);
      if (store.state.transcripts.get(id)?.older !== before) return;
      store.dispatch([event]);
      store.flush();
    },
    catchUp() {
      for (const id of holders.keys()) if (store.state.transcripts.get(id)?.loaded !== true) void read(id);
    },
    dispose() {
      disposed = true;
      bag.dispose();
      for (const cancel of repeats.values()) cancel();
      repeats.clear();
    },
  };
}
