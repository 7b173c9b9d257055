import type { Delivery, InboxEntry } from '../../../../shared/model/entities.js';
import { messageId, type SessionId } from '../../../../shared/model/ids.js';
import { beginning } from '../../../text/copy.js';
import { field, number, text } from '../../opencode1/read.js';
import { attachmentNames } from './prompt.js';

const KINDS: ReadonlyMap<string, InboxEntry['kind']> = new Map([
  ['user', 'prompt'],
  ['synthetic', 'note'],
  ['compaction', 'compaction'],
  ['move', 'move'],
]);

/** Number of displayed characters of a waiting prompt. */
const MAX_SHOWN = 20_000;

export const deliveryOf = (value: unknown): Delivery => (text(value, 'delivery') === 'queue' ? 'queue' : 'steer');

/** Decodes an entry; `value` has its `type`, `payload` and `delivery`. */
export function entryOf(sessionId: SessionId, id: string, created: number, value: unknown): InboxEntry {
  const payload = field(value, 'payload');
  return {
    id: messageId(id),
    sessionId,
    kind: KINDS.get(text(value, 'type') ?? '') ?? 'note',
    delivery: deliveryOf(value),
    text: beginning(text(payload, 'text') ?? '', MAX_SHOWN),
    attachments: attachmentNames(payload),
    created,
  };
}

/** An entry of an inbox list. */
export const inboxEntry = (sessionId: SessionId, value: unknown): InboxEntry | undefined => {
  const id = text(value, 'id');
  return id === undefined ? undefined : entryOf(sessionId, id, number(field(value, 'time'), 'created') ?? 0, value);
};
