import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { TreeProvider } from '../../src/host/features/sessions/treeProvider.js';
import type { Services } from '../../src/host/services/index.js';
import { Failure } from '../../src/core/failure.js';
import type { Sandbox } from '../../src/core/sandbox/sandbox.js';
import { startModel, type Model } from '../support/model.js';
import { startOpencode, type Opencode } from '../support/opencode.js';
import { startSandboxAgent, type SandboxAgent } from '../support/sandboxAgent.js';
import { until } from '../support/temp.js';
import { add as addSandbox, forget, inside } from './inside.js';

const run = (name: string, ...args: readonly unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`opencodeSandbox.${name}`, ...args);
const setting = (name: string): unknown => vscode.workspace.getConfiguration('opencodeSandbox').get(name);

describe('the extension with real servers', () => {
  let services: Services;
  let model: Model;
  let server: Opencode;
  let agent: SandboxAgent;
  const saved: Sandbox[] = [];

  const add = async (url: string, secret: string | undefined, name: string): Promise<Sandbox> => {
    const sandbox = await addSandbox(services, url, secret, name);
    saved.push(sandbox);
    return sandbox;
  };
  const refOf = (sandbox: Sandbox, sessionId: string) => ({ sandboxId: sandbox.profile.id, sessionId });
  /** The session in the active chat, once the server has created it. */
  const shownSession = () => until('the chat shows a session', () => services.chats.active?.ref?.sessionId);
  /** Everything the extension stored outside of SecretStorage. */
  const written = (): string => {
    const { globalState, workspaceState } = services.context;
    const all = [globalState, workspaceState].flatMap((memory) => memory.keys().map((key) => [key, memory.get(key)]));
    return JSON.stringify([all, vscode.workspace.getConfiguration('opencodeSandbox')]);
  };

  before(async () => {
    services = await inside();
    model = await startModel({ scripts: { slow: [{ text: 'So far.', hold: 'slow' }, { text: 'Done.' }] } });
    [server, agent] = await Promise.all([startOpencode({ model, password: 'canary-secret' }), startSandboxAgent()]);
  });
  after(async () => {
    for (const sandbox of saved) await forget(services, sandbox);
    await Promise.all([server.dispose(), agent.dispose()]);
    await model.close();
  });

  it('saves nothing of a sandbox that refuses the credentials', async () => {
    const before = written();
    for (const secret of [undefined, 'wrong'])
      await assert.rejects(
        add(server.url, secret, 'nothing'),
        (error) => error instanceof Failure && error.kind === 'unauthorized',
      );
    await assert.rejects(add('http://10.1.2.3:4096', 'x', 'nothing'), { kind: 'insecure' });
    assert.equal(written(), before);
  });

  it('keeps the password in SecretStorage and nowhere else', async () => {
    const sandbox = await add(server.url, server.password ?? undefined, 'My Box');
    assert.equal(sandbox.profile.id, 'my-box');
    const kept = await services.context.secrets.get('opencodeSandbox.secret.my-box');
    assert.deepEqual(JSON.parse(kept ?? ''), { version: 1, address: server.url, secret: 'canary-secret' });
    assert.deepEqual(setting('sandboxes'), [{ id: 'my-box', name: 'My Box', url: server.url }]);
    const basic = Buffer.from('opencode:canary-secret').toString('base64');
    for (const form of ['canary-secret', Buffer.from('canary-secret').toString('base64'), basic])
      assert.ok(!written().includes(form), form);
  });

  it('never sends a secret to another address than the one it was entered for', async () => {
    const { profile } = theSandbox();
    assert.equal(await services.secrets.get(profile), 'canary-secret');
    for (const url of ['https://elsewhere.example', `${profile.url}/mallory`])
      assert.equal(await services.secrets.get({ ...profile, url }), undefined);
  });

  const theSandbox = (): Sandbox => {
    const sandbox = services.sandboxes.all.find(({ profile }) => profile.name === 'My Box');
    assert.ok(sandbox);
    return sandbox;
  };

  it('shows the sessions of every sandbox as rows, whoever created them', async () => {
    const testSandbox = theSandbox();
    const second = await add(agent.origin, agent.token ?? undefined, 'Agent Box');
    await server.json('/session', { title: 'made elsewhere' });
    await until('the session is known', () =>
      [...testSandbox.store.state.sessions.values()].some(({ title }) => title === 'made elsewhere'),
    );
    const tree = new TreeProvider(services);
    const roots = (await tree.getChildren()) ?? [];
    const names = roots.map((row) => tree.getTreeItem(row).label);
    assert.deepEqual(names, ['My Box', 'Agent Box']);
    const [root] = roots;
    assert.ok(root);
    const item = tree.getTreeItem(root);
    assert.match(String(item.description), /^connected · 1\.18/);
    const rows = (await tree.getChildren(root)) ?? [];
    const labels = rows.map((row) => tree.getTreeItem(row).label);
    assert.ok(labels.includes('made elsewhere'), JSON.stringify(labels));
    assert.equal(second.identity?.kind, 'sandbox-agent');
    tree.dispose();
  });

  it('sends a prompt to a new session and shows it in the chat', async () => {
    const testSandbox = theSandbox();
    await run('sendPrompt', 'hello from a command', { sandboxId: testSandbox.profile.id });
    const sessionId = await shownSession();
    const messages = () => testSandbox.store.state.transcripts.get(sessionId)?.messages ?? [];
    await until('the answer is there', () =>
      messages().some(
        (message) =>
          message.role === 'assistant' &&
          message.parts.some((part) => part.type === 'text' && part.text.includes('hello from a command')),
      ),
    );
    assert.equal(messages().filter((message) => message.role === 'user').length, 1);
    assert.deepEqual(testSandbox.pending, []);
  });

  it('stops a turn', async () => {
    const testSandbox = theSandbox();
    await run('sendPrompt', '[[slow]]', { sandboxId: testSandbox.profile.id });
    const sessionId = await shownSession();
    await until('it runs', () => testSandbox.store.state.status.get(sessionId)?.type === 'busy');
    await model.asked('slow');
    await run('abortSession', refOf(testSandbox, sessionId));
    await until('it rests', () => !testSandbox.store.state.status.has(sessionId));
    model.release('slow');
  });

  it('forks and archives a session, and takes it out of the archive', async () => {
    const testSandbox = theSandbox();
    const first = await shownSession();
    await run('forkSession', refOf(testSandbox, first));
    const fork = services.chats.active?.ref?.sessionId;
    assert.ok(fork !== undefined && fork !== first);
    const archived = (): boolean => testSandbox.store.state.sessions.get(fork)?.archived !== undefined;
    await run('archiveSession', refOf(testSandbox, fork));
    await until('it is archived', archived);
    await run('restoreSession', refOf(testSandbox, fork));
    await until('it is back', () => !archived());
  });

  it('removes a session that was deleted elsewhere', async () => {
    const testSandbox = theSandbox();
    const sessionId = await shownSession();
    await server.fetch(`/session/${sessionId}`, { method: 'DELETE' });
    await until('the chat shows it no longer', () => services.chats.active?.ref?.sessionId !== sessionId);
    assert.ok(!testSandbox.store.state.sessions.has(sessionId));
  });

  it('stays disconnected until the user connects', async () => {
    const testSandbox = theSandbox();
    await run('disconnect', { sandboxId: testSandbox.profile.id });
    assert.equal(testSandbox.connection.phase, 'disconnected');
    assert.ok(services.storage.isOff(testSandbox.profile.id));
    await run('connect', { sandboxId: testSandbox.profile.id });
    assert.equal(testSandbox.connection.phase, 'connected');
    assert.ok(!services.storage.isOff(testSandbox.profile.id));
  });

  it('asks for the secret once when the server stops accepting it, and continues with the new one', async () => {
    const testSandbox = theSandbox();
    await server.restart({ password: 'another-secret' });
    await until('it is refused', () => testSandbox.connection.phase === 'refused');
    assert.equal(testSandbox.connection.reason, 'unauthorized');
    const pending = await testSandbox.send((await firstSession(testSandbox)) ?? assert.fail(), {
      text: 'written meanwhile',
      attachments: [],
    });
    assert.ok(testSandbox.pending.some(({ messageId }) => messageId === pending));
    await services.secrets.store(testSandbox.profile, 'another-secret');
    testSandbox.credentialsChanged();
    testSandbox.connect();
    await until('it is back', () => testSandbox.connection.phase === 'connected');
    await until('the prompt was sent', () => testSandbox.pending.length === 0);
  });

  const firstSession = async (testSandbox: Sandbox) => [...testSandbox.store.state.sessions.keys()][0];

  it('forgets a removed sandbox', async () => {
    const before = services.sandboxes.all.length;
    const agentSandbox = services.sandboxes.all.find(({ profile }) => profile.name === 'Agent Box');
    assert.ok(agentSandbox);
    await services.settings.removeSandbox(agentSandbox.profile.id);
    await until('it is gone', () => services.sandboxes.all.length === before - 1);
    const key = `opencodeSandbox.secret.${agentSandbox.profile.id}`;
    await until('its secret is gone', async () => (await services.context.secrets.get(key)) === undefined);
  });
});
