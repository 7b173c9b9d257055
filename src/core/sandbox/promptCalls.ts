import { isDraftSession, type MessageId } from '../../shared/model/ids.js';
import type { PendingPrompt } from '../../shared/model/pending.js';
import type { AgentServer } from '../agent/ports.js';
import { toFailure } from '../failure.js';
import type { Logger } from '../ports.js';
import type { Timers } from '../timers.js';
import type { PendingPrompts } from './pendingPrompts.js';
import type { PromptDelivery } from './promptDelivery.js';

/** Time in ms after which a call without a response may be hanging on a dead socket, even if the connection is live. */
export const HANGING_AFTER_MS = 60_000;

/** A call without a response yet. */
interface Call {
  readonly stop: AbortController;
  done: Promise<void>;
}

/** Dependencies of the calls. */
interface CallNeeds {
  readonly pending: PendingPrompts;
  readonly delivery: PromptDelivery;
  readonly timers: Timers;
  /** Undefined without a live connection. */
  readonly server: () => AgentServer | undefined;
  /** Called when another prompt can be sent. */
  readonly ended: () => void;
  readonly logger: Logger;
}

/** The pending calls that send prompts. */
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
    // Register the call first: the delivery changes the list of prompts synchronously, and its listeners may request
    // the next prompt.
    this.#running.set(id, call);
    const cancel = this.#needs.timers.after(HANGING_AFTER_MS, () => {
      // Without a connection, the next connection replaces the call.
      const now = this.#needs.server();
      if (now !== undefined && this.#running.get(id) === call) this.#tryReplace(now, id);
    });
    call.done = this.#needs.delivery.deliver(server, entry, call.stop.signal).finally(() => {
      cancel();
      this.#running.delete(id);
      if (this.#needs.pending.find(id)?.state !== 'unknown') this.#needs.ended();
    });
  }

  /** Aborts calls that may hang on an earlier connection forever, and resends their prompts unless the server has them. */
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
