import type { Prompt } from '../../shared/model/entities.js';
import type { MessageId, PartId, SessionId } from '../../shared/model/ids.js';
import { isConfirmedBy, waitsBy, type PendingPrompt } from '../../shared/model/pending.js';
import { createdFor } from '../../shared/model/select.js';
import type { AgentServer } from '../agent/ports.js';
import { createBag, type Disposable, type Event } from '../emitter.js';
import type { Failure } from '../failure.js';
import type { Clock, Logger } from '../ports.js';
import type { Commit, Store } from '../sync/store.js';
import { Timers } from '../timers.js';
import { held, placed, released } from './heldPrompts.js';
import { forNewSession, LostSessions } from './lostSessions.js';
import { nextPrompt } from './nextPrompt.js';
import { PendingPrompts, restored } from './pendingPrompts.js';
import { PromptCalls } from './promptCalls.js';
import { PromptDelivery } from './promptDelivery.js';
import type { OutboxStorage } from './sandbox.js';
import { TakenPrompts } from './takenPrompts.js';

/** Interval in ms at which prompts of closed windows are adopted. */
const ADOPT_INTERVAL_MS = 1_000;

/** Pending prompts. No prompt is lost or sent twice, and the prompts of a session are sent in order. */
export interface Outbox extends Disposable {
  readonly pending: readonly PendingPrompt[];
  readonly onDidChange: Event<readonly PendingPrompt[]>;
  add(sessionId: SessionId, prompt: Prompt & { command?: string }): Promise<MessageId>;
  retry(id: MessageId): void;
  cancel(id: MessageId): PendingPrompt | undefined;
  /** Sends a waiting prompt into the running turn; false if it is no longer pending. */
  sendNow(id: MessageId): boolean;
  /** Holds the prompts that wait for the end of this session's turn until they are released. */
  hold(session: SessionId): void;
  /** Releases the held prompts of a session; false if there were none. */
  release(session: SessionId): boolean;
  /** Sends what can be sent; call after a change that may allow it, such as a new connection or an idle session. */
  pump(): void;
  /** Call on a new connection: pending calls may hang on the old one forever. */
  reconnected(): void;
}

/** Options of an outbox. `server` is undefined without a live connection. */
export interface OutboxNeeds {
  readonly store: Store;
  readonly server: () => AgentServer | undefined;
  readonly storage: OutboxStorage;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly ids: <P extends 'msg' | 'prt'>(prefix: P) => string;
  /** Called when a call failed because of missing credentials, or without a response. */
  readonly failed: (failure: Failure) => void;
}

/** Creates the outbox and adopts prompts of earlier windows. */
export function createOutbox(needs: OutboxNeeds): Outbox {
  return new PromptOutbox(needs);
}

class PromptOutbox implements Outbox {
  readonly #needs: OutboxNeeds;
  readonly #pending: PendingPrompts;
  readonly #calls: PromptCalls;
  readonly #delivery: PromptDelivery;
  readonly #lost: LostSessions;
  readonly #taken: TakenPrompts;
  readonly #bag: Disposable;
  #cancelAdoption = (): void => {};

