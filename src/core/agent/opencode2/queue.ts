import type { SessionId } from '../../../shared/model/ids.js';
import { compact, field, list, text } from '../opencode1/read.js';
import type { QueuePort } from '../ports.js';
import { abortable, unlessMissing, type Client } from './client.js';
import { deliveryOf, inboxEntry } from './entities/inbox.js';
import { attachmentsOf } from './entities/prompt.js';
import type { Memory } from './memory.js';

/** The queue of prompts on the server. */
export function createQueue({ call, data }: Client, memory: Memory): QueuePort {
  const read = async (id: SessionId, signal?: AbortSignal): Promise<readonly unknown[]> =>
    list(await data('GET /api/session/{sessionID}/inbox', { path: { sessionID: id } }, abortable(signal)));
  const changeDelivery: QueuePort['changeDelivery'] = async (id, of, delivery, signal) => {
    const path = { sessionID: id, inboxID: of };
    await call('PATCH /api/session/{sessionID}/inbox/{inboxID}', { path, body: { delivery } }, abortable(signal));
  };
  return {
    list: async (id, signal) =>
      compact(await read(id, signal), (item) => {
        const entry = inboxEntry(id, item);
        // Later events contain only the entry's ID.
        if (entry !== undefined) memory.enqueued.set(entry.id, { sessionId: id, created: entry.created, item });
        return entry;
      }),
    async prompt(id, of, signal) {
      const entry = (await read(id, signal)).find((one) => text(one, 'id') === of);
      const payload = field(entry, 'payload');
      return entry === undefined
        ? undefined
        : { text: text(payload, 'text') ?? '', attachments: attachmentsOf(payload) };
    },
    changeDelivery,
    async cancel(id, of, signal) {
      const path = { sessionID: id, inboxID: of };
      await call('DELETE /api/session/{sessionID}/inbox/{inboxID}', { path }, abortable(signal));
      // The response is the same for an entry that was already delivered.
      const seen = data(
        'GET /api/session/{sessionID}/message/{messageID}',
        { path: { sessionID: id, messageID: of } },
        abortable(signal),
      );
      return (await unlessMissing(seen)) === undefined;
    },
    async resume(id, signal) {
      const prompts = (await read(id, signal)).filter((entry) => text(entry, 'type') === 'user');
      const steer = prompts.find((entry) => deliveryOf(entry) === 'steer');
      const first = inboxEntry(id, steer ?? prompts[0]);
      if (first === undefined) return;
      // Changing an entry to `steer` starts the session; the others follow in the same execution.
      if (steer !== undefined) await changeDelivery(id, first.id, 'queue', signal);
      await changeDelivery(id, first.id, 'steer', signal);
    },
  };
}
