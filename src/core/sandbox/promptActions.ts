import { draftSession, type SessionId } from '../../shared/model/ids.js';
import type { Clock } from '../ports.js';
import type { Store } from '../sync/store.js';
import type { Outbox } from './outbox.js';
import type { Sandbox } from './sandbox.js';
import { creationOf } from './sessionCreator.js';

/** Actions that create prompts, or change them before the server has accepted them. */
type PromptActions = Pick<
  Sandbox,
  'draftSession' | 'created' | 'send' | 'runCommand' | 'retryPending' | 'cancelPrompt'
>;

interface PromptActionNeeds {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** Connects if there is no connection. */
  readonly wake: () => void;
  /** Called before a prompt or command is stored; a rejection prevents it. */
  readonly beforeSend?: ((id: SessionId) => Promise<void>) | undefined;
}

/** Creates the actions on the prompts of an outbox; sending wakes a sleeping connection. */
export function createPromptActions({ store, outbox, clock, wake, beforeSend }: PromptActionNeeds): PromptActions {
  const add: Outbox['add'] = async (id, prompt) => {
    await beforeSend?.(id);
    const sent = await outbox.add(id, prompt);
    wake();
    return sent;
  };
  return {
    draftSession: () => draftSession(clock.now(), clock.random),
    created: (draft) => creationOf(draft, store, outbox),
    send: add,
    runCommand: (id, command, prompt) => add(id, { ...prompt, command }),
    retryPending(id) {
      outbox.retry(id);
      wake();
    },
    cancelPrompt: (id) => outbox.cancel(id),
  };
}
