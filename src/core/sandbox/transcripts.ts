import type { AgentEvent } from '../../shared/model/events.js';
import type { SessionId } from '../../shared/model/ids.js';
import { hasGap } from '../../shared/model/transcript.js';
import { createBag, type Disposable } from '../emitter.js';
import { readOlder, type Opened } from '../sync/resync.js';
import { TranscriptReader, type TranscriptNeeds } from './transcriptReader.js';

/** Number of closed transcripts that stay cached, so that reopening is instant. */
const MAX_CACHED = 3;

/** Stores the messages of opened sessions, and of the last few that were closed. */
export class Transcripts implements Disposable {
  readonly #needs: TranscriptNeeds;
  readonly #reader: TranscriptReader;
  /** Number of times each session is open. */
  readonly #holders = new Map<SessionId, number>();
  /** Closed sessions that are cached, oldest first. */
  readonly #cached = new Set<SessionId>();
  readonly #bag: Disposable;

  constructor(needs: TranscriptNeeds) {
    this.#needs = needs;
    this.#reader = new TranscriptReader(needs);
    this.#bag = createBag(
      this.#reader,
      needs.store.onDidCommit(({ events }) => this.#fillGaps(events)),
    );
  }

  /** Sessions whose messages are stored, open or cached. */
  get opened(): readonly Opened[] {
    const { state } = this.#needs.store;
    return [...this.#holders.keys(), ...this.#cached].map((id) => ({
      id,
      known: state.transcripts.get(id)?.messages ?? [],
    }));
  }

  /** Stores a session's messages until disposed; loads them if needed. */
  open(id: SessionId): Disposable {
    const { store } = this.#needs;
    this.#holders.set(id, (this.#holders.get(id) ?? 0) + 1);
    this.#cached.delete(id);
    store.dispatch([{ type: 'transcript.opened', sessionId: id }]);
    store.flush();
    this.#readIfMissing(id);
    let isHeld = true;
    return {
      dispose: () => {
        if (isHeld) this.#release(id);
        isHeld = false;
      },
    };
  }

  async loadOlder(id: SessionId): Promise<void> {
    const { store, server } = this.#needs;
    const from = server();
    const before = store.state.transcripts.get(id)?.older;
    if (from === undefined || before === undefined) return;
    const event = await readOlder(from, id, before);
    if (store.state.transcripts.get(id)?.older !== before) return;
    store.dispatch([event]);
    store.flush();
  }

  /** Loads the transcripts that could not be loaded without a connection. */
  catchUp(): void {
    for (const id of this.#holders.keys()) this.#readIfMissing(id);
  }

  dispose(): void {
    this.#bag.dispose();
  }

  #readIfMissing(id: SessionId): void {
    if (this.#needs.store.state.transcripts.get(id)?.loaded !== true) void this.#reader.read(id);
  }

  /** Reloads text with a missing beginning once the session is idle. */
  #fillGaps(events: readonly AgentEvent[]): void {
    for (const event of events) {
      if (event.type !== 'session.status' || event.status.type !== 'idle') continue;
      const transcript = this.#needs.store.state.transcripts.get(event.sessionId);
      if (transcript !== undefined && hasGap(transcript)) void this.#reader.read(event.sessionId);
    }
  }

  #release(id: SessionId): void {
    const left = (this.#holders.get(id) ?? 1) - 1;
    if (left > 0) {
      this.#holders.set(id, left);
      return;
    }
    this.#holders.delete(id);
    this.#cached.add(id);
    for (const oldest of this.#cached) {
      if (this.#cached.size <= MAX_CACHED) break;
      this.#cached.delete(oldest);
      this.#needs.store.dispatch([{ type: 'transcript.closed', sessionId: oldest }]);
    }
  }
}
