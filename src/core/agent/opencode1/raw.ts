import type { Json } from '../../../shared/model/entities.js';
import type { AgentServer } from '../ports.js';
import { abortable, dataOf, opt, type Caller } from './client.js';

const asJson = (value: unknown): Json => (value === undefined ? null : (value as Json));

type RawCalls = Pick<AgentServer, 'wire' | 'request'>;

/** The server's own JSON, as it comes. */
export const rawCalls = ({ client, http, at }: Caller): RawCalls => ({
  wire: {
    createSession: async (signal) => asJson(await dataOf(client.session.create(at, opt(signal)))),
    messages: async (id, signal) =>
      asJson(await dataOf(client.session.messages({ ...at, sessionID: id }, opt(signal)))),
    session: async (id, signal) => asJson(await dataOf(client.session.get({ ...at, sessionID: id }, opt(signal)))),
    sessions: async (signal) => asJson(await dataOf(client.session.list({ ...at, roots: true } as never, opt(signal)))),
  },
  async request(method, path, { query, body, signal } = {}) {
    const content =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const answer = await http.call(method, path, { query: { ...at, ...query }, ...content, ...abortable(signal) });
    return answer.status === 204 ? null : asJson(await answer.json().catch(() => null));
  },
});
