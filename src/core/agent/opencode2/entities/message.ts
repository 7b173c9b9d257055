import type { AssistantMessage, Message, Part } from '../../../../shared/model/entities.js';
import { messageId, type MessageId, type SessionId } from '../../../../shared/model/ids.js';
import { tokens } from '../../opencode1/entities/turn.js';
import { compact, defined, field, list, number, text } from '../../opencode1/read.js';
import { modelRef } from './catalog.js';
import { partOf, type Place } from './partId.js';
import { contentParts, fileNames, patchPart, textPart } from './parts.js';
import { userMessage } from './prompt.js';
import { shellMessage } from './shell.js';
import { beginsTurn, continuedMessage } from './continued.js';
import { turnError } from './turn.js';

/** Types of messages that are not shown: markers in the session's history, and texts from the server to the model. */
const HIDDEN = new Set(['system', 'idle', 'agent-switched', 'model-switched', 'location-switched']);

/** Whether the user ended a call, which also ends the step and is not a failure of it. */
const endedByUser = (parts: readonly Part[]): boolean =>
  parts.some((part) => part.type === 'tool' && (part.outcome === 'rejected' || part.outcome === 'dismissed'));

/** A summary of the conversation; it is being written while its text is undefined. */
export function summaryMessage(place: Place, created: number, value: unknown, ended: boolean): AssistantMessage {
  return defined({
    id: place.messageId,
    sessionId: place.sessionId,
    role: 'assistant' as const,
    summary: true,
    created,
    completed: ended ? created : undefined,
    model: modelRef(field(value, 'model')),
    cost: number(value, 'cost'),
    tokens: tokens(field(value, 'tokens')),
    error: turnError(field(value, 'error')),
    parts: [textPart(place, 0, text(value, 'summary') ?? text(value, 'text') ?? '', ended)],
  });
}

function assistantMessage(place: Place, created: number, value: unknown): AssistantMessage {
  const completed = number(field(value, 'time'), 'completed');
  const snapshot = field(value, 'snapshot');
  const patch = patchPart(place, text(snapshot, 'end'), fileNames(snapshot));
  const content = contentParts(place, list(value, 'content'), completed === undefined);
  return defined({
    id: place.messageId,
    sessionId: place.sessionId,
    role: 'assistant' as const,
    created,
    completed,
    agent: text(value, 'agent'),
    model: modelRef(field(value, 'model')),
    finish: text(value, 'finish'),
    cost: number(value, 'cost'),
    tokens: tokens(field(value, 'tokens')),
    error: endedByUser(content) ? undefined : turnError(field(value, 'error')),
    parts: patch === undefined ? content : [...content, patch],
  });
}

/** A message of a list; undefined for one that is not shown. */
export function message(sessionId: SessionId, value: unknown): Message | undefined {
  const id = text(value, 'id');
  const type = text(value, 'type') ?? '';
  if (id === undefined) return undefined;
  const place: Place = { sessionId, messageId: messageId(id) };
  const created = number(field(value, 'time'), 'created') ?? 0;
  if (type === 'synthetic') return continuedMessage(place, created, value);
  if (HIDDEN.has(type)) return undefined;
  switch (type) {
    case 'user':
      return userMessage(sessionId, place.messageId, created, value);
    case 'assistant':
      return assistantMessage(place, created, value);
    case 'compaction':
      return summaryMessage(place, created, value, text(value, 'status') !== 'running');
    case 'shell':
      return shellMessage(place, created, value);
    case 'skill':
      return userMessage(sessionId, place.messageId, created, { skills: [value] });
    default:
      return {
        id: place.messageId,
        sessionId,
        role: 'assistant',
        created,
        completed: created,
        parts: [{ ...partOf(place, 'other', 0), type: 'unknown', kind: type.slice(0, 60) }],
      };
  }
}

/** Messages in the order of the server, each answer with the ID of its prompt. */
export function messages(sessionId: SessionId, values: readonly unknown[]): readonly Message[] {
  let prompt: MessageId | undefined;
  return compact(values, (value) => {
    const one = message(sessionId, value);
    if (one !== undefined && beginsTurn(one)) prompt = one.id;
    return one?.role === 'assistant' && text(value, 'type') === 'assistant' && prompt !== undefined
      ? { ...one, parentId: prompt }
      : one;
  });
}
