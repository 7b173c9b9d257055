import type { Message } from '../../shared/model/entities.js';
import type { AgentEvent } from '../../shared/model/events.js';
import type { MessageId, SessionId } from '../../shared/model/ids.js';
import type { SandboxState, Transcript } from '../../shared/model/state.js';
import { byTime } from '../../shared/model/transcript.js';
import type { AgentServer } from '../agent/ports.js';
import { createBag, type Disposable } from '../emitter.js';
import { pagesBack } from '../sync/pages.js';
import type { Store } from '../sync/store.js';

/** The prompts of sessions, which contain the changes of their turns. */
export interface PromptHistory extends Disposable {
  /** All prompts of a session and its other known messages, oldest first; prompts loaded only here have no parts. */
  of(id: SessionId): Promise<readonly Message[]>;
}

/** Loaded prompts: those before the first known message at the time, or all if there was none. */
interface Read {
  readonly first: MessageId | undefined;
  prompts: readonly Message[];
}

/** A load and its result. */
interface Reading {
  readonly flight: Promise<Read>;
  read?: Read;
}

/** Removes the parts: the text of a prompt is not stored. */
const bare = (message: Message): Message => ({ ...message, parts: [] });

const put = (prompts: readonly Message[], prompt: Message): readonly Message[] =>
  [...prompts.filter(({ id }) => id !== prompt.id), prompt].toSorted(byTime);

/**
 * Loads each prompt once; for an opened session, only those before its known messages. Later ones arrive on the stream,
 * and loading thousands of messages after each turn would take longer than the turn.
 */
export function createPrompts(store: Store, ready: () => Promise<AgentServer>): PromptHistory {
  const readings = new Map<SessionId, Reading>();

  const read = async (id: SessionId, first?: MessageId, before?: string): Promise<Read> => {
    const pages: (readonly Message[])[] = [];
    for await (const { messages } of pagesBack(await ready(), id, before === undefined ? {} : { before }))
      pages.push(messages.filter(({ role }) => role === 'user').map(bare));
    return { first, prompts: pages.reverse().flat() };
  };

  const begin = (id: SessionId, known: Transcript | undefined): Reading => {
    const first = known?.loaded === true ? known.messages[0]?.id : undefined;
    const reading: Reading = { flight: read(id, first, first === undefined ? undefined : known?.older) };
    readings.set(id, reading);
    return reading;
  };

  const of = async (id: SessionId): Promise<readonly Message[]> => {
    const known = store.state.transcripts.get(id);
    if (known?.loaded === true && known.older === undefined) return known.messages;
    const reading = readings.get(id) ?? begin(id, known);
    try {
      reading.read ??= await reading.flight;
    } catch (error) {
      if (readings.get(id) === reading) readings.delete(id);
      throw error;
    }
    const { first, prompts } = reading.read;
    const now = store.state.transcripts.get(id)?.messages ?? [];
    // The first known message must still exist; otherwise messages in between are missing.
    if (readings.get(id) === reading && (first === undefined || now.some((message) => message.id === first))) {
      const ids = new Set(now.map((message) => message.id));
      return [...prompts.filter((message) => !ids.has(message.id)), ...now];
    }
    if (readings.get(id) === reading) readings.delete(id);
    return of(id);
  };

  const handle = (event: AgentEvent, state: SandboxState): void => {
    switch (event.type) {
      case 'transcript.opened':
      case 'transcript.closed':
      case 'message.removed':
      case 'messages.removed':
      case 'session.removed':
        readings.delete(event.sessionId);
        return;
      case 'message.upserted': {
        const { message } = event;
        const reading = message.role === 'user' ? readings.get(message.sessionId) : undefined;
        if (reading?.read !== undefined) reading.read.prompts = put(reading.read.prompts, bare(message));
        else if (reading !== undefined) readings.delete(message.sessionId);
        return;
      }
      // Events may have been missed; the messages of opened sessions were loaded without a gap.
      case 'snapshot.loaded':
        for (const id of readings.keys()) if (!state.transcripts.has(id)) readings.delete(id);
        return;
      default:
    }
  };
  const bag = createBag(store.onDidCommit(({ events, state }) => events.forEach((event) => handle(event, state))));
  return { of, dispose: () => bag.dispose() };
}
