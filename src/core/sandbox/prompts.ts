import type { Message } from '../../shared/model/entities.js';
import type { MessageId, SessionId } from '../../shared/model/ids.js';
import type { AgentServer } from '../agent/server.js';
import { createBag, type Disposable } from '../emitter.js';
import { allMessages, pagesBack } from '../sync/pages.js';
import type { Commit, Store } from '../sync/store.js';

/** The prompts of sessions, which tell what their turns changed. */
export interface Prompts extends Disposable {
  /** At least all messages of the session that tell what was changed, oldest first. */
  of(id: SessionId): Promise<readonly Message[]>;
}

/** What was read once of a long session: prompts before the message that was its first then. */
interface Earlier {
  readonly first: MessageId;
  readonly prompts: readonly Message[];
}

const telling = (message: Message): boolean => message.role === 'user' && message.changes !== undefined;

/**
 * Of an opened session only what lies before its known messages is read, and once: what comes later comes by the stream,
 * and reading thousands of messages after each turn would cost more than the turn.
 */
export function createPrompts(store: Store, ready: () => Promise<AgentServer>): Prompts {
  const kept = new Map<SessionId, Promise<Earlier>>();

  const readEarlier = async (id: SessionId, first: MessageId, before: string): Promise<Earlier> => {
    const pages: (readonly Message[])[] = [];
    // Of what is said there, nothing is kept.
    for await (const { messages } of pagesBack(await ready(), id, { before }))
      pages.push(messages.filter(telling).map((message) => ({ ...message, parts: [] })));
    return { first, prompts: pages.reverse().flat() };
  };

  const forget = ({ events }: Commit): void => {
    for (const event of events) {
      if (event.type === 'transcript.closed' || event.type === 'message.removed') kept.delete(event.sessionId);
    }
  };

  const of = async (id: SessionId): Promise<readonly Message[]> => {
    const known = store.state.transcripts.get(id);
    if (known?.loaded !== true) return allMessages(await ready(), id);
    const [first] = known.messages;
    if (known.older === undefined || first === undefined) return known.messages;
    const reading = kept.get(id) ?? readEarlier(id, first.id, known.older);
    kept.set(id, reading);
    try {
      const earlier = await reading;
      const now = store.state.transcripts.get(id)?.messages ?? [];
      // What it was read up to must still be there: else messages are missing in between.
      if (kept.get(id) === reading && now.some((message) => message.id === earlier.first)) {
        const ids = new Set(now.map((message) => message.id));
        return [...earlier.prompts.filter((message) => !ids.has(message.id)), ...now];
      }
    } catch (error) {
      if (kept.get(id) === reading) kept.delete(id);
      throw error;
    }
    if (kept.get(id) === reading) kept.delete(id);
    return of(id);
  };

  const bag = createBag(store.onDidCommit(forget));
  return { of, dispose: () => bag.dispose() };
}
