import type { Session } from '../../../../shared/model/entities.js';
import type { AgentEvent } from '../../../../shared/model/events.js';
import { messageId, sessionId, type SessionId } from '../../../../shared/model/ids.js';
import { tokens } from '../../opencode1/entities/turn.js';
import { defined, field, number, text } from '../../opencode1/read.js';
import { modelRef } from '../entities/catalog.js';
import { draftOf, revert, titleOf } from '../entities/session.js';
import { turnError } from '../entities/turn.js';
import { ofSession, readers, type SessionReader } from './reader.js';

const changed = (id: SessionId, change: Partial<Omit<Session, 'id'>>): AgentEvent => ({
  type: 'session.changed',
  sessionId: id,
  change,
});

const idle = (id: SessionId): AgentEvent => ({ type: 'session.status', sessionId: id, status: { type: 'idle' } });

const created: SessionReader = ({ data, memory, created: at, sessionId: id }) => {
  const parent = text(data, 'parentID');
  const session: Session = defined({
    id,
    parentId: parent === undefined ? undefined : sessionId(parent),
    title: titleOf(data),
    directory: text(field(data, 'location'), 'directory') ?? '',
    created: at,
    updated: at,
    cost: 0,
    tokens: { input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0 },
    agent: text(data, 'agent'),
    model: modelRef(field(data, 'model')),
    draft: draftOf(data),
  });
  memory.rememberSession(session);
  return { type: 'session.upserted', session };
};

/** Decodes the end of an execution. The server reports a stop as a failure with that name, which is shown as a stop. */
const over =
  (outcome: NonNullable<Session['outcome']>): SessionReader =>
  ({ data, memory, created: at, sessionId: id }) => {
    memory.working.delete(id);
    const reason = text(data, 'reason');
    const error =
      reason === 'user' ? { name: 'MessageAbortedError', message: 'Stopped.' } : turnError(field(data, 'error'));
    // After a rejection, the server reports `shutdown` and does not track the end of the turn.
    const ended = reason === 'shutdown' ? [] : [changed(id, { idle: at, outcome })];
    return [
      ...(error === undefined ? [] : [{ type: 'session.failed' as const, sessionId: id, error }]),
      ...ended,
      idle(id),
    ];
  };

/** Events about sessions. */
export const sessionReaders = readers<SessionReader>(ofSession, {
  'session.created': created,
  'session.deleted': ({ sessionId: id }) => ({ type: 'session.removed', sessionId: id }),
  'session.renamed': ({ data, sessionId: id }) => changed(id, { title: titleOf(data) }),
  'session.metadata.updated': ({ data, sessionId: id }) => changed(id, defined({ draft: draftOf(data) })),
  'session.agent.selected': ({ data, memory, sessionId: id }) => {
    const agent = text(data, 'agent');
    if (agent === undefined) return undefined;
    memory.select(id, { agent });
    return changed(id, { agent });
  },
  'session.model.selected': ({ data, memory, sessionId: id }) => {
    const model = modelRef(field(data, 'model'));
    if (model === undefined) return undefined;
    memory.select(id, { model });
    return changed(id, { model });
  },
  'session.usage.updated': ({ data, sessionId: id }) =>
    changed(id, defined({ cost: number(data, 'cost'), tokens: tokens(field(data, 'tokens')) })),
  'session.viewed': ({ data, sessionId: id }) => {
    const viewed = number(data, 'idle');
    return viewed === undefined ? undefined : changed(id, { viewed });
  },
  'session.moved': ({ data, memory, sessionId: id }) => {
    const directory = text(field(data, 'location'), 'directory');
    if (directory === undefined) return undefined;
    memory.folders.set(id, directory);
    return directory === memory.directory ? changed(id, { directory }) : { type: 'session.removed', sessionId: id };
  },
  'session.execution.started': ({ memory, sessionId: id }) => {
    memory.working.set(id, true);
    return { type: 'session.status', sessionId: id, status: { type: 'busy' } };
  },
  'session.execution.succeeded': over('succeeded'),
  'session.execution.failed': over('failed'),
  'session.execution.interrupted': over('interrupted'),
  'session.retry.scheduled': ({ data, sessionId: id }) => ({
    type: 'session.status',
    sessionId: id,
    status: {
      type: 'retry',
      attempt: number(data, 'attempt') ?? 1,
      message: turnError(field(data, 'error'))?.message ?? '',
      next: number(data, 'at') ?? 0,
    },
  }),
  'session.revert.staged': ({ data, sessionId: id }) => {
    const staged = revert(field(data, 'revert'));
    return staged === undefined ? undefined : changed(id, { revert: staged });
  },
  'session.revert.cleared': ({ sessionId: id }) => ({
    type: 'session.changed',
    sessionId: id,
    change: {},
    absent: ['revert'],
  }),
  'session.revert.committed': ({ data, sessionId: id }) => {
    const to = text(data, 'to');
    const cleared: AgentEvent = { type: 'session.changed', sessionId: id, change: {}, absent: ['revert'] };
    return to === undefined ? cleared : [cleared, { type: 'messages.removed', sessionId: id, from: messageId(to) }];
  },
});
