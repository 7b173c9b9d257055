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

/** Sessions read at the most; the server's own default is 50. */
const SESSIONS = 5_000;
/** Messages that the server gives at once. */
const MAX_PAGE = 200;
/** Pages read until one has a message that is shown; a page of marks only is short. */
const MAX_EMPTY_PAGES = 10;

/** Reading of sessions, and what every other call has to do with what it reads. */
export interface SessionReader extends Pick<SessionsPort, 'activity' | 'get' | 'list' | 'messages'> {
  /** A session that an answer holds. */
  learned(value: unknown): Session;
  search: NonNullable<SessionsPort['search']>;
}

/** Reads sessions, and lets `memory` have what events leave out. */
export function createSessionReader(
  { json, data, at }: Client,
  memory: Memory,
  folder: (signal?: AbortSignal) => Promise<string>,
): SessionReader {
  const learned = (value: unknown): Session => {
    const read = session(value);
    if (read === undefined) throw new Failure('rejected', 'The sandbox sent a session that cannot be read.');
    memory.learnSession(read);
    return read;
  };
  const get = async (id: SessionId, signal?: AbortSignal): Promise<Session> =>
    learned(await data('GET /api/session/{sessionID}', { path: { sessionID: id } }, abortable(signal)));

  const listSessions = async (
    { search, limit = SESSIONS }: { search?: string; limit?: number },
    signal?: AbortSignal,
  ): Promise<readonly Session[]> => {
    const query = defined({ directory: await folder(signal), limit: String(limit), order: 'desc' as const, search });
    const read = compact(list(await data('GET /api/session', { query }, abortable(signal))), session);
    for (const one of read) memory.learnSession(one);
    return read;
  };

  /** Who works is asked last: only who works can be asking, and a request may come in between. */
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
    // The order is part of a cursor.
    const page = cursor === undefined ? { order: 'desc' as const } : { cursor };
    const answer = await json(
      'GET /api/session/{sessionID}/message',
      { path: { sessionID: id }, query: { limit: String(limit), ...page } },
      abortable(signal),
    );
    const values = list(answer, 'data');
    // A cursor comes with the last page too.
    const older = values.length < limit ? undefined : text(object(answer, 'cursor'), 'next');
    return defined({ messages: messages(id, values.toReversed()), older });
  };

  return {
    learned,
    activity,
    get,
    list: listSessions,
    search: listSessions,
    async messages(id, { limit, before }, signal) {
      let cursor = before;
      for (let pages = 1; ; pages++) {
        const page = await readPage(id, Math.min(limit, MAX_PAGE), cursor, signal);
        if (before === undefined && pages === 1) memory.learnMessages(page.messages);
        if (page.messages.length > 0 || page.older === undefined || pages === MAX_EMPTY_PAGES) return page;
        cursor = page.older;
      }
    },
  };
}