  constructor(needs: OutboxNeeds) {
    const { clock, store, server, failed } = needs;
    this.#needs = needs;
    const pending = new PendingPrompts(needs.storage, needs.logger);
    const timers = new Timers(clock);
    const pump = (): void => this.pump();
    const isInCall = (id: MessageId): boolean => this.#calls.has(id);
    const newMessageId = (): MessageId => needs.ids('msg') as MessageId;
    const lost = new LostSessions({ pending, clock, timers, server, isInCall, returned: pump });
    const delivery = new PromptDelivery({ pending, lost, store, timers, newMessageId, unconfirmed: pump, failed });
    this.#pending = pending;
    this.#lost = lost;
    this.#taken = new TakenPrompts(server);
    this.#delivery = delivery;
    this.#calls = new PromptCalls({ pending, delivery, timers, server, ended: pump, logger: needs.logger });
    this.#bag = createBag(
      pending,
      timers,
      { dispose: () => this.#cancelAdoption() },
      store.onDidCommit((commit) => this.#committed(commit)),
    );
    this.#adopt();
  }

  get pending(): readonly PendingPrompt[] {
    return this.#pending.all;
  }

  get onDidChange(): Event<readonly PendingPrompt[]> {
    return this.#pending.onDidChange;
  }

  async add(target: SessionId, prompt: Prompt & { command?: string }): Promise<MessageId> {
    const { store, clock, ids } = this.#needs;
    // The chat may not know yet that the session of its draft was created.
    const sessionId = createdFor(store.state.sessions.values(), target)?.id ?? target;
    const messageId = ids('msg') as MessageId;
    const partIds = Array.from({ length: prompt.attachments.length + 1 }, () => ids('prt') as PartId);
    const { slash, ...rest } = prompt;
    const entry: PendingPrompt = {
      ...rest,
      // Only text that starts with a slash waits for the server's commands.
      ...(slash === true && prompt.text.startsWith('/') ? { slash } : {}),
      sessionId,
      messageId,
      partIds,
      created: clock.now(),
      state: 'queued',
    };
    await this.#pending.replaceAll(placed(entry, this.#pending.all));
    this.pump();
    return messageId;
  }

  retry(id: MessageId): void {
    this.#delivery.reset(id);
    const entry = this.#pending.find(id);
    if (entry?.state === 'failed') {
      const state = entry.command === undefined ? 'unknown' : 'queued';
      const { held: _, ...again } = { ...forNewSession(entry), state, created: this.#needs.clock.now() } as const;
      void this.#pending.replace(id, again);
    }
    this.pump();
  }

  cancel(id: MessageId): PendingPrompt | undefined {
    const entry = this.#pending.find(id);
    if (entry === undefined || entry.state === 'sending' || entry.state === 'unknown') return undefined;
    this.#delivery.forget(id);
    return entry;
  }

  sendNow(id: MessageId): boolean {
    const entry = this.#pending.find(id);
    if (entry?.state !== 'queued') return false;
    const { held: _, ...rest } = entry;
    void this.#pending.replace(id, { ...rest, delivery: 'steer' });
    this.pump();
    return true;
  }

  hold(session: SessionId): void {
    const next = held(this.#pending.all, session);
    if (next !== this.#pending.all) void this.#pending.replaceAll(next);
  }

  release(session: SessionId): boolean {
    const next = released(this.#pending.all, session);
    if (next === this.#pending.all) return false;
    void this.#pending.replaceAll(next);
    this.pump();
    return true;
  }

  pump(): void {
    const server = this.#needs.server();
    if (server === undefined) return;
    for (let entry = this.#next(server); entry !== undefined; entry = this.#next(server))
      this.#calls.start(server, entry);
  }

  reconnected(): void {
    const server = this.#needs.server();
    if (server === undefined) return;
    this.#calls.replaceHanging(server);
    this.#adopt();
    this.#lost.look(server);
  }

  dispose(): void {
    this.#bag.dispose();
  }

  #next({ prompts }: AgentServer): PendingPrompt | undefined {
    const { state } = this.#needs.store;
    return nextPrompt(this.#pending.all, {
      prompts,
      isInCall: (id) => this.#calls.has(id),
      isBusy: (id) => state.status.has(id),
      // While a server opens its folder, its lists are empty.
      knowsCommands: state.catalog.pending !== true || state.catalog.commands.length > 0,
    });
  }

  #committed(commit: Commit): void {
    const { events } = commit;
    const confirmed = this.#pending.all.filter((entry) => events.some((event) => isConfirmedBy(entry, event)));
    for (const { messageId } of confirmed) this.#delivery.reset(messageId);
    this.#pending.remove(...confirmed.map(({ messageId }) => messageId));
    this.#taken.add(confirmed.filter((entry) => events.some((event) => waitsBy(entry, event))));
    this.#taken.observe(commit, (session, prompts) => {
      void this.#pending.replaceAll([...this.#pending.all, ...prompts]);
      this.#lost.lose(session);
      for (const { messageId, reason } of prompts)
        if (reason !== undefined) this.#pending.update(messageId, { reason });
    });
    this.#lost.observe(events);
    if (this.#pending.all.length > 0) this.pump();
  }

  /** Adopts prompts of closed windows. */
  #adopt(): void {
    const { storage, clock } = this.#needs;
    this.#cancelAdoption();
    const { prompts, others } = storage.claim();
    if (others) this.#cancelAdoption = clock.after(ADOPT_INTERVAL_MS, () => this.#adopt());
    const more = prompts.filter(({ messageId }) => this.#pending.find(messageId) === undefined);
    if (more.length === 0) return;
    for (const { messageId } of more) this.#delivery.markRecovered(messageId);
    const adopted = more.map((entry) => ({ ...restored(entry, clock.now()), adopted: true as const }));
    const all = [...this.#pending.all, ...adopted];
    void this.#pending.replaceAll(all.toSorted((one, other) => one.created - other.created));
    this.pump();
  }
}
