import { isDraftSession, type MessageId } from '../../shared/model/ids.js';
import type { PendingPrompt } from '../../shared/model/pending.js';
import { slashCommandIn } from '../../shared/model/slashCommand.js';
import type { AgentServer } from '../agent/ports.js';
import { toFailure, type Failure } from '../failure.js';
import type { Store } from '../sync/store.js';
import type { Timers } from '../timers.js';
import type { LostSessions } from './lostSessions.js';
import type { PendingPrompts } from './pendingPrompts.js';
import { submitPrompt } from './promptCall.js';
import { createSessionCreator } from './sessionCreator.js';
import { createSetbacks } from './setbacks.js';

/** Time in ms to wait for the event that confirms an accepted prompt. */
const CONFIRM_TIMEOUT_MS = 5_000;
/** Limit of attempts for a prompt that the server accepts but does not store. */
const MAX_ATTEMPTS = 3;

/** Dependencies of the delivery. */
interface DeliveryNeeds {
  readonly pending: PendingPrompts;
  readonly lost: LostSessions;
  readonly store: Store;
  readonly timers: Timers;
  readonly newMessageId: () => MessageId;
  /** Called when an accepted prompt was not confirmed in time. */
  readonly unconfirmed: () => void;
  /** Called when a call failed because of missing credentials, or without a response. */
  readonly failed: (failure: Failure) => void;
}

/** Whether the server refused a prompt because another session has its ID; servers with a queue require unique IDs. */
const isIdTaken = ({ status }: Failure, { prompts }: AgentServer): boolean =>
  status === 409 && prompts.queue !== undefined;

/** Delivers single prompts: looks up one that may have arrived, sends it, and handles the response. */
export class PromptDelivery {
  readonly #needs: DeliveryNeeds;
  readonly #create;
  readonly #setbacks = createSetbacks();
  /** Number of accepted calls of each unconfirmed prompt. */
  readonly #accepted = new Map<MessageId, number>();
  /** Prompts recovered from disk; their window may have sent them just before it closed. */
  readonly #recovered = new Set<MessageId>();
  readonly #reissued = new Set<MessageId>();

  constructor(needs: DeliveryNeeds) {
    this.#needs = needs;
    this.#create = createSessionCreator(needs.store);
  }

  /** Marks a prompt that another window may have sent. */
  markRecovered(id: MessageId): void {
    this.#recovered.add(id);
  }

  /** Resets the number of attempts. */
  reset(id: MessageId): void {
    this.#accepted.delete(id);
    this.#setbacks.forget(id);
  }

  /** Call when a prompt is no longer pending. */
  forget(id: MessageId): void {
    this.reset(id);
    this.#needs.pending.remove(id);
  }

  /** Resolves after the call regardless of its outcome, which the prompt's state shows. */
  async deliver(server: AgentServer, prompt: PendingPrompt, signal: AbortSignal): Promise<void> {
    try {
      await this.#send(server, prompt, signal);
    } catch (error) {
      await this.#judge(toFailure(error), server, prompt);
    }
  }

  async #send(server: AgentServer, prompt: PendingPrompt, signal: AbortSignal): Promise<void> {
    const { pending } = this.#needs;
    const { messageId: id } = prompt;
    const entry = await this.#asCommand(await this.#inSession(server, prompt, signal));
    if (await this.#isSettledBefore(server, entry, prompt)) return;
    const count = this.#accepted.get(id) ?? 0;
    if (count >= MAX_ATTEMPTS)
      return pending.update(id, { state: 'failed', reason: 'The sandbox accepted this prompt but did not store it.' });
    pending.update(id, { state: 'sending' });
    await submitPrompt(server, entry, this.#needs.store.state, signal);
    this.#accepted.set(id, count + 1);
    const now = pending.find(id);
    if (now !== undefined) this.#expectConfirmation(now, server);
  }

  /** Creates the session of a draft once; all prompts of the draft are sent there. */
  async #inSession(server: AgentServer, entry: PendingPrompt, signal: AbortSignal): Promise<PendingPrompt> {
    const { pending } = this.#needs;
    const draft = entry.sessionId;
    if (!isDraftSession(draft)) return entry;
    pending.update(entry.messageId, { state: 'sending' });
    const mayExist = entry.state === 'unknown' || this.#recovered.has(entry.messageId);
    const { id: sessionId } = await this.#create(server, draft, mayExist, signal);
    await pending.replaceAll(pending.all.map((each) => (each.sessionId === draft ? { ...each, sessionId } : each)));
    return { ...entry, sessionId };
  }

