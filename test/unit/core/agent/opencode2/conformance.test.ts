import assert from 'node:assert/strict';
import { connectServer } from '../../../../../src/core/agent/connect.js';
import type { AgentServer, OutgoingPrompt } from '../../../../../src/core/agent/ports.js';
import type { QuestionRequest } from '../../../../../src/shared/model/entities.js';
import { messageId, partId, requestId, sessionId } from '../../../../../src/shared/model/ids.js';
import { createTestClock } from '../../../../support/clock.js';
import { answerProblems, requestProblems, templateOf } from '../../../../support/openapi.js';
import { storedAnswers } from '../../../../support/recordings.js';
import { json } from '../transport/httpFixture.js';
import { silentLogger } from '../../../../support/silentLogger.js';

const ses = sessionId('ses_1');
const msg = messageId('msg_1');
const model = { providerId: 'p', modelId: 'm', variant: 'high' };
const prompt: OutgoingPrompt = {
  sessionId: ses,
  messageId: msg,
  partIds: [partId('prt_1')],
  text: 'x',
  attachments: [
    { kind: 'content', name: 'a.png', mime: 'image/png', data: 'AAAA', size: 3 },
    { kind: 'sandboxFile', name: 'b', path: '/w/b #1', size: 0 },
    { kind: 'text', name: 'c:1-2', text: 'words', size: 5 },
    { kind: 'agent', name: 'explore', size: 0 },
  ],
  model,
  agent: 'plan',
  delivery: 'queue',
};
const form: QuestionRequest = {
  type: 'question',
  id: requestId('frm_1'),
  sessionId: ses,
  questions: (['text', 'choice', 'choices', 'number', 'integer', 'boolean', 'link'] as const).map((kind) => ({
    key: kind,
    kind,
    question: kind,
    header: kind,
    options: [],
    multiple: kind === 'choices',
    custom: true,
  })),
};
const permission = { id: requestId('per_1'), sessionId: ses };

/** Every call that makes requests, by its member. */
const CALLS: readonly ((server: AgentServer) => Promise<unknown> | undefined)[] = [
  ({ events }) => events.health(),
  ({ sessions }) => sessions.snapshot(),
  ({ sessions }) => sessions.get(ses),
  ({ sessions }) => sessions.list({ limit: 5 }),
  ({ sessions }) => sessions.search?.({ search: 'x' }),
  ({ sessions }) => sessions.messages(ses, { limit: 1_000 }),
  ({ sessions }) => sessions.messages(ses, { limit: 50, before: 'cursor' }),
  ({ sessions }) => sessions.create({ title: 'x', directory: '/w', draft: sessionId('new_1_00000000000000') }),
  ({ sessions }) => sessions.rename(ses, 'x'),
  ({ sessions }) => sessions.delete(ses),
  ({ sessions }) => sessions.abort(ses),
  ({ sessions }) => sessions.fork(ses),
  ({ sessions }) => sessions.fork(ses, msg),
  ({ sessions }) => sessions.compact?.(ses, model),
  ({ sessions }) => sessions.revert?.to(ses, msg),
  ({ sessions }) => sessions.revert?.undo(ses),
  ({ sessions }) => sessions.markViewed?.(ses, 1),
  ({ sessions }) => sessions.toBackground?.(ses),
  ({ prompts }) => prompts.submit(prompt),
  ({ prompts }) => prompts.command?.('x', prompt),
  ({ prompts }) => prompts.shell?.(ses, 'ls', 'build'),
  ({ prompts }) => prompts.find(ses, msg),
  ({ prompts }) => prompts.queue?.list(ses),
  ({ prompts }) => prompts.queue?.changeDelivery(ses, msg, 'steer'),
  ({ prompts }) => prompts.queue?.cancel(ses, msg),
  ({ prompts }) => prompts.queue?.resume(ses),
  ({ requests }) => requests.replyPermission(permission, 'reject', 'because'),
  ({ requests }) => requests.allowInSession?.(ses, 'shell', ['git *']),
  ({ requests }) => requests.replyQuestion(form, [['a'], ['b'], ['c', 'd'], ['1.5'], ['2'], ['true'], []]),
  ({ requests }) => requests.rejectQuestion(form),
  ({ requests }) => requests.saved?.list(),
  ({ requests }) => requests.saved?.remove('prm_1'),
  ({ catalog }) => catalog.read(),
  ({ workspace }) => workspace.root('/w'),
  ({ changes }) => changes?.turn(ses, msg),
  ({ changes }) => changes?.session?.(ses),
  ({ changes }) => changes?.workingTree('/w'),
  ({ changes }) => changes?.branch('/w'),
  ({ files }) => files?.list('src', '/w'),
  ({ files }) => files?.read('src/a #1?.ts', '/w'),
  ({ search }) => search?.files('x', 10, '/w'),
  ({ terminals }) =>
    terminals?.open({ directory: '/w', title: 'x' }).then((one) => one.resize({ rows: 1, columns: 1 })),
  ({ commandOutput }) => commandOutput?.read('sh_1', 0),
  ({ raw }) => raw.createSession(),
  ({ raw }) => raw.sessions(),
  ({ raw }) => raw.session(ses),
  ({ raw }) => raw.messages(ses),
];

