import type { AssistantMessage, Message } from '../../../../shared/model/entities.js';
import { beginning } from '../../../text/copy.js';
import { field, text } from '../../opencode1/read.js';
import { partOf, type Place } from './partId.js';

/** Work that goes on in the background, as the server names it: commands and sub-agents. */
const WORK = new Set<string | undefined>(['shell', 'subagent']);

/** Characters of a command that are shown. */
const SHOWN = 300;

/**
 * The server's own words to the model that work in the background ended: the session continues with them. Other words of the
 * server, of which there is nothing to see, give undefined. `value` has their `description` and `metadata`.
 */
export function continuedMessage(place: Place, created: number, value: unknown): AssistantMessage | undefined {
  if (!WORK.has(text(field(value, 'metadata'), 'source'))) return undefined;
  const name = beginning(text(value, 'description') ?? '', SHOWN);
  return {
    id: place.messageId,
    sessionId: place.sessionId,
    role: 'assistant',
    created,
    completed: created,
    parts: [{ ...partOf(place, 'other', 0), type: 'continued', name }],
  };
}

/** Whether answers after it belong to it: a prompt, or what made the server continue. */
export const beginsTurn = (message: Message): boolean =>
  message.role === 'user' || message.parts.some(({ type }) => type === 'continued');
