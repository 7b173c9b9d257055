import { isDraftSession, type MessageId } from '../../shared/model/ids.js';
import type { PendingPrompt } from '../../shared/model/pending.js';
import type { AgentServer } from '../agent/ports.js';
import { toFailure } from '../failure.js';
import type { Logger } from '../ports.js';
import type { PendingPrompts } from './pendingPrompts.js';
import type { PromptDelivery } from './promptDelivery.js';

/** A call without a response yet. */
interface Call {
  readonly stop: AbortController;
  done: Promise<void>;
}

/** The calls that send prompts right now. */
export class PromptCalls {
  readonly #pending: PendingPrompts;
  readonly #delivery: PromptDelivery;
  readonly #ended: () => void;
  readonly #logger: Logger;
  readonly #running = new Map<MessageId, Call>();

  /** `ended`: another prompt may be sent. */
  constructor(pending: PendingPrompts, delivery: PromptDelivery, ended: () => void, logger: Logger) {
    this.#pending = pending;
    this.#delivery = delivery;
    this.#ended = ended;
    this.#logger = logger;
  }

  has(id: MessageId): boolean {
    return this.#running.has(id);
  }

  start(server: AgentServer, entry: PendingPrompt): void {
    const { messageId: id } = entry;
    const call: Call = { stop: new AbortController(), done: Promise.resolve() };
    // Registered first: the delivery changes the list of prompts at once, and its listeners may ask for the next one.
    this.#running.set(id, call);
    call.done = this.#delivery.deliver(server, entry, call.stop.signal).finally(() => {
      this.#running.delete(id);
      if (this.#pending.find(id)?.state !== 'unknown') this.#ended();
    });
  }

  /** Calls may hang on an earlier connection forever: resends their prompts unless the server has them. */
  replaceHanging(server: AgentServer): void {
    for (const id of this.#running.keys())
      void this.#replace(server, id).catch((error: unknown) =>
        this.#logger.warn(`Could not check whether a prompt arrived: ${toFailure(error).message}`),
      );
  }

  async #replace(server: AgentServer, id: MessageId): Promise<void> {
    const entry = this.#pending.find(id);
    const call = this.#running.get(id);
    if (entry === undefined || call === undefined || entry.state !== 'sending' || entry.command !== undefined) return;
    const mayBeThere = !isDraftSession(entry.sessionId) && server.prompts.queue === undefined;
    if (mayBeThere && (await server.prompts.find(entry.sessionId, id)) !== undefined) return this.#delivery.forget(id);
    if (this.#running.get(id) !== call) return;
    call.stop.abort();
    await call.done;
    this.#ended();
  }
}
