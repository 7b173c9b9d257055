import { createOpencodeClient, type OpencodeClient } from '@opencode-ai/sdk/v2/client';
import type { Json, ModelRef } from '../../../shared/model/entities.js';
import { sessionId, type SessionId } from '../../../shared/model/ids.js';
import { Failure, toFailure } from '../../failure.js';
import type { Http } from '../http.js';
import { PATIENT } from '../http.js';
import type { AgentServer, Capabilities, EventStream, ServerIdentity, StreamListener } from '../server.js';
import { agent, change, command, models, permission, question, session, status, todo, withParts } from './entities.js';
import { wireParts } from './prompt.js';
import { configurationSchema } from './schema.js';
import { compact, defined, field, flag, isObject, list, number, object, text } from './read.js';
import { webPage } from '../webPage.js';

/** What a server of this protocol is made of. */
export interface ServerParts {
  readonly identity: ServerIdentity;
  readonly http: Http;
  /** Opens the stream at a path below the base. */
  readonly openEvents: (listener: StreamListener) => EventStream;
  readonly directory?: string;
}

/** What OpenCode 1 can do. */
export const openCodeCapabilities: Capabilities = {
  archive: true,
  revert: true,
  compact: true,
  share: true,
  shell: true,
  commands: true,
  files: 'read',
  findFiles: true,
  findText: true,
  vcs: true,
  applyPatch: true,
  terminal: true,
  configuration: true,
  remoteControl: true,
  todos: true,
  paging: true,
  search: true,
  modelPerPrompt: true,
  agents: true,
  cost: true,
  rejectWithReason: true,
  sessionRules: true,
  webUi: true,
};

/** Sessions read at the most; the server's own default is 100. */
const SESSIONS = 5_000;

const missing = (what: string): Failure => new Failure('rejected', `The sandbox sent ${what} that cannot be read.`);
const asJson = (value: unknown): Json => (value === undefined ? null : (value as Json));
const patient = { headers: { [PATIENT]: '1' } };

/** Data of an SDK answer; whatever it throws becomes the Failure it was. */
async function dataOf<T>(answer: Promise<{ data?: T; error?: unknown }>): Promise<T | undefined> {
  try {
    return (await answer).data;
  } catch (error) {
    throw unwrapped(error);
  }
}

/** The SDK wraps what its fetch threw. */
function unwrapped(error: unknown): Failure {
  for (let at: unknown = error, depth = 0; depth < 5 && at instanceof Error; at = at.cause, depth++)
    if (at instanceof Failure) return at;
  return toFailure(error);
}

/** The configured `provider/model`, else the first provider's default. */
export function defaultModel(configured: string | undefined, defaults: unknown): ModelRef | undefined {
  const slash = configured?.indexOf('/') ?? -1;
  if (configured !== undefined && slash > 0)
    return { providerId: configured.slice(0, slash), modelId: configured.slice(slash + 1) };
  const [first] = Object.entries(isObject(defaults) ? defaults : {});
  return first === undefined || typeof first[1] !== 'string' ? undefined : { providerId: first[0], modelId: first[1] };
}