/** Answers that requests depend on; every list is empty. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  '/api/info': { version: '2.0.15' },
  '/api/location': { directory: '/w', project: { id: 'p', directory: '/w' } },
  '/api/pty': { data: { id: 'pty_1' } },
  '/api/session/ses_1': { data: { id: 'ses_1', location: { directory: '/w' }, time: {}, permissions: [] } },
  '/api/session/ses_1/fork': { data: { id: 'ses_2', location: { directory: '/w' }, time: {} } },
  '/api/session/ses_1/prompt': { data: { id: 'msg_1' } },
  '/api/session/ses_1/message': { data: [{ id: 'msg_1', type: 'user', text: 'x', time: { created: 1 } }], cursor: {} },
};

describe('the OpenCode 2 adapter', () => {
  it('makes requests that fit the server’s own description', async () => {
    const seen = new Set<string>();
    const wrong: string[] = [];
    const server = connectServer({
      identity: { kind: 'opencode-2', version: '2.0.15', auth: 'basic', baseUrl: 'https://box.example', elapsed: 1 },
      credentials: async () => 'pw',
      directory: '/w',
      fetch: async (input, init) => {
        const request = new Request(input, init);
        const url = new URL(request.url);
        const text = await request.text();
        const body: unknown = text === '' ? undefined : JSON.parse(text);
        seen.add(`${request.method} ${templateOf(url.pathname) ?? ''}`);
        const name = `${request.method} ${url.pathname}`;
        // The ticket of a terminal is asked for with an empty object.
        if (!url.pathname.endsWith('/connect-token'))
          wrong.push(...requestProblems(request.method, url, body).map((problem) => `${name}: ${problem}`));
        const known =
          url.pathname === '/api/session' && request.method === 'POST'
            ? ANSWERS['/api/session/ses_1']
            : ANSWERS[url.pathname];
        return json(known ?? { data: [] });
      },
      logger: silentLogger,
      clock: createTestClock(),
    });
    for (const call of CALLS) {
      const made = call(server);
      assert.ok(made !== undefined, call.toString());
      await made;
    }
    assert.deepEqual([...new Set(wrong)], []);
    assert.ok(seen.size >= 45, [...seen].join('\n'));
  });

  it('is tested with recorded answers that fit it', () => {
    const answers = storedAnswers('opencode-2.0.15');
    const wrong = answers.flatMap(({ path, body }) => {
      const [plain = ''] = path.split('?');
      return answerProblems('GET', plain, body).map((problem) => `${path}: ${problem}`);
    });
    assert.ok(answers.length >= 200, String(answers.length));
    assert.deepEqual(wrong, []);
  });
});
