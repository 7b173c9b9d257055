import type { Json } from '../../../shared/model/entities.js';
import type { RawPort } from '../ports.js';
import { dataOf, opt, type Client } from './client.js';

const asJson = (value: unknown): Json => (value === undefined ? null : (value as Json));

/** The server's own JSON, unchanged. */
export const createRaw = ({ client, at }: Client): RawPort => ({
  createSession: async (signal) => asJson(await dataOf(client.session.create(at, opt(signal)))),
  messages: async (id, signal) => asJson(await dataOf(client.session.messages({ ...at, sessionID: id }, opt(signal)))),
  session: async (id, signal) => asJson(await dataOf(client.session.get({ ...at, sessionID: id }, opt(signal)))),
  sessions: async (signal) => asJson(await dataOf(client.session.list({ ...at, roots: true } as never, opt(signal)))),
});
