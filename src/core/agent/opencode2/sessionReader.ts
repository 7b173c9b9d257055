import type { Request, Session, SessionStatus } from '../../../shared/model/entities.js';
import { sessionId, type SessionId } from '../../../shared/model/ids.js';
import { Failure } from '../../failure.js';
import { compact, defined, list, object, text } from '../opencode1/read.js';
import type { MessagePage, SessionsPort } from '../ports.js';
import { abortable, type Client } from './client.js';
import { messages } from './entities/message.js';
import { form, permission } from './entities/request.js';
import { session } from './entities/session.js';
import type { Memory } from './memory.js';

/** Limit of listed sessions; the server's default is 50. */
const MAX_SESSIONS = 5_000;
/** Page size limit of the server, in messages. */
const MAX_PAGE = 200;
/** Limit of consecutive pages without a visible message; pages with only markers are short. */
const MAX_EMPTY_PAGES = 10;

/** Reads sessions; other calls pass it the sessions that they receive. */
export interface SessionReader extends Pick<SessionsPort, 'activity' | 'get' | 'list' | 'messages'> {
  /** Decodes and remembers a session of a response. */
  remember(value: unknown): Session;
  search: NonNullable<SessionsPort['search']>;
}

/** Creates a reader that stores in `memory` what events leave out. */
export function createSessionReader(
  { json, data, at }: Client,
  memory: Memory,
  folder: (signal?: AbortSignal) => Promise<string>,
): SessionReader {
  const remember = (value: unknown): Session => {
    const read = session(value);
    if (read === undefined) throw new Failure('rejected', 'The sandbox sent an invalid session.');
    memory.rememberSession(read);
    return read;
  };
  const get = async (id: SessionId, signal?: AbortSignal): Promise<Session> =>
    remember(await data('GET /api/session/{sessionID}', { path: { sessionID: id } }, abortable(signal)));

  const listSessions = async (
    { search, limit = MAX_SESSIONS }: { search?: string; limit?: number },
    signal?: AbortSignal,
  ): Promise<readonly Session[]> => {
    const query = defined({ directory: await folder(signal), limit: String(limit), order: 'desc' as const, search });
    const read = compact(list(await data('GET /api/session', { query }, abortable(signal))), session);
    for (const one of read) memory.rememberSession(one);
    return read;
  };

  /** Requests the busy sessions last: only a busy session has requests, and one may be opened in the meantime. */
  const activity: SessionsPort['activity'] = async (signal) => {
    const query = at();
    const [permissions, forms] = await Promise.all([
      data('GET /api/permission/request', { query }, abortable(signal)),
      data('GET /api/form', { query }, abortable(signal)),
    ]);
    const active = object(await json('GET /api/session/active', {}, abortable(signal)), 'data');
    const requests: readonly Request[] = [
      ...compact(list(permissions), (one) => permission(one, memory.callOf)),
      ...compact(list(forms), form),
    ];
    const status = Object.keys(active)
      .map(sessionId)
      .filter((id) => !memory.isForeign(id))
      .map((id): readonly [SessionId, SessionStatus] => [id, { type: 'busy' }]);
    return { status, requests };
  };

  const readPage = async (
    id: SessionId,
    limit: number,
    cursor?: string,
    signal?: AbortSignal,
  ): Promise<MessagePage> => {
    // A cursor includes the order.
    const page = cursor === undefined ? { order: 'desc' as const } : { cursor };
    const answer = await json(
      'GET /api/session/{sessionID}/message',
      { path: { sessionID: id }, query: { limit: String(limit), ...page } },
      abortable(signal),
    );
    const values = list(answer, 'data');
    // The last page has a cursor too.
    const older = values.length < limit ? undefined : text(object(answer, 'cursor'), 'next');
    return defined({ messages: messages(id, values.toReversed()), older });
  };

  return {
    remember,
    activity,
    get,
    list: listSessions,
    search: listSessions,
    async messages(id, { limit, before }, signal) {
      let cursor = before;
      for (let pages = 1; ; pages++) {
        const page = await readPage(id, Math.min(limit, MAX_PAGE), cursor, signal);
        if (before === undefined && pages === 1) memory.rememberMessages(page.messages);
        if (page.messages.length > 0 || page.older === undefined || pages === MAX_EMPTY_PAGES) return page;
        cursor = page.older;
      }
    },
  };
}
