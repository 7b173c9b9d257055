import assert from 'node:assert/strict';
import type { Sandbox } from '../../src/core/sandbox/sandbox.js';
import type { Attachment, Request } from '../../src/shared/model/entities.js';
import type { SessionId } from '../../src/shared/model/ids.js';
import { connectBox, connected, makeBox } from '../support/box.js';
import { startModel, type Model } from '../support/model.js';
import { startOpencode, type Opencode } from '../support/opencode.js';
import { startProxy, type Proxy } from '../support/proxy.js';
import { messages, rested, said, until } from '../support/watch.js';

const prompt = (text: string) => ({ text, attachments: [] });

describe('a sandbox on the real OpenCode server', () => {
  let model: Model;
  let server: Opencode;
  let proxy: Proxy;
  let box: Sandbox;
  const boxes: Sandbox[] = [];
  const open = async (url = proxy.url): Promise<Sandbox> => {
    const made = await connectBox({ url, secret: 'pw' });
    boxes.push(made);
    return made;
  };
  const begin = async (text: string, on = box): Promise<SessionId> => {
    const { id } = await on.newSession();
    on.openTranscript(id);
    await on.send(id, prompt(text));
    return id;
  };

  before(async () => {
    model = await startModel({
      scripts: {
        hello: [{ reasoning: 'Let me think.', text: 'Hello **world**, this is streamed.', chunk: 4 }],
        slow: [{ text: 'one two three four five six seven eight', chunk: 4, delay: 15 }],
        held: [{ text: 'said before the end', chunk: 4, hold: 'held' }],
        tool: [
          { text: 'Listing.', tools: [{ name: 'bash', args: { command: 'echo tool-output', description: 'say it' } }] },
          { text: 'Done.' },
        ],
        ask: [
          {
            tools: [
              {
                name: 'question',
                args: {
                  questions: [
                    {
                      question: 'Which color?',
                      header: 'Color',
                      options: [
                        { label: 'Red', description: 'r' },
                        { label: 'Blue', description: 'b' },
                      ],
                    },
                  ],
                },
              },
            ],
          },
          { text: 'You chose.' },
        ],
        write: [
          { tools: [{ name: 'write', args: { filePath: 'made.txt', content: 'made\n' } }] },
          { text: 'Written.' },
        ],
        both: [
          { tools: [{ name: 'bash', args: { command: 'git log -1 && ls', description: 'x' } }] },
          { text: 'Both.' },
        ],
        log: [{ tools: [{ name: 'bash', args: { command: 'git log -1', description: 'x' } }] }, { text: 'Logged.' }],
        hang: [{ text: 'I begin and never end', chunk: 4, hang: true }],
      },
    });
    server = await startOpencode({
      model,
      config: { permission: { edit: 'ask', bash: { 'git *': 'ask', 'ls*': 'ask' } } },
    });
    proxy = await startProxy({ target: server.url, prefix: '/opencode' });
    box = await open();
  });
  after(async () => {
    for (const made of boxes) made.dispose();
    await proxy.close();
    await server.dispose();
    await model.close();
  });
  afterEach(() => proxy.pass());

  it('is found behind a path prefix and named', () => {
    assert.deepEqual([box.identity?.flavor, box.identity?.auth], ['opencode', 'basic']);
    assert.match(box.identity?.version ?? '', /^1\.18\./);
    assert.ok(box.identity?.baseUrl.endsWith('/opencode'));
  });

  it('streams the text of a prompt in pieces and ends with the whole', async () => {
    const grown: number[] = [];
    const { id } = await box.newSession();
    box.openTranscript(id);
    const watch = box.store.onDidCommit(() => grown.push(said(box, id).length));
    await box.send(id, prompt('[[slow]]'));
    await rested(box, id);
    watch.dispose();
    assert.equal(said(box, id), 'one two three four five six seven eight');
    const lengths = [...new Set(grown)].filter((length) => length > 0);
    assert.ok(lengths.length > 2, `grew in ${lengths.length} steps`);
    assert.deepEqual(
      lengths,
      lengths.toSorted((a, b) => a - b),
      'it never shrank',
    );
    assert.equal(box.pending.length, 0);
    const reading = await server.json<{ parts: { type: string; text?: string }[] }[]>(`/session/${id}/message`);
    assert.equal(
      reading
        .flatMap((one) => one.parts)
        .filter((part) => part.type === 'text')
        .at(-1)?.text,
      said(box, id),
    );
  });

  it('shows a tool call go from asked for to done', async () => {
    const states = new Set<string>();
    const watch = box.store.onDidCommit(({ events }) => {
      for (const event of events)
        if (event.type === 'part.upserted' && event.part.type === 'tool') states.add(event.part.status);
    });
    const id = await begin('[[tool]]');
    await rested(box, id);
    watch.dispose();
    const tool = messages(box, id)
      .flatMap((message) => message.parts)
      .find((part) => part.type === 'tool');
    assert.ok(tool?.type === 'tool');
    assert.deepEqual([tool.tool, tool.status, tool.output?.trim()], ['bash', 'completed', 'tool-output']);
    assert.ok(states.has('running') && states.has('completed'));
  });

  for (const reply of ['once', 'reject'] as const)
    it(`asks for permission and ${reply === 'once' ? 'goes on when allowed' : 'stops when rejected'}`, async () => {
      const id = await begin('[[write]]');
      const request = await until(box, 'a permission', (state) => state.requests.find((one) => one.sessionId === id));
      assert.ok(request.type === 'permission' && request.permission === 'edit');
      await box.replyPermission(request.id, reply);
      await rested(box, id);
      assert.deepEqual(box.store.state.requests, []);
      const tool = messages(box, id)
        .flatMap((message) => message.parts)
        .find((part) => part.type === 'tool');
      assert.equal(tool?.type === 'tool' && tool.status, reply === 'once' ? 'completed' : 'error');
      await assert.rejects(box.replyPermission(request.id, reply), /already answered/);
    });

  it('allows some of what "always" would mean, for the session, and asks for the rest again', async () => {
    const id = await begin('[[both]]');
    const asked = (): Promise<Request> =>
      until(box, 'a permission', (state) => state.requests.find((one) => one.sessionId === id));
    const request = await asked();
    assert.ok(request.type === 'permission');
    assert.deepEqual(request.always, ['git log *', 'ls *']);
    await box.allowPatterns(request.id, ['git log *', 'rm *']);
    await rested(box, id);
    await box.send(id, prompt('[[log]]'));
    await until(box, 'the answer', () => said(box, id).includes('Logged.'));
    await box.send(id, prompt('[[both]] again'));
    const again = await asked();
    assert.ok(again.type === 'permission' && again.patterns.includes('ls'));
    await box.replyPermission(again.id, 'reject');
    const { permission } = await server.json<{ permission: unknown }>(`/session/${id}`);
    assert.deepEqual(permission, [{ permission: 'bash', pattern: 'git log *', action: 'allow' }]);
    await assert.rejects(box.allowPatterns(request.id, ['git log *']), /already answered/);
  });

  it('sends a file of the sandbox by its path in the session’s folder, also one with an odd name', async () => {
    server.repository?.write('src/odd #1?.ts', 'export const odd = "content of the odd one";\n');
    const { id } = await box.newSession();
    box.openTranscript(id);
    const file = (path: string): Attachment => ({ kind: 'sandboxFile', name: path, path, size: 0 });
    await box.send(id, { text: '[[hello]]', attachments: [file('src/greet.ts'), file('src/odd #1?.ts')] });
    await rested(box, id);
    const asked = JSON.stringify(model.requests.findLast(({ key }) => key === 'hello')?.body);
    assert.match(asked, /return `Hello, /);
    assert.match(asked, /content of the odd one/);
    const [message] = messages(box, id);
    const files = message?.parts.flatMap((part) => (part.type === 'file' ? [part.path] : []));
    assert.deepEqual(files, [`${server.workspace}/src/greet.ts`, `${server.workspace}/src/odd #1?.ts`]);
  });

  it('has a question answered', async () => {
    const id = await begin('[[ask]]');
    const request = await until(box, 'a question', (state) => state.requests.find((one) => one.sessionId === id));
    assert.ok(request.type === 'question');
    assert.deepEqual(
      request.questions[0]?.options.map((option) => option.label),
      ['Red', 'Blue'],
    );
    await box.replyQuestion(request.id, [['Blue']]);
    await rested(box, id);
    assert.equal(said(box, id), 'You chose.');
  });

  it('stops in mid-stream and says so', async () => {
    const id = await begin('[[hang]]');
    await until(box, 'some text', () => said(box, id).includes('I begin'));
    await box.abort(id);
    await until(
      box,
      'the abort',
      (state) =>
        !state.status.has(id) &&
        messages(box, id).at(-1)?.role === 'assistant' &&
        lastError(box, id) === 'MessageAbortedError',
    );
    assert.match(said(box, id), /^I begin/);
  });

  it('has a turn that finished while the stream was cut', async () => {
    const { id } = await box.newSession();
    box.openTranscript(id);
    await box.send(id, prompt('[[held]]'));
    await until(box, 'the beginning', () => said(box, id).startsWith('said'));
    proxy.down('rst');
    await until(box, 'the loss', (_state, { connection }) => connection.phase !== 'connected');
    const direct = await open(server.url);
    model.release('held');
    await until(direct, 'the end, seen by another way', (state) => !state.status.has(id));
    proxy.pass();
    box.connect();
    await connected(box);
    await rested(box, id);
    assert.equal(said(box, id), 'said before the end');
  });

  it('comes back by itself after the server was killed in mid-turn, and shows the turn as it is', async () => {
    const id = await begin('[[hang]] again');
    await until(box, 'some text', () => said(box, id).includes('I begin'));
    await server.kill();
    await until(box, 'the loss', (_state, { connection }) => connection.phase !== 'connected');
    await server.restart();
    await connected(box);
    await until(box, 'rest', (state) => !state.status.has(id));
    const reading = await server.json<unknown[]>(`/session/${id}/message`);
    assert.equal(messages(box, id).length, reading.length);
    const next = await begin('[[hello]]');
    await rested(box, next);
    assert.match(said(box, next), /Hello \*\*world\*\*/);
  });

  it('shows in a second window what the first one does', async () => {
    const second = await open(server.url);
    const { id } = await box.newSession();
    box.openTranscript(id);
    await until(second, 'the session', (state) => state.sessions.has(id));
    second.openTranscript(id);
    await box.send(id, prompt('[[hello]]'));
    await rested(box, id);
    await rested(second, id);
    assert.equal(said(second, id), said(box, id));
  });

  it('keeps a prompt whose answer was lost, once', async () => {
    const { id } = await box.newSession();
    box.openTranscript(id);
    const lost = proxy.lose(`/session/${id}/prompt_async`, 'rst');
    await box.send(id, prompt('[[hello]] only once'));
    await lost;
    await rested(box, id);
    const reading = await server.json<{ info: { role: string } }[]>(`/session/${id}/message`);
    assert.equal(reading.filter((one) => one.info.role === 'user').length, 1);
    assert.equal(
      reading
        .flatMap((one) => (one as unknown as { parts: { type: string }[] }).parts)
        .filter((part) => part.type === 'text').length,
      2,
    );
  });

  it('renames, archives, forks and deletes', async () => {
    const id = await begin('[[hello]]');
    await rested(box, id);
    await box.rename(id, 'A better name');
    assert.equal(box.store.state.sessions.get(id)?.title, 'A better name');
    const fork = await box.fork(id);
    assert.notEqual(fork.id, id);
    await box.archive(id, true);
    assert.ok((box.store.state.sessions.get(id)?.archived ?? 0) > 0);
    await box.remove(id);
    assert.equal(box.store.state.sessions.has(id), false);
    await assert.rejects(box.server?.session(id) ?? Promise.resolve(), /not found/i);
  });

  it('is refused with a wrong password, asks nobody again, and goes on with the right one', async () => {
    let secret = 'wrong';
    const other = makeBox({ url: server.url, secret: () => secret });
    boxes.push(other);
    other.connect();
    await until(other, 'the refusal', (_state, { connection }) => connection.phase === 'refused');
    assert.match(other.connection.detail ?? '', /did not accept the password/);
    secret = 'pw';
    other.credentialsChanged();
    await connected(other);
  });

  it('reads older pages until the beginning', async () => {
    const id = await begin('[[hello]] 1');
    await rested(box, id);
    const page = await box.server?.messages(id, { limit: 1 });
    assert.equal(page?.messages.length, 1);
    const before = page?.older;
    assert.ok(before !== undefined);
    const older = await box.server?.messages(id, { limit: 50, before });
    assert.equal(older?.older, undefined);
    assert.equal(older?.messages[0]?.role, 'user');
  });
});

function lastError(box: Sandbox, id: SessionId): string | undefined {
  const last = messages(box, id).at(-1);
  return last?.role === 'assistant' ? last.error?.name : undefined;
}
