import type { Message } from '../../../../shared/model/entities.js';
import { messageId, sessionId } from '../../../../shared/model/ids.js';
import { compact, defined, field, flag, list, number, text } from '../read.js';
import { model } from './catalog.js';
import { boundedChanges } from './change.js';
import { part } from './part.js';
import { tokens, turnError } from './turn.js';

/** A message without its parts. */
export const message = (value: unknown): Message | undefined => {
  const id = text(value, 'id');
  const session = text(value, 'sessionID');
  if (id === undefined || session === undefined) return undefined;
  const time = field(value, 'time');
  const parent = text(value, 'parentID');
  const base = {
    id: messageId(id),
    sessionId: sessionId(session),
    created: number(time, 'created') ?? 0,
    agent: text(value, 'agent') ?? text(value, 'mode'),
    parts: [],
  };
  if (text(value, 'role') === 'user') {
    const changes = boundedChanges(list(field(value, 'summary'), 'diffs'));
    return defined({
      ...base,
      role: 'user' as const,
      model: model(field(value, 'model')),
      changes: changes.length === 0 ? undefined : changes,
    });
  }
  return defined({
    ...base,
    role: 'assistant' as const,
    model: model(value),
    parentId: parent === undefined ? undefined : messageId(parent),
    completed: number(time, 'completed'),
    error: turnError(field(value, 'error')),
    cost: number(value, 'cost'),
    tokens: tokens(field(value, 'tokens')),
    finish: text(value, 'finish'),
    summary: flag(value, 'summary'),
  });
};

/** A message with its parts, as an entry of a message list. */
export const withParts = (value: unknown): Message | undefined => {
  const head = message(field(value, 'info'));
  return head === undefined ? undefined : { ...head, parts: compact(list(value, 'parts'), part) };
};
