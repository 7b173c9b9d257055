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
    const { profile } = theBox();
    assert.equal(await services.secrets.get(profile), 'canary-secret');
    for (const url of ['https://elsewhere.example', `${profile.url}/mallory`])
      assert.equal(await services.secrets.get({ ...profile, url }), undefined);
  });

  const theBox = (): Sandbox => {
    const sandbox = services.sandboxes.all.find(({ profile }) => profile.name === 'My Box');
    assert.ok(sandbox);
    return sandbox;
  };

  it('shows the sessions of every sandbox as rows, whoever created them', async () => {
    const box = theBox();
    const second = await add(agent.origin, agent.token ?? undefined, 'Agent Box');
    await server.json('/session', { title: 'made elsewhere' });
    await until('the session is known', () =>
      [...box.store.state.sessions.values()].some(({ title }) => title === 'made elsewhere'),
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
    const box = theBox();
    await run('sendPrompt', 'hello from a command', { sandboxId: box.profile.id });
    const sessionId = await shownSession();
    const messages = () => box.store.state.transcripts.get(sessionId)?.messages ?? [];
    await until('the answer is there', () =>
      messages().some(
        (message) =>
          message.role === 'assistant' &&
          message.parts.some((part) => part.type === 'text' && part.text.includes('hello from a command')),
      ),
    );
    assert.equal(messages().filter((message) => message.role === 'user').length, 1);
    assert.deepEqual(box.pending, []);
  });

  it('stops a turn', async () => {
    const box = theBox();
    await run('sendPrompt', '[[slow]]', { sandboxId: box.profile.id });
    const sessionId = await shownSession();
    await until('it runs', () => box.store.state.status.get(sessionId)?.type === 'busy');
    await model.asked('slow');
    await run('abortSession', refOf(box, sessionId));
    await until('it rests', () => !box.store.state.status.has(sessionId));
    model.release('slow');
  });

  it('forks and archives a session, and takes it out of the archive', async () => {
    const box = theBox();
    const first = await shownSession();
    await run('forkSession', refOf(box, first));
    const fork = services.chats.active?.ref?.sessionId;
    assert.ok(fork !== undefined && fork !== first);
    const archived = (): boolean => box.store.state.sessions.get(fork)?.archived !== undefined;
    await run('archiveSession', refOf(box, fork));
    await until('it is archived', archived);
    await run('restoreSession', refOf(box, fork));
    await until('it is back', () => !archived());
  });

  it('removes a session that was deleted elsewhere', async () => {
    const box = theBox();
    const sessionId = await shownSession();
    await server.fetch(`/session/${sessionId}`, { method: 'DELETE' });
    await until('the chat shows it no longer', () => services.chats.active?.ref?.sessionId !== sessionId);
    assert.ok(!box.store.state.sessions.has(sessionId));
  });

  it('stays disconnected until the user connects', async () => {
    const box = theBox();
    await run('disconnect', { sandboxId: box.profile.id });
    assert.equal(box.connection.phase, 'disconnected');
    assert.ok(services.storage.isOff(box.profile.id));
    await run('connect', { sandboxId: box.profile.id });
    assert.equal(box.connection.phase, 'connected');
    assert.ok(!services.storage.isOff(box.profile.id));
  });

  it('asks for the secret once when the server stops accepting it, and continues with the new one', async () => {
    const box = theBox();
    await server.restart({ password: 'another-secret' });
    await until('it is refused', () => box.connection.phase === 'refused');
    assert.equal(box.connection.reason, 'unauthorized');
    const pending = await box.send((await firstSession(box)) ?? assert.fail(), {
      text: 'written meanwhile',
      attachments: [],
    });
    assert.ok(box.pending.some(({ messageId }) => messageId === pending));
    await services.secrets.store(box.profile, 'another-secret');
    box.credentialsChanged();
    box.connect();
    await until('it is back', () => box.connection.phase === 'connected');
    await until('the prompt was sent', () => box.pending.length === 0);
  });

  const firstSession = async (box: Sandbox) => [...box.store.state.sessions.keys()][0];

  it('forgets a removed sandbox', async () => {
    const before = services.sandboxes.all.length;
    const agentBox = services.sandboxes.all.find(({ profile }) => profile.name === 'Agent Box');
    assert.ok(agentBox);
    await services.settings.removeSandbox(agentBox.profile.id);
    await until('it is gone', () => services.sandboxes.all.length === before - 1);
    const key = `opencodeSandbox.secret.${agentBox.profile.id}`;
    await until('its secret is gone', async () => (await services.context.secrets.get(key)) === undefined);
  });
});
