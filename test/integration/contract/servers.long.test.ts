// The real servers start as the tests need them: with and without credentials, answering through the scripted model.
import assert from 'node:assert/strict';
import { startModel, type Model } from '../../support/model.js';
import { startOpencode, type Opencode } from '../../support/opencode.js';
import { startSandboxAgent, type SandboxAgent } from '../../support/sandboxAgent.js';

interface Answer {
  readonly parts: readonly {
    readonly type: string;
    readonly text?: string;
    readonly tool?: string;
    readonly state?: { readonly status: string };
  }[];
}

const ask = async (server: Pick<Opencode, 'json'>, text: string): Promise<Answer> => {
  const { id } = await server.json<{ id: string }>('/session', {});
  return server.json<Answer>(`/session/${id}/message`, { parts: [{ type: 'text', text }] });
};
const textOf = (answer: Answer): string =>
  answer.parts.flatMap((part) => (part.type === 'text' ? (part.text ?? '') : [])).join('');

describe('the real OpenCode server', () => {
  let model: Model;
  let server: Opencode;
  before(async () => {
    model = await startModel();
    server = await startOpencode({ model });
  });
  after(async () => {
    await server?.dispose();
    await model?.close();
  });

  it('requires the password', async () => {
    assert.equal((await fetch(`${server.url}/session`)).status, 401);
    assert.equal((await server.fetch('/session')).status, 200);
  });

  it('answers a prompt through the scripted model', async () => {
    model.scripts['hello'] = [{ text: 'Hello there.' }];
    assert.equal(textOf(await ask(server, 'Say it. [[hello]]')), 'Hello there.');
  });

  it('runs the tools that the model calls', async () => {
    model.scripts['write'] = [
      { tools: [{ name: 'write', args: { filePath: `${server.workspace}/new.txt`, content: 'new\n' } }] },
      { text: 'Written.' },
    ];
    assert.equal(textOf(await ask(server, '[[write]]')), 'Written.');
    assert.equal(server.repository?.read('new.txt'), 'new\n');
  });

  it('preserves its sessions across a crash and a restart on the same port', async () => {
    const { id } = await server.json<{ id: string }>('/session', { title: 'Kept' });
    await server.kill();
    await server.restart();
    assert.equal((await server.json<{ title: string }>(`/session/${id}`)).title, 'Kept');
  });

  it('requires no credentials without a password, and accepts a configured user name', async () => {
    await server.restart({ password: null });
    assert.equal((await fetch(`${server.url}/session`)).status, 200);
    await server.restart({ password: 'other', username: 'someone' });
    assert.equal((await server.fetch('/session')).status, 200);
  });
});

describe('the real Sandbox Agent', () => {
  let server: SandboxAgent;
  before(async () => {
    server = await startSandboxAgent();
  });
  after(async () => server?.dispose());

  it('requires the token', async () => {
    assert.equal((await fetch(`${server.url}/session`)).status, 401);
    assert.equal((await server.fetch('/session')).status, 200);
  });

  it('answers a prompt with its mock agent', async () => {
    const { id } = await server.json<{ id: string }>('/session', {});
    const model = { providerID: 'mock', modelID: 'mock' };
    await server.json(`/session/${id}/message`, { model, parts: [{ type: 'text', text: 'good morning' }] });
    const messages = await server.json<readonly Answer[]>(`/session/${id}/message`);
    assert.match(messages.map(textOf).join('\n'), /good morning/);
  });

  it('requires no credentials without a token', async () => {
    await server.restart({ token: null });
    assert.equal((await fetch(`${server.url}/session`)).status, 200);
  });
});
