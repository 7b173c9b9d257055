import type { MessageId } from '../../shared/model/ids.js';
import type { PendingPrompt } from '../../shared/model/pending.js';
import { createEmitter, type Disposable, type Event } from '../emitter.js';
import type { Logger } from '../ports.js';
import type { OutboxStorage } from './sandbox.js';

/** Age in ms from which a recovered prompt is not sent without confirmation. */
export const STALE_AFTER_MS = 5 * 60_000;

/** Restores a stored prompt: a stale one needs the user's confirmation, and one with a pending call may have arrived. */
export const restored = (entry: PendingPrompt, now: number): PendingPrompt => {
  if (now - entry.created > STALE_AFTER_MS && entry.state !== 'failed')
    return { ...entry, state: 'failed', reason: 'It was written a while ago and never confirmed. Send it now?' };
  return entry.state === 'sending' ? { ...entry, state: 'unknown' } : entry;
};

/** The prompts that the server has not confirmed. Every change is stored. */
export class PendingPrompts implements Disposable {
  readonly #storage: OutboxStorage;
  readonly #logger: Logger;
  readonly #changed = createEmitter<readonly PendingPrompt[]>();
  #all: readonly PendingPrompt[] = [];

  constructor(storage: OutboxStorage, logger: Logger) {
    this.#storage = storage;
    this.#logger = logger;
  }

  /** In the order in which they are sent. */
  get all(): readonly PendingPrompt[] {
    return this.#all;
  }

  get onDidChange(): Event<readonly PendingPrompt[]> {
    return this.#changed.event;
  }

  find(id: MessageId): PendingPrompt | undefined {
    return this.#all.find((entry) => entry.messageId === id);
  }

  /** Replaces the list; resolves once it is stored. */
  replaceAll(next: readonly PendingPrompt[]): Promise<void> {
    this.#all = next;
    this.#changed.fire(next);
    return this.#storage
      .save(next)
      .catch((error: unknown) => this.#logger.error(`Could not store the prompts: ${String(error)}`));
  }

  /** Replaces this prompt if it is still pending. */
  replace(id: MessageId, next: PendingPrompt): Promise<void> {
    if (this.find(id) === undefined) return Promise.resolve();
    return this.replaceAll(this.#all.map((entry) => (entry.messageId === id ? next : entry)));
  }

  update(id: MessageId, change: Partial<PendingPrompt>): void {
    const entry = this.find(id);
    if (entry !== undefined) void this.replace(id, { ...entry, ...change });
  }

  remove(...ids: readonly MessageId[]): void {
    const next = this.#all.filter(({ messageId }) => !ids.includes(messageId));
    if (next.length < this.#all.length) void this.replaceAll(next);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
