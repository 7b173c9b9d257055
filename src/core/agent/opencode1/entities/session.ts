import type { Session, SessionStatus, Todo } from '../../../../shared/model/entities.js';
import { isDraftSession, messageId, partId, sessionId } from '../../../../shared/model/ids.js';
import { defined, field, number, text } from '../read.js';
import { model } from './catalog.js';
import { boundedTitle, boundedTodo } from './limits.js';
import { tokens } from './turn.js';

/** Key in a session's metadata that holds the ID of the draft session it was created for. */
export const DRAFT = 'opencodeSandboxDraft';

export const session = (value: unknown): Session | undefined => {
  const id = text(value, 'id');
  if (id === undefined) return undefined;
  const time = field(value, 'time');
  const parent = text(value, 'parentID');
  const revert = field(value, 'revert');
  const reverted = text(revert, 'messageID');
  const part = text(revert, 'partID');
  const draft = text(field(value, 'metadata'), DRAFT);
  return defined({
    id: sessionId(id),
    parentId: parent === undefined ? undefined : sessionId(parent),
    title: boundedTitle(text(value, 'title') ?? id),
    directory: text(value, 'directory') ?? '',
    created: number(time, 'created') ?? 0,
    updated: number(time, 'updated') ?? number(time, 'created') ?? 0,
    // It is 0 for an unarchived session.
    archived: number(time, 'archived') || undefined,
    cost: number(value, 'cost'),
    tokens: tokens(field(value, 'tokens')),
    agent: text(value, 'agent'),
    model: model(field(value, 'model')),
    shareUrl: text(field(value, 'share'), 'url'),
    draft: isDraftSession(draft) ? draft : undefined,
    revert:
      reverted === undefined
        ? undefined
        : defined({
            messageId: messageId(reverted),
            partId: part === undefined ? undefined : partId(part),
            diff: text(revert, 'diff'),
          }),
  });
};

export const status = (value: unknown): SessionStatus => {
  const type = text(value, 'type');
  if (type === 'busy') return { type };
  if (type === 'retry')
    return {
      type,
      attempt: number(value, 'attempt') ?? 1,
      message: text(value, 'message') ?? '',
      next: number(value, 'next') ?? 0,
    };
  return { type: 'idle' };
};

const TODO_STATES = new Set<string>(['pending', 'in_progress', 'completed', 'cancelled'] satisfies Todo['status'][]);

export const todo = (value: unknown): Todo | undefined => {
  const content = text(value, 'content');
  const status = text(value, 'status') ?? '';
  if (content === undefined) return undefined;
  return defined({
    content: boundedTodo(content),
    status: (TODO_STATES.has(status) ? status : 'pending') as Todo['status'],
    priority: text(value, 'priority'),
  });
};
