import type { Prompt } from '../../shared/model/entities.js';
import { writtenText } from '../../shared/model/slashCommand.js';
import type { MessageId, SessionId } from '../../shared/model/ids.js';
import type { PendingPrompt } from '../../shared/model/pending.js';
import type { AgentServer, QueuePort } from '../agent/ports.js';
import { Failure } from '../failure.js';
import type { Store } from '../sync/store.js';
import type { Outbox } from './outbox.js';
import type { Sandbox } from './sandbox.js';

/** Actions on prompts that wait for the end of a turn, in the outbox or on the server. */
export type PromptQueue = Pick<Sandbox, 'sendNow' | 'cancelWaiting' | 'continueQueue'>;

const alreadySeen = (cause?: unknown): Failure =>
  new Failure('rejected', 'The agent has already received this prompt.', { status: 409, cause });

const isSeen = (error: unknown): boolean => error instanceof Failure && (error.status === 409 || error.status === 404);

/** Converts a pending prompt to the prompt that was typed. */
const asWritten = ({ command, text, attachments }: PendingPrompt): Prompt => ({
  text: writtenText({ text, ...(command === undefined ? {} : { command }) }),
  attachments,
});

/** Creates the actions: prompts in the outbox are handled there, others on the server. */
export function createPromptQueue(ready: () => Promise<AgentServer>, store: Store, outbox: Outbox): PromptQueue {
  const gone = (sessionId: SessionId, messageId: MessageId): void => {
    store.dispatch([{ type: 'inbox.removed', sessionId, messageId }]);
    store.flush();
  };
  const port = async (): Promise<QueuePort> => {
    const { queue } = (await ready()).prompts;
    if (queue === undefined) throw alreadySeen();
    return queue;
  };

  return {
    async sendNow(session, id) {
      if (outbox.sendNow(id)) return;
      const queue = await port();
      try {
        await queue.changeDelivery(session, id, 'steer');
      } catch (error) {
        if (!isSeen(error)) throw error;
        gone(session, id);
        throw alreadySeen(error);
      }
    },
    async cancelWaiting(session, id): Promise<Prompt> {
      const local = outbox.cancel(id);
      if (local !== undefined) return asWritten(local);
      const queue = await port();
      // Read the prompt before it is canceled, since the server then removes it.
      const prompt = await queue.prompt(session, id);
      const isBack = prompt !== undefined && (await queue.cancel(session, id));
      gone(session, id);
      if (!isBack) throw alreadySeen();
      return prompt;
    },
    async continueQueue(session) {
      outbox.release(session);
      if (!store.state.inbox.has(session)) return;
      await (await port()).resume(session);
    },
  };
}