  /** A typed text is a command if the server has one of that name. */
  async #asCommand(entry: PendingPrompt): Promise<PendingPrompt> {
    if (entry.slash !== true) return entry;
    const { pending, store } = this.#needs;
    const { slash: _, ...rest } = entry;
    const called = slashCommandIn(entry.text, store.state.catalog.commands);
    const decided = called === undefined ? rest : { ...rest, command: called.name, text: called.args };
    const { state = decided.state } = pending.find(entry.messageId) ?? {};
    await pending.replace(entry.messageId, { ...decided, state });
    return decided;
  }

  /** Whether a prompt that may have arrived needs no call, because the server has it or cannot be queried. */
  async #isSettledBefore(server: AgentServer, entry: PendingPrompt, before: PendingPrompt): Promise<boolean> {
    const { messageId: id, sessionId, command } = entry;
    // A command is stored with its session before it is sent, so one stored without a session was never sent.
    const isFresh = command !== undefined && sessionId !== before.sessionId;
    const mayHaveArrived = before.state === 'unknown' && !isFresh;
    if (!mayHaveArrived && !(this.#recovered.delete(id) && command === undefined)) return false;
    // A server with a queue deduplicates prompts by ID, so that no lookup is needed.
    const mustAsk = command !== undefined || server.prompts.queue === undefined;
    if (mustAsk && (await server.prompts.find(sessionId, id)) !== undefined) {
      this.forget(id);
      return true;
    }
    if (command === undefined) return false;
    // The command may run before its message arrives.
    const reason = 'The connection broke while this command was sent; it may have run.';
    this.#needs.pending.update(id, { state: 'failed', reason });
    return true;
  }

  /** Queries the server if no event confirms the prompt soon; a server with a queue has stored it before it responds. */
  #expectConfirmation({ messageId, command }: PendingPrompt, { prompts }: AgentServer): void {
    const { pending, timers, unconfirmed } = this.#needs;
    if (command !== undefined) return this.forget(messageId);
    timers.after(CONFIRM_TIMEOUT_MS, () => {
      if (pending.find(messageId)?.state !== 'sending') return;
      if (prompts.queue !== undefined) return this.forget(messageId);
      pending.update(messageId, { state: 'unknown' });
      unconfirmed();
    });
  }

  async #judge(failure: Failure, server: AgentServer, prompt: PendingPrompt): Promise<void> {
    const { pending, lost, failed } = this.#needs;
    const { messageId: id } = prompt;
    const entry = pending.find(id) ?? prompt;
    if (isIdTaken(failure, server) && !this.#accepted.has(id) && !this.#reissued.has(id)) return this.#reissue(entry);
    const outcome = await this.#setbacks.after(failure, entry, server);
    if (pending.find(id) === undefined) return;
    if (outcome === 'failed') return pending.update(id, { state: 'failed', reason: failure.message });
    if (outcome === 'absent') return lost.lose(entry.sessionId, id);
    pending.update(id, { state: outcome });
    failed(failure);
  }

  /** Gives the prompt a new ID, once, if another session has its ID. */
  #reissue(entry: PendingPrompt): void {
    const messageId = this.#needs.newMessageId();
    this.#reissued.add(messageId);
    this.#setbacks.forget(entry.messageId);
    void this.#needs.pending.replace(entry.messageId, { ...entry, messageId, state: 'queued' });
  }
}
