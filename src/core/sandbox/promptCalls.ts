import { isDraftSession, type MessageId } from '../../shared/model/ids.js';
import type { PendingPrompt } from '../../shared/model/pending.js';
import type { AgentServer } from '../agent/ports.js';
import { toFailure } from '../failure.js';
import type { Logger } from '../ports.js';
import type { Timers } from '../timers.js';
import type { PendingPrompts } from './pendingPrompts.js';
import type { PromptDelivery } from './promptDelivery.js';

/** Ms after which a call without an answer may hang although the connection lives, as one on a dead socket does. */
export const HANGING_AFTER_MS = 60_000;

/** A call without a response yet. */
interface Call {
  readonly stop: AbortController;
  done: Promise<void>;
}

/** What the calls work with. */
interface CallNeeds {
  readonly pending: PendingPrompts;
  readonly delivery: PromptDelivery;
  readonly timers: Timers;
  /** Undefined without a live connection. */
  readonly server: () => AgentServer | undefined;
  /** Another prompt may be sent. */
  readonly ended: () => void;
  readonly logger: Logger;
}

/** The calls that send prompts right now. */
export class PromptCalls {
  readonly #needs: CallNeeds;
  readonly #running = new Map<MessageId, Call>();

  constructor(needs: CallNeeds) {
    this.#needs = needs;
  }

  has(id: MessageId): boolean {
    return this.#running.has(id);
  }

  start(server: AgentServer, entry: PendingPrompt): void {
    const { messageId: id } = entry;
    const call: Call = { stop: new AbortController(), done: Promise.resolve() };
    // Registered first: the delivery changes the list of prompts at once, and its listeners may ask for the next one.
    this.#running.set(id, call);
    const cancel = this.#needs.timers.after(HANGING_AFTER_MS, () => {
      // Without a connection the next one replaces it.
      const now = this.#needs.server();
      if (now !== undefined && this.#running.get(id) === call) this.#tryReplace(now, id);
    });
    call.done = this.#needs.delivery.deliver(server, entry, call.stop.signal).finally(() => {
      cancel();
      this.#running.delete(id);
      if (this.#needs.pending.find(id)?.state !== 'unknown') this.#needs.ended();
    });
  }

  /** Calls may hang on an earlier connection forever: resends their prompts unless the server has them. */
  replaceHanging(server: AgentServer): void {
    for (const id of this.#running.keys()) this.#tryReplace(server, id);
  }

  #tryReplace(server: AgentServer, id: MessageId): void {
    void this.#replace(server, id).catch((error: unknown) =>
      this.#needs.logger.warn(`Could not check whether a prompt arrived: ${toFailure(error).message}`),
    );
  }

  async #replace(server: AgentServer, id: MessageId): Promise<void> {
    const { pending, delivery, ended } = this.#needs;
    const entry = pending.find(id);
    const call = this.#running.get(id);
    if (entry === undefined || call === undefined || entry.state !== 'sending' || entry.command !== undefined) return;
    const mayBeThere = !isDraftSession(entry.sessionId) && server.prompts.queue === undefined;
    if (mayBeThere && (await server.prompts.find(entry.sessionId, id)) !== undefined) return delivery.forget(id);
    if (this.#running.get(id) !== call) return;
    call.stop.abort();
    await call.done;
    ended();
  }
}
