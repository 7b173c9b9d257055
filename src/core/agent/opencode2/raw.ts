import type { Json, JsonObject } from '../../../shared/model/entities.js';
import { isObject } from '../../../shared/json.js';
import { field, list, number, object, text } from '../opencode1/read.js';
import type { RawPort } from '../ports.js';
import { abortable, type Client } from './client.js';

const asJson = (value: unknown): Json => (value === undefined ? null : (value as Json));
const asObject = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** Limits of listed sessions and messages. */
const MAX_SESSIONS = '1000';
const PAGE = '200';
const MAX_PAGES = 50;

/**
 * Adapts the server's session to the documented shape of OpenCode 1: adds `directory`, `slug`, `version` and `title`,
 * and removes members of `time` that only this version has.
 */
const sessionShape = (value: unknown, version: string): JsonObject => {
  const time = field(value, 'time');
  return {
    ...asObject(value),
    slug: text(value, 'id') ?? '',
    version,
    directory: text(field(value, 'location'), 'directory') ?? '',
    title: text(value, 'title') ?? '',
    time: { ...asObject(time), created: number(time, 'created') ?? 0, updated: number(time, 'updated') ?? 0 },
  };
};

/** A message as `{info, parts}`: `info` is the message without its content, `parts` is the content. */
function messageShape(value: unknown, sessionID: string): JsonObject {
  const type = text(value, 'type') ?? '';
  const { content: _, text: words, files, agents, ...info } = asObject(value);
  const prose = words === undefined ? [] : [{ type: 'text', text: words }];
  const others = [
    ...list(files).map((file) => ({ ...asObject(file), type: 'file' })),
    ...list(agents).map((agent) => ({ ...asObject(agent), type: 'agent' })),
  ];
  const parts = type === 'assistant' ? list(value, 'content').map(asJson) : [...prose, ...others];
  return { info: { ...info, sessionID, role: type === 'user' ? 'user' : 'assistant' }, parts };
}

/** Types of messages that have a role. */
const WITH_ROLE = new Set(['user', 'assistant', 'compaction', 'shell']);

/** The server's objects in the documented shapes. */
export function createRaw({ json, data, at }: Client, version: string, folder: () => Promise<string>): RawPort {
  return {
    createSession: async (signal) =>
      sessionShape(await data('POST /api/session', { body: at() }, abortable(signal)), version),
    session: async (id, signal) =>
      sessionShape(await data('GET /api/session/{sessionID}', { path: { sessionID: id } }, abortable(signal)), version),
    async sessions(signal) {
      const query = { directory: await folder(), limit: MAX_SESSIONS, parentID: 'null' as const };
      return list(await data('GET /api/session', { query }, abortable(signal))).map((one) =>
        sessionShape(one, version),
      );
    },
    async messages(id, signal) {
      const pages: JsonObject[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < MAX_PAGES; page++) {
        const query = { limit: PAGE, ...(cursor === undefined ? { order: 'asc' as const } : { cursor }) };
        const answer = await json(
          'GET /api/session/{sessionID}/message',
          { path: { sessionID: id }, query },
          abortable(signal),
        );
        const values = list(answer, 'data');
        pages.push(
          ...values.filter((one) => WITH_ROLE.has(text(one, 'type') ?? '')).map((one) => messageShape(one, id)),
        );
        cursor = text(object(answer, 'cursor'), 'next');
        if (values.length < Number(PAGE) || cursor === undefined) break;
      }
      return pages;
    },
  };
}
