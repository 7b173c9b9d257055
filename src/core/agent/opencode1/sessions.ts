import { MAX_TODOS } from '../../../shared/model/limits.js';
import type { Session } from '../../../shared/model/entities.js';
import { Failure } from '../../failure.js';
import type { AgentServer } from '../ports.js';
import { DRAFT, session, todo } from './entities/session.js';
import { compact, list } from './read.js';
import { dataOf, long, opt, type Caller } from './client.js';

/** Sessions read at the most; the server's own default is 100. */
export const SESSIONS = 5_000;

/** The session that an answer holds. */
async function one(answer: Promise<{ data?: unknown }>): Promise<Session> {
  const read = session(await dataOf(answer));
  if (read === undefined) throw new Failure('rejected', 'The sandbox sent a session that cannot be read.');
  return read;
}

type SessionCalls = Pick<
  AgentServer,
  | 'session'
  | 'sessions'
  | 'todos'
  | 'createSession'
  | 'renameSession'
  | 'archiveSession'
  | 'deleteSession'
  | 'forkSession'
  | 'abortSession'
  | 'compactSession'
  | 'revertSession'
  | 'unrevertSession'
>;

/** Sessions: read, made, changed and ended. */
export const sessionCalls = ({ client, at, where }: Caller): SessionCalls => ({
  session: (id, signal) => one(client.session.get({ ...at, sessionID: id }, opt(signal))),
  async sessions({ search, limit }, signal) {
    const query = { ...at, ...(search === undefined ? {} : { search }), limit: limit ?? SESSIONS };
    return compact(list(await dataOf(client.session.list(query as never, opt(signal)))), session);
  },
  async todos(id, signal) {
    return compact(
      list(await dataOf(client.session.todo({ ...at, sessionID: id }, opt(signal)))).slice(0, MAX_TODOS),
      todo,
    );
  },
  createSession: ({ title, directory, draft }, signal) =>
    one(
      client.session.create(
        {
          ...where(directory),
          ...(title === undefined ? {} : { title }),
          ...(draft === undefined ? {} : { metadata: { [DRAFT]: draft } }),
        },
        opt(signal),
      ),
    ),
  renameSession: (id, title, signal) => one(client.session.update({ ...at, sessionID: id, title }, opt(signal))),
  archiveSession: (id, archived, signal) =>
    one(
      client.session.update(
        { ...at, sessionID: id, time: { archived: archived ? Date.now() : 0 } } as never,
        opt(signal),
      ),
    ),
  async deleteSession(id, signal) {
    await dataOf(client.session.delete({ ...at, sessionID: id }, opt(signal)));
  },
  forkSession: (id, before, signal) =>
    one(
      client.session.fork(
        { ...at, sessionID: id, ...(before === undefined ? {} : { messageID: before }) },
        opt(signal),
      ),
    ),
  async abortSession(id, signal) {
    await dataOf(client.session.abort({ ...at, sessionID: id }, opt(signal)));
  },
  async compactSession(id, model, signal) {
    await dataOf(
      client.session.summarize(
        { ...at, sessionID: id, providerID: model.providerId, modelID: model.modelId },
        long(signal),
      ),
    );
  },
  revertSession: (id, of, partId, signal) =>
    one(
      client.session.revert(
        { ...at, sessionID: id, messageID: of, ...(partId === undefined ? {} : { partID: partId }) },
        long(signal),
      ),
    ),
  unrevertSession: (id, signal) => one(client.session.unrevert({ ...at, sessionID: id }, long(signal))),
});