/** OpenCode's API as an AgentServer. */
export function createOpenCodeServer(parts: ServerParts): AgentServer {
  const { http, identity } = parts;
  const client: OpencodeClient = createOpencodeClient({
    baseUrl: http.baseUrl,
    fetch: http.sdkFetch,
    throwOnError: true,
  });
  const at = parts.directory === undefined ? {} : { directory: parts.directory };
  const where = (directory?: string): { directory?: string } => (directory === undefined ? at : { directory });
  const opt = (signal?: AbortSignal) => ({ throwOnError: true as const, ...(signal === undefined ? {} : { signal }) });
  const long = (signal?: AbortSignal) => ({ ...opt(signal), ...patient });

  const readSession = (value: unknown) => {
    const read = session(value);
    if (read === undefined) throw missing('a session');
    return read;
  };
  const one = async (answer: Promise<{ data?: unknown }>) => readSession(await dataOf(answer));
  const json = async (response: Promise<Response>): Promise<unknown> => {
    const answer = await response;
    return answer.status === 204 ? null : answer.json().catch(() => null);
  };

  return {
    identity,
    capabilities: { ...openCodeCapabilities, webUi: webPage(identity) !== undefined },
    stream: parts.openEvents,
    async health(signal) {
      return { version: text(await dataOf(client.global.health(opt(signal))), 'version') ?? '' };
    },
    async snapshot(signal) {
      const [sessions, statuses, permissions, questions, path] = await Promise.all([
        dataOf(client.session.list({ ...at, limit: SESSIONS } as never, opt(signal))),
        dataOf(client.session.status(at, opt(signal))),
        dataOf(client.permission.list(at, opt(signal))),
        dataOf(client.question.list(at, opt(signal))),
        dataOf(client.path.get(at, opt(signal))),
      ]);
      return {
        sessions: compact(list(sessions), session),
        status: Object.entries(isObject(statuses) ? statuses : {}).map(
          ([id, value]) => [sessionId(id), status(value)] as const,
        ),
        requests: [...compact(list(permissions), permission), ...compact(list(questions), question)],
        directory: text(path, 'directory') ?? '',
      };
    },
    async catalog(signal) {
      const [providers, agents, commands, config] = await Promise.all([
        dataOf(client.config.providers(at, opt(signal))),
        dataOf(client.app.agents(at, opt(signal))),
        dataOf(client.command.list(at, opt(signal))),
        dataOf(client.config.get(at, opt(signal))),
      ]);
      const known = models(providers);
      return defined({
        models: known,
        defaultModel: defaultModel(text(config, 'model'), field(providers, 'default')),
        agents: compact(list(agents), agent),
        commands: compact(list(commands), command),
      });
    },
    session: (id, signal) => one(client.session.get({ ...at, sessionID: id }, opt(signal))),
    async sessions({ search, limit }, signal) {
      const query = { ...at, ...(search === undefined ? {} : { search }), limit: limit ?? SESSIONS };
      return compact(list(await dataOf(client.session.list(query as never, opt(signal)))), session);
    },
    async messages(id, { limit, before }, signal) {
      const answer = await http.call('GET', `/session/${encodeURIComponent(id)}/message`, {
        query: { limit: String(limit), ...(before === undefined ? {} : { before }), ...at },
        ...(signal === undefined ? {} : { signal }),
      });
      const older = answer.headers.get('x-next-cursor') ?? undefined;
      return defined({ messages: compact(list(await answer.json()), withParts), older });
    },
    async message(id, of, signal) {
      try {
        return withParts(await dataOf(client.session.message({ ...at, sessionID: id, messageID: of }, opt(signal))));
      } catch (error) {
        if (error instanceof Failure && error.status === 404) return undefined;
        throw error;
      }
    },
    async todos(id, signal) {
      return compact(list(await dataOf(client.session.todo({ ...at, sessionID: id }, opt(signal)))), todo);
    },
    createSession: ({ title, directory }, signal) =>
      one(client.session.create({ ...where(directory), ...(title === undefined ? {} : { title }) }, opt(signal))),
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
    async prompt(prompt, signal) {
      const { model } = prompt;
      await dataOf(
        client.session.promptAsync(
          {
            ...at,
            sessionID: prompt.sessionId,
            messageID: prompt.messageId,
            parts: wireParts(prompt),
            ...(model === undefined ? {} : { model: { providerID: model.providerId, modelID: model.modelId } }),
            ...(model?.variant === undefined ? {} : { variant: model.variant }),
            ...(prompt.agent === undefined ? {} : { agent: prompt.agent }),
          },
          long(signal),
        ),
      );
    },
    async command(id, name, args, signal) {
      await dataOf(client.session.command({ ...at, sessionID: id, command: name, arguments: args }, long(signal)));
    },
    async shell(id, line, by, signal) {
      await dataOf(client.session.shell({ ...at, sessionID: id, command: line, agent: by }, long(signal)));
    },
    async allowInSession(id, permission, patterns, signal) {
      const rules = patterns.map((pattern) => ({ permission, pattern, action: 'allow' as const }));
      await dataOf(client.session.update({ ...at, sessionID: id, permission: rules }, opt(signal)));
    },
    async replyPermission(id, reply, words, signal) {
      await dataOf(
        client.permission.reply(
          { ...at, requestID: id, reply, ...(words === undefined ? {} : { message: words }) },
          opt(signal),
        ),
      );
    },
    async replyQuestion(id, answers, signal) {
      await dataOf(
        client.question.reply({ ...at, requestID: id, answers: answers.map((answer) => [...answer]) }, opt(signal)),
      );
    },
    async rejectQuestion(id, signal) {
      await dataOf(client.question.reject({ ...at, requestID: id }, opt(signal)));
    },
    async turnChanges(id, of, signal) {
      return compact(
        list(await dataOf(client.session.diff({ ...at, sessionID: id, messageID: of }, opt(signal)))),
        change,
      );
    },
    async vcsChanges(directory, signal) {
      return compact(list(await dataOf(client.vcs.diff({ ...where(directory), mode: 'git' }, opt(signal)))), change);
    },
    async vcsBranch(directory, signal) {
      return text(await dataOf(client.vcs.get(where(directory), opt(signal))), 'branch');
    },
    async applyPatch(patch, directory, signal) {
      await dataOf(client.vcs.apply({ ...where(directory), patch }, long(signal)));
    },
    async list(path, directory, signal) {
      const found = list(await dataOf(client.file.list({ ...where(directory), path }, opt(signal))));
      return compact(found, (entry) => {
        const name = text(entry, 'name');
        if (name === undefined) return undefined;
        const type = text(entry, 'type') === 'directory' ? ('directory' as const) : ('file' as const);
        return defined({
          name,
          path: (text(entry, 'path') ?? name).replace(/\/$/, ''),
          type,
          ignored: flag(entry, 'ignored'),
        });
      });
    },
    async read(path, directory, signal) {
      try {
        const query = directory === undefined ? at : { directory };
        const answer = await http.call('GET', `/api/fs/read/${path.split('/').map(encodeURIComponent).join('/')}`, {
          query: Object.fromEntries(
            Object.entries(query).flatMap(([name, value]) => [
              [name, value],
              [`location[${name}]`, value],
            ]),
          ),
          ...(signal === undefined ? {} : { signal }),
        });
        return new Uint8Array(await answer.arrayBuffer());
      } catch (error) {
        if (error instanceof Failure && error.status === 404) return undefined;
        throw error;
      }
    },
    write: async () => Promise.reject(new Failure('rejected', 'This sandbox cannot write files.')),
    remove: async () => Promise.reject(new Failure('rejected', 'This sandbox cannot delete files.')),
    move: async () => Promise.reject(new Failure('rejected', 'This sandbox cannot move files.')),
    makeDirectory: async () => Promise.reject(new Failure('rejected', 'This sandbox cannot make folders.')),
    async findFiles(query, limit, directory, signal) {
      const found = await dataOf(client.find.files({ ...where(directory), query, limit } as never, opt(signal)));
      return list(found).filter((path): path is string => typeof path === 'string');
    },
    async findText(pattern, directory, signal) {
      const found = list(await dataOf(client.find.text({ ...where(directory), pattern }, opt(signal))));
      return compact(found, (match) => {
        const path = text(field(match, 'path'), 'text');
        if (path === undefined) return undefined;
        const ranges = list(match, 'submatches').map(
          (range) => [number(range, 'start') ?? 0, number(range, 'end') ?? 0] as const,
        );
        return {
          path,
          line: number(match, 'line_number') ?? 1,
          text: text(field(match, 'lines'), 'text') ?? '',
          ranges,
        };
      });
    },
    // The server's own, not a project's: what is written into `/config` is not in its answer afterwards.
    async configuration(signal) {
      return object({ read: await dataOf(client.global.config.get(opt(signal))) }, 'read');
    },
    async patchConfiguration(patch, signal) {
      return object(
        { read: await dataOf(client.global.config.update({ config: patch } as never, opt(signal))) },
        'read',
      );
    },
    async configurationSchema(signal) {
      const described = await http.call('GET', '/doc', signal === undefined ? {} : { signal }).then(
        (answer) => answer.json() as Promise<unknown>,
        (error: unknown) => {
          if (error instanceof Failure && error.status === 404) return undefined;
          throw error;
        },
      );
      return configurationSchema(object({ described }, 'described'));
    },
    wire: {
      createSession: async (signal) => asJson(await dataOf(client.session.create(at, opt(signal)))),
      messages: async (id, signal) =>
        asJson(await dataOf(client.session.messages({ ...at, sessionID: id }, opt(signal)))),
      session: async (id: SessionId, signal) =>
        asJson(await dataOf(client.session.get({ ...at, sessionID: id }, opt(signal)))),
      sessions: async (signal) =>
        asJson(await dataOf(client.session.list({ ...at, roots: true } as never, opt(signal)))),
    },
    async request(method, path, { query, body, signal } = {}) {
      return asJson(
        await json(
          http.call(method, path, {
            query: { ...at, ...query },
            ...(body === undefined
              ? {}
              : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
            ...(signal === undefined ? {} : { signal }),
          }),
        ),
      );
    },
    authorization: http.headers,
  };
}
