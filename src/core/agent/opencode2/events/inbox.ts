import type { Message } from '../../../../shared/model/entities.js';
import type { AgentEvent } from '../../../../shared/model/events.js';
import { messageId } from '../../../../shared/model/ids.js';
import { field, text } from '../../opencode1/read.js';
import { continuedMessage } from '../entities/continued.js';
import { deliveryOf, entryOf } from '../entities/inbox.js';
import type { Place } from '../entities/partId.js';
import { userMessage } from '../entities/prompt.js';
import { ofSession, readers, type SessionReader } from './reader.js';

/** The message that an entry becomes; undefined for one that is not shown. */
function delivered(place: Place, created: number, item: unknown): Message | undefined {
  const payload = field(item, 'payload');
  switch (text(item, 'type')) {
    case 'user':
      return userMessage(place.sessionId, place.messageId, created, payload);
    case 'synthetic':
      return continuedMessage(place, created, payload);
    default:
      return undefined;
  }
}

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
    if (item === undefined) {
      memory.unread.set(sessionId, messageId(id));
      memory.missing(sessionId, messageId(id));
    }
    const message = delivered({ sessionId, messageId: messageId(id) }, created, item);
    if (message === undefined) return removed;
    memory.prompts.set(sessionId, message.id);
    const change: AgentEvent = { type: 'session.changed', sessionId, change: { updated: created } };
    return [...(message.role === 'user' ? [change] : []), { type: 'message.upserted', message }, removed];
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
