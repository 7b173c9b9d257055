import assert from 'node:assert/strict';
import { createOpencodeClient, type OpencodeClient } from '@opencode-ai/sdk/v2/client';
import { createApi, type Api } from '../../../../../src/core/agent/opencode1/api.js';
import { createHttp } from '../../../../../src/core/agent/transport/http.js';
import { createTestClock } from '../../../../support/clock.js';
import { json } from '../transport/httpFixture.js';

const baseUrl = 'https://box.example/opencode';
const options = { throwOnError: true } as const;
const at = { directory: '/work/ü &?' };
const sessionID = 'ses_1/ü';
const requestID = 'per 1';
const messageID = 'msg_1';

type Client = Api | OpencodeClient;

/** Every call with the parameters that are used of it; without a parameter it gets its options alone. */
const CALLS: Readonly<Record<string, (client: Client) => Promise<unknown>>> = {
  'app.agents': ({ app }) => app.agents(at, options),
  'command.list': ({ command }) => command.list(at, options),
  'config.get': ({ config }) => config.get(at, options),
  'config.providers': ({ config }) => config.providers(at, options),
  'file.list': ({ file }) => file.list({ ...at, path: 'a/ü b' }, options),
  'find.files': ({ find }) => find.files({ ...at, query: 'a b', limit: 3 }, options),
  'find.text': ({ find }) => find.text({ ...at, pattern: '(a+|b)' }, options),
  'global.config.get': (client) => client.global.config.get(options),
  'global.config.update': (client) => client.global.config.update({ config: { model: 'a/b' } }, options),
  'global.health': (client) => client.global.health(options),
  'path.get': ({ path }) => path.get(at, options),
  'permission.list': ({ permission }) => permission.list({}, options),
  'permission.reply': ({ permission }) =>
    permission.reply({ ...at, requestID, reply: 'reject', message: 'no' }, options),
  'project.current': ({ project }) => project.current(at, options),
  'provider.list': ({ provider }) => provider.list(at, options),
  'question.list': ({ question }) => question.list(at, options),
  'question.reject': ({ question }) => question.reject({ ...at, requestID }, options),
  'question.reply': ({ question }) => question.reply({ ...at, requestID, answers: [['a', 'ü']] }, options),
  'session.abort': ({ session }) => session.abort({ ...at, sessionID }, options),
  'session.command': ({ session }) =>
    session.command({ ...at, sessionID, command: 'init', arguments: 'a "b"' }, options),
  'session.create': ({ session }) => session.create({ ...at, title: 'T', metadata: { draft: 'd' } }, options),
  'session.delete': ({ session }) => session.delete({ ...at, sessionID }, options),
  'session.diff': ({ session }) => session.diff({ ...at, sessionID, messageID }, options),
  'session.fork': ({ session }) => session.fork({ ...at, sessionID, messageID }, options),
  'session.get': ({ session }) => session.get({ ...at, sessionID }, options),
  'session.list': ({ session }) => session.list({ ...at, search: 'a&b', limit: 5 }, options),
  'session.message': ({ session }) => session.message({ ...at, sessionID, messageID }, options),
  'session.messages': ({ session }) => session.messages({ ...at, sessionID }, options),
  'session.promptAsync': ({ session }) =>
    session.promptAsync({ ...at, sessionID, messageID, parts: [{ type: 'text', text: 'ü' }], agent: 'plan' }, options),
  'session.revert': ({ session }) => session.revert({ ...at, sessionID, messageID, partID: 'prt_1' }, options),
  'session.shell': ({ session }) => session.shell({ ...at, sessionID, command: 'ls', agent: 'build' }, options),
  'session.status': ({ session }) => session.status(at, options),
  'session.summarize': ({ session }) =>
    session.summarize({ ...at, sessionID, providerID: 'a', modelID: 'b/c' }, options),
  'session.todo': ({ session }) => session.todo({ ...at, sessionID }, options),
  'session.unrevert': ({ session }) => session.unrevert({ ...at, sessionID }, options),
  'session.update': ({ session }) => session.update({ ...at, sessionID, title: 'T' }, options),
  'vcs.apply': ({ vcs }) => vcs.apply({ ...at, patch: 'diff' }, options),
  'vcs.diff': ({ vcs }) => vcs.diff({ ...at, mode: 'git' }, options),
  'vcs.get': ({ vcs }) => vcs.get({}, options),
};

/** Names of all calls, with dots between their parts. */
const namesOf = (calls: object, above = ''): readonly string[] =>
  Object.entries(calls).flatMap(([name, call]) =>
    typeof call === 'function' ? [`${above}${name}`] : namesOf(call as object, `${above}${name}.`),
  );

describe('a call of the API', () => {
  const requests: Request[] = [];
  const answer = async (...given: ConstructorParameters<typeof Request>): Promise<Response> => {
    requests.push(new Request(...given));
    return json({ answered: true });
  };
  const http = createHttp({
    baseUrl,
    auth: 'none',
    credentials: async () => undefined,
    fetch: answer,
    logger: { trace() {}, debug() {}, info() {}, warn() {}, error() {} },
    clock: createTestClock(),
  });
  const api = createApi(http);
  const sdk = createOpencodeClient({ baseUrl, fetch: answer });
  const sent = async (client: Client, call: (client: Client) => Promise<unknown>): Promise<readonly unknown[]> => {
    const answered = (await call(client)) as { readonly data?: unknown };
    const request = requests.pop();
    const url = new URL(request?.url ?? '');
    return [
      answered.data,
      request?.method,
      url.origin + url.pathname,
      [...url.searchParams].toSorted(([a], [b]) => (a < b ? -1 : 1)),
      request?.headers.get('content-type'),
      await request?.text().then((text) => (text === '' ? undefined : (JSON.parse(text) as unknown))),
    ];
  };

  for (const name of namesOf(api))
    it(`sends what the SDK sends for ${name}`, async () => {
      const call = CALLS[name];
      assert.ok(call !== undefined);
      assert.deepEqual(await sent(api, call), await sent(sdk, call));
    });
});
