import type { AgentServer } from '../ports.js';
import { withParts } from './entities/message.js';
import { compact, defined, list } from './read.js';
import { abortable, dataOf, opt, unlessMissing, type Caller } from './client.js';

type MessageCalls = Pick<AgentServer, 'messages' | 'message'>;

/** What was said in a session. */
export const messageCalls = ({ client, http, at }: Caller): MessageCalls => ({
  async messages(id, { limit, before }, signal) {
    const answer = await http.call('GET', `/session/${encodeURIComponent(id)}/message`, {
      query: { limit: String(limit), ...(before === undefined ? {} : { before }), ...at },
      ...abortable(signal),
    });
    const older = answer.headers.get('x-next-cursor') ?? undefined;
    return defined({ messages: compact(list(await answer.json()), withParts), older });
  },
  async message(id, of, signal) {
    const answer = dataOf(client.session.message({ ...at, sessionID: id, messageID: of }, opt(signal)));
    return withParts(await unlessMissing(answer));
  },
});
