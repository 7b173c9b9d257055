import assert from 'node:assert/strict';
import type { Attachment } from '../../../src/shared/model/entities.js';
import type { Sandbox } from '../../../src/core/sandbox/sandbox.js';
import { connectTestSandbox } from '../../support/testSandbox.js';
import { startModel, type Model } from '../../support/model.js';
import { startOpencode, type Opencode } from '../../support/opencode.js';
import { startSandboxAgent, type SandboxAgent } from '../../support/sandboxAgent.js';
import { messages, until } from '../../support/watch.js';

describe('a Sandbox Agent that proxies to a real OpenCode server', () => {
  let model: Model;
  let opencode: Opencode;
  let agent: SandboxAgent;
  let sandbox: Sandbox;
  before(async () => {
    model = await startModel();
    const command = { greet: { template: 'Say hello to $ARGUMENTS', description: 'Greets' } };
    opencode = await startOpencode({ model, password: null, config: { command } });
    agent = await startSandboxAgent({ env: { OPENCODE_COMPAT_PROXY_URL: opencode.url } });
    sandbox = await connectTestSandbox({ url: agent.origin, secret: 'token' });
    await until(sandbox, 'the catalog', (state) => state.catalog.agents.length > 0);
  });
  after(async () => {
    sandbox?.dispose();
    await agent?.dispose();
    await opencode?.dispose();
    await model?.close();
  });

  it('gets its slash commands without a setting', () => {
    const names = sandbox.store.state.catalog.commands.map(({ name }) => name);
    assert.ok(names.includes('greet') && names.includes('init'), names.join());
    assert.ok(sandbox.server?.prompts.command);
  });

  it('gets its configuration', async () => {
    assert.ok(sandbox.server?.configuration);
    await sandbox.server?.configuration?.patch({ username: 'anna' });
    assert.deepEqual((await opencode.json<{ username: string }>('/global/config')).username, 'anna');
    assert.equal((await sandbox.server?.configuration?.read())?.['username'], 'anna');
    assert.equal(await sandbox.server?.configuration?.schema(), undefined);
  });

  it('reports what that server refuses', async () => {
    await assert.rejects(sandbox.server?.configuration?.patch({ autoupdate: 'perhaps' }) ?? assert.fail(), {
      kind: 'rejected',
      message: /Expected boolean.*autoupdate/,
    });
  });

  it('gets nothing that is not proxied', () => {
    const { remoteControl, prompts } = sandbox.server ?? assert.fail();
    assert.deepEqual([remoteControl, prompts.shell], [undefined, undefined]);
  });

  it('runs one of its commands with attachments', async () => {
    const { id } = await sandbox.newSession();
    sandbox.openTranscript(id);
    const note: Attachment = { kind: 'text', name: 'note', text: 'It is full tonight.', size: 19 };
    const sent = await sandbox.runCommand(id, 'greet', { text: 'the moon', attachments: [note] });
    const asked = await until(sandbox, 'the prompt that it stands for', (state) =>
      state.transcripts
        .get(id)
        ?.messages.find(({ role }) => role === 'user')
        ?.parts.find((part) => part.type === 'text'),
    );
    assert.equal(asked.type === 'text' && asked.text, 'Say hello to the moon');
    await until(
      sandbox,
      'the answer',
      (state) => !state.status.has(id) && messages(sandbox, id).at(-1)?.role === 'assistant',
    );
    await until(sandbox, 'nothing left to send', () => sandbox.pending.length === 0);
    const prompt = messages(sandbox, id).find((message) => message.id === sent);
    const texts = prompt?.parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
    assert.deepEqual(texts, ['Say hello to the moon', 'It is full tonight.']);
  });

  it('counts what the turn of a command changes', async () => {
    const { id } = await sandbox.newSession();
    sandbox.openTranscript(id);
    const sent = await sandbox.runCommand(id, 'greet', { text: 'the sun', attachments: [] });
    await until(
      sandbox,
      'the answer',
      (state) => !state.status.has(id) && messages(sandbox, id).at(-1)?.role === 'assistant',
    );
    const refs = agent.repository?.git('for-each-ref', '--format=%(refname)', `refs/opencode-sandbox/${id}`).trim();
    assert.ok(refs?.split('\n').includes(`refs/opencode-sandbox/${id}/${sent}/before`), refs);
  });
});
