import { sessionOf, type AgentEvent } from '../../shared/model/events.js';
import type { SessionId } from '../../shared/model/ids.js';
import { hasGap } from '../../shared/model/transcript.js';
import type { AgentServer } from '../agent/ports.js';
import type { Disposable } from '../emitter.js';
import { mayWorkLater, toFailure } from '../failure.js';
import type { Clock, Logger } from '../ports.js';
import { delay } from '../sync/backoff.js';
import { FIRST_PAGE_SIZE, PAGE_SIZE } from '../sync/pages.js';
import { readNewest } from '../sync/resync.js';
import type { Store } from '../sync/store.js';

/** Removals, which an older response would undo. */
const UNDONE: ReadonlySet<AgentEvent['type']> = new Set([
  'message.removed',
  'messages.removed',
  'part.removed',
  'inbox.put',
  'inbox.removed',
]);
/** Limit of loads repeated because of a removal in the meantime. */
const MAX_REPEATS = 3;

/** Dependencies of the reader. `server` is undefined without a connection. */
export interface TranscriptNeeds {
  readonly store: Store;
  readonly server: () => AgentServer | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Loads the newest messages, the inbox and the to-dos of sessions, and repeats failed loads. */
export class TranscriptReader implements Disposable {
  readonly #needs: TranscriptNeeds;
  readonly #reading = new Map<SessionId, Promise<void>>();
  /** Cancels scheduled repetitions of loads that failed on a live connection, which nothing else would repeat. */
  readonly #repeats = new Map<SessionId, () => void>();
  #isDisposed = false;

  constructor(needs: TranscriptNeeds) {
    this.#needs = needs;
  }

  /** Loads what is missing. One load per session at a time, shared by callers; does nothing without a connection. */
  read(id: SessionId, attempt = 0): Promise<void> {
    const from = this.#needs.server();
    if (from === undefined) return Promise.resolve();
    const flight = this.#reading.get(id) ?? this.#load(id, from, attempt);
    this.#reading.set(id, flight);
    return flight;
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const cancel of this.#repeats.values()) cancel();
    this.#repeats.clear();
  }

  async #load(id: SessionId, from: AgentServer, attempt: number): Promise<void> {
    const { server, logger } = this.#needs;
    try {
      await Promise.all([this.#readMessages(id, from), this.#readTodos(id, from)]);
    } catch (error) {
      logger.warn(`Could not read session ${id}: ${toFailure(error).message}`);
      if (!this.#isDisposed && mayWorkLater(error) && server() === from) this.#repeat(id, from, attempt);
    } finally {
      this.#reading.delete(id);
    }
  }

  #repeat(id: SessionId, from: AgentServer, attempt: number): void {
    const { server, clock } = this.#needs;
    this.#repeats.get(id)?.();
    const again = (): void => {
      this.#repeats.delete(id);
      if (server() === from && this.#isIncomplete(id)) void this.read(id, attempt + 1);
    };
    this.#repeats.set(id, clock.after(delay(attempt, clock.random()), again));
  }

  #isIncomplete(id: SessionId): boolean {
    const transcript = this.#needs.store.state.transcripts.get(id);
    return transcript !== undefined && (!transcript.loaded || hasGap(transcript));
  }

  async #readMessages(id: SessionId, from: AgentServer): Promise<void> {
    const { store } = this.#needs;
    for (let i = 0; i < MAX_REPEATS; i++) {
      const watch = this.#watchRemovals(id);
      try {
        const isKnown = store.state.transcripts.get(id)?.loaded === true;
        // Load the inbox first: an entry that leaves it in the meantime is then among the messages.
        const entries = await from.prompts.queue?.list(id);
        const page = await readNewest(from, id, isKnown ? PAGE_SIZE : FIRST_PAGE_SIZE);
        store.flush();
        if (watch.hasRemoved()) continue;
        store.dispatch([
          page,
          ...(entries === undefined ? [] : [{ type: 'inbox.loaded', sessionId: id, entries } as const]),
        ]);
        // The user is waiting, so do not wait for the next frame.
        store.flush();
        return;
      } finally {
        watch.dispose();
      }
    }
  }

  async #readTodos(id: SessionId, from: AgentServer): Promise<void> {
    const todos = await from.sessions.todos?.(id);
    if (todos !== undefined) this.#needs.store.dispatch([{ type: 'todos.updated', sessionId: id, todos }]);
  }

  /** Detects removals while a response is in transit: the response would undo them, so it is requested again. */
  #watchRemovals(id: SessionId): { hasRemoved(): boolean } & Disposable {
    let hasRemoved = false;
    const isRemoval = (event: AgentEvent): boolean => UNDONE.has(event.type) && sessionOf(event) === id;
    const subscription = this.#needs.store.onDidCommit(({ events }) => {
      hasRemoved ||= events.some(isRemoval);
    });
    return { hasRemoved: () => hasRemoved, dispose: () => subscription.dispose() };
  }
}
