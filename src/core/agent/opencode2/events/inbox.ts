import type { AgentEvent } from '../../../../shared/model/events.js';
import { messageId } from '../../../../shared/model/ids.js';
import { field, text } from '../../opencode1/read.js';
import { deliveryOf, entryOf } from '../entities/inbox.js';
import { userMessage } from '../entities/prompt.js';
import { ofSession, readers, type SessionReader } from './reader.js';

/** Events about inputs that the server has accepted and not yet passed to the model. */
export const inboxReaders = readers<SessionReader>(ofSession, {
  'session.inbox.enqueued': ({ data, memory, created, sessionId }) => {
    const id = text(data, 'inboxID');
    const item = field(data, 'item');
    if (id === undefined) return undefined;
    memory.enqueued.set(id, { sessionId, created, item });
    return { type: 'inbox.put', entry: entryOf(sessionId, id, created, item) };
  },
  'session.inbox.delivered': ({ data, memory, created, sessionId }) => {
    const id = text(data, 'inboxID');
    if (id === undefined) return undefined;
    const item = memory.enqueued.get(id)?.item;
    memory.enqueued.delete(id);
    const removed: AgentEvent = { type: 'inbox.removed', sessionId, messageId: messageId(id) };
    if (item === undefined) memory.missing(sessionId, messageId(id));
    if (text(item, 'type') !== 'user') return removed;
    memory.prompts.set(sessionId, messageId(id));
    return [
      { type: 'session.changed', sessionId, change: { updated: created } },
      { type: 'message.upserted', message: userMessage(sessionId, messageId(id), created, field(item, 'payload')) },
      removed,
    ];
  },
  'session.inbox.cancelled': ({ data, memory, sessionId }) => {
    const id = text(data, 'inboxID');
    if (id === undefined) return undefined;
    memory.enqueued.delete(id);
    return { type: 'inbox.removed', sessionId, messageId: messageId(id) };
  },
  'session.inbox.delivery.changed': ({ data, memory, sessionId }) => {
    const id = text(data, 'inboxID');
    const known = id === undefined ? undefined : memory.enqueued.get(id);
    if (id === undefined || known === undefined) return undefined;
    const entry = entryOf(sessionId, id, known.created, known.item);
    return { type: 'inbox.put', entry: { ...entry, delivery: deliveryOf(data) } };
  },
});
