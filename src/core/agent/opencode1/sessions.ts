import { MAX_TODOS } from '../../../shared/model/limits.js';
import type { Session } from '../../../shared/model/entities.js';
import { Failure } from '../../failure.js';
import type { RevertPort, SessionsPort } from '../ports.js';
import { DRAFT, session, todo } from './entities/session.js';
import { compact, defined, list } from './read.js';
import { abortable, dataOf, opt, type Client } from './client.js';
import { withParts } from './entities/message.js';
import { activityFrom, snapshotFrom } from './entities/snapshot.js';

/** Limit of listed sessions; the server's default is 100. */
const MAX_SESSIONS = 5_000;

/** Decodes the session of a response. */
async function one(answer: Promise<{ data?: unknown }>): Promise<Session> {
  const read = session(await dataOf(answer));
  if (read === undefined) throw new Failure('rejected', 'The sandbox sent an invalid session.');
  return read;
}

/** Loads the snapshot when a connection is made. */
const readSnapshot =
  ({ client, at }: Client): SessionsPort['snapshot'] =>
  async (signal) => {
    const [sessions, statuses, permissions, questions, path] = await Promise.all([
      dataOf(client.session.list({ ...at, limit: MAX_SESSIONS } as never, opt(signal))),
      dataOf(client.session.status(at, opt(signal))),
      dataOf(client.permission.list(at, opt(signal))),
      dataOf(client.question.list(at, opt(signal))),
      dataOf(client.path.get(at, opt(signal))),
    ]);
    return snapshotFrom({ sessions, statuses, permissions, questions, path });
  };

const readActivity =
  ({ client, at }: Client): SessionsPort['activity'] =>
  async (signal) => {
    const [statuses, permissions, questions] = await Promise.all([
      dataOf(client.session.status(at, opt(signal))),
      dataOf(client.permission.list(at, opt(signal))),
      dataOf(client.question.list(at, opt(signal))),
    ]);
    return activityFrom({ statuses, permissions, questions });
  };

const listSessions =
  ({ client, at }: Client) =>
  async (query: { search?: string; limit?: number }, signal?: AbortSignal): Promise<readonly Session[]> => {
    const { search, limit = MAX_SESSIONS } = query;
    const wanted = { ...at, ...(search === undefined ? {} : { search }), limit };
    return compact(list(await dataOf(client.session.list(wanted as never, opt(signal)))), session);
  };

const readMessages =
  ({ http, at }: Client): SessionsPort['messages'] =>
  async (id, { limit, before }, signal) => {
    const answer = await http.call('GET', `/session/${encodeURIComponent(id)}/message`, {
      query: { limit: String(limit), ...(before === undefined ? {} : { before }), ...at },
      ...abortable(signal),
    });
    const older = answer.headers.get('x-next-cursor') ?? undefined;
    return defined({ messages: compact(list(await answer.json()), withParts), older });
  };

const createRevert = ({ client, at }: Client): RevertPort => ({
  to: (id, of, partId, signal) =>
    one(
      client.session.revert(
        { ...at, sessionID: id, messageID: of, ...(partId === undefined ? {} : { partID: partId }) },
        opt(signal),
      ),
    ),
  undo: (id, signal) => one(client.session.unrevert({ ...at, sessionID: id }, opt(signal))),
});

type Basics =
  | 'reportsCost'
  | 'snapshot'
  | 'activity'
  | 'get'
  | 'list'
  | 'messages'
  | 'create'
  | 'rename'
  | 'delete'
  | 'abort'
  | 'fork';

/** The operations on sessions that every server of this protocol supports. */
export const basicSessions = (caller: Client): Pick<SessionsPort, Basics> => {
  const { client, at, where } = caller;
  return {
    reportsCost: true,
    snapshot: readSnapshot(caller),
    activity: readActivity(caller),
    get: (id, signal) => one(client.session.get({ ...at, sessionID: id }, opt(signal))),
    list: listSessions(caller),
    messages: readMessages(caller),
    create: ({ title, directory, draft }, signal) =>
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
    rename: (id, title, signal) => one(client.session.update({ ...at, sessionID: id, title }, opt(signal))),
    async delete(id, signal) {
      await dataOf(client.session.delete({ ...at, sessionID: id }, opt(signal)));
    },
    async abort(id, signal) {
      await dataOf(client.session.abort({ ...at, sessionID: id }, opt(signal)));
    },
    fork: (id, before, signal) =>
      one(
        client.session.fork(
          { ...at, sessionID: id, ...(before === undefined ? {} : { messageID: before }) },
          opt(signal),
        ),
      ),
  };
};

/** Reads, creates, changes and ends sessions. */
export const createSessions = (caller: Client): SessionsPort => {
  const { client, at } = caller;
  return {
    ...basicSessions(caller),
    search: listSessions(caller),
    revert: createRevert(caller),
    archive: (id, archived, signal) =>
      one(
        client.session.update(
          { ...at, sessionID: id, time: { archived: archived ? Date.now() : 0 } } as never,
          opt(signal),
        ),
      ),
    async compact(id, model, signal) {
      await dataOf(
        client.session.summarize(
          { ...at, sessionID: id, providerID: model.providerId, modelID: model.modelId },
          opt(signal),
        ),
      );
    },
    async todos(id, signal) {
      return compact(
        list(await dataOf(client.session.todo({ ...at, sessionID: id }, opt(signal)))).slice(0, MAX_TODOS),
        todo,
      );
    },
  };
};
