import assert from 'node:assert/strict';
import type { Sandbox } from '../../../src/core/sandbox/sandbox.js';
import { sessionId, type SessionId } from '../../../src/shared/model/ids.js';
import { connectTestSandbox, connected, createTestSandbox } from '../../support/testSandbox.js';
import { startProxy, type Proxy } from '../../support/proxy.js';
import { startSandboxAgent, type SandboxAgent } from '../../support/sandboxAgent.js';
import { messages, said, until } from '../../support/watch.js';

describe('a sandbox on the real Sandbox Agent', () => {
  let server: SandboxAgent;
  let proxy: Proxy;
  let sandbox: Sandbox;
  before(async () => {
    server = await startSandboxAgent();
    proxy = await startProxy({ target: server.origin });
    sandbox = await connectTestSandbox({ url: proxy.url, secret: 'token' });
  });
  after(async () => {
    sandbox.dispose();
    await proxy.close();
    await server.dispose();
  });
  afterEach(() => proxy.pass());

  const begin = async (text: string): Promise<SessionId> => {
    const { id } = await sandbox.newSession();
    sandbox.openTranscript(id);
    await sandbox.send(id, { text, attachments: [] });
    return id;
  };
  const answered = (id: SessionId): Promise<unknown> =>
    until(
      sandbox,
      'an answer',
      (state) =>
        !state.status.has(id) && sandbox.pending.length === 0 && messages(sandbox, id).at(-1)?.role === 'assistant',
    );

  it('is found without `/opencode` in its address, by its token', () => {
    assert.deepEqual(
      [sandbox.identity?.kind, sandbox.identity?.auth, sandbox.identity?.version],
      ['sandbox-agent', 'bearer', '0.4.2'],
    );
    assert.equal(sandbox.identity?.baseUrl, `${proxy.url.replace(/\/$/, '')}/opencode`);
  });

  it('answers a prompt, and shows the prompt first although the answer arrives first', async () => {
    const id = await begin('echo this');
    await answered(id);
    assert.deepEqual(
      messages(sandbox, id).map((message) => message.role),
      ['user', 'assistant'],
    );
    assert.match(said(sandbox, id), /echo this/);
  });

  it('runs a tool', async () => {
    const id = await begin('please run a tool');
    await answered(id);
    const tool = messages(sandbox, id)
      .flatMap((message) => message.parts)
      .find((part) => part.type === 'tool');
    assert.ok(tool?.type === 'tool');
    assert.deepEqual([tool.tool, tool.status, tool.output], ['bash', 'completed', 'ok']);
  });

  for (const reply of ['once', 'reject'] as const)
    it(`accepts the reply “${reply}” to a permission`, async () => {
      const id = await begin('ask me for permission');
      const request = await until(sandbox, 'a permission', (state) =>
        state.requests.find((one) => one.sessionId === id),
      );
      await sandbox.replyPermission(request.id, reply);
      await until(sandbox, 'rest', (state) => !state.status.has(id) && state.requests.length === 0);
    });

  it('accepts an answer to a question and the dismissal of another', async () => {
    for (const how of ['answer', 'dismiss']) {
      const id = await begin('ask a question');
      const request = await until(sandbox, 'a question', (state) => state.requests.find((one) => one.sessionId === id));
      assert.ok(request.type === 'question');
      if (how === 'answer') await sandbox.replyQuestion(request.id, [[request.questions[0]?.options[0]?.label ?? '']]);
      else await sandbox.rejectQuestion(request.id);
      await until(sandbox, 'rest', (state) => !state.status.has(id) && state.requests.length === 0);
    }
  });

  it('keeps a prompt for a session that does not exist, and does not let the server create it', async () => {
    const missing = sessionId('ses_missing');
    await sandbox.send(missing, { text: 'anybody there?', attachments: [] });
    const [entry] = await until(sandbox, 'the refusal', () => {
      const failed = sandbox.pending.filter(({ state }) => state === 'failed');
      return failed.length > 0 && failed;
    });
    assert.deepEqual([entry?.text, entry?.formerSession], ['anybody there?', missing]);
    const sessions = (await server.json('/session')) as readonly { readonly id: string }[];
    assert.ok(!sessions.some(({ id }) => id === missing));
    if (entry !== undefined) sandbox.cancelPrompt(entry.messageId);
  });

  /** A session whose turn the server dropped, because the request that sent its prompt was interrupted. */
  const dropped = async (): Promise<SessionId> => {
    for (;;) {
      const id = await begin('echo dropped');
      await until(sandbox, 'the turn', (state) => state.status.has(id) || messages(sandbox, id).length > 1);
      proxy.drop('rst', '/prompt');
      // Once a turn that started later has ended, the first one would have ended too.
      const { id: other } = (await server.json('/session', { method: 'POST', body: '{}' })) as { readonly id: string };
      const body = JSON.stringify({ parts: [{ type: 'text', text: 'echo later' }] });
      const headers = { 'content-type': 'application/json' };
      await server.fetch(`/session/${other}/prompt_async`, { method: 'POST', headers, body });
      const status = (await server.json('/session/status')) as Readonly<Record<string, { readonly type: string }>>;
      if (status[id]?.type === 'busy') return id;
    }
  };

  it('lets the user stop a turn that the server dropped after an interrupted request, and continue', async () => {
    const id = await dropped();
    await connected(sandbox);
    await until(sandbox, 'the prompt on the server', () => sandbox.pending.length === 0);
    assert.equal(sandbox.store.state.status.get(id)?.type, 'busy');
    await sandbox.abort(id);
    await until(sandbox, 'rest', (state) => !state.status.has(id));
    await sandbox.send(id, { text: 'echo again', attachments: [] });
    await until(sandbox, 'an answer', () => said(sandbox, id).includes('again'));
    await answered(id);
  });

  it('says why a turn failed', async () => {
    const id = await begin('make an error');
    await until(sandbox, 'the failure', (state) => state.failures.has(id) && !state.status.has(id));
    assert.match(sandbox.store.state.failures.get(id)?.message ?? '', /crashed/);
  });

  it('shows what happened while the stream was cut', async () => {
    const { id } = await sandbox.newSession();
    sandbox.openTranscript(id);
    proxy.down('rst');
    await until(sandbox, 'the loss', (_state, { connection }) => connection.phase !== 'connected');
    await server
      .json(`/session/${id}/prompt_async`, { parts: [{ type: 'text', text: 'said elsewhere' }] })
      .catch(() => undefined);
    proxy.pass();
    sandbox.connect();
    await connected(sandbox);
    await answered(id);
    assert.match(said(sandbox, id), /said elsewhere/);
  });

  it('reconnects after a restart and still has its sessions', async () => {
    const id = await begin('before the restart');
    await answered(id);
    await server.restart();
    await connected(sandbox);
    assert.ok(sandbox.store.state.sessions.has(id));
    const next = await begin('after the restart');
    await answered(next);
  });

  it('requires no credentials without a token, and refuses a wrong one', async () => {
    const wrong = createTestSandbox({ url: server.origin, secret: 'not it' });
    wrong.connect();
    await until(wrong, 'the refusal', (_state, { connection }) => connection.phase === 'refused');
    assert.match(wrong.connection.detail ?? '', /token/);
    wrong.dispose();
    const free = await startSandboxAgent({ token: null });
    const anyone = await connectTestSandbox({ url: free.url });
    assert.equal(anyone.identity?.auth, 'none');
    anyone.dispose();
    await free.dispose();
  });

  it('reads and writes files', async () => {
    const text = new TextEncoder().encode('exact bytes\n');
    const path = `${server.workspace}/ünï code.txt`;
    await sandbox.server?.files?.writing?.write(path, text);
    assert.deepEqual(await sandbox.server?.files?.read(path), text);
    assert.equal(await sandbox.server?.files?.read(`${server.workspace}/missing`), undefined);
    const names = (await sandbox.server?.files?.list(server.workspace))?.map((entry) => entry.name) ?? [];
    assert.ok(names.includes('ünï code.txt'), names.join());
    await sandbox.server?.files?.writing?.delete(path);
    assert.equal(await sandbox.server?.files?.read(path), undefined);
  });
});
