import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Disposable } from '../../src/core/emitter.js';
import type { Sandbox } from '../../src/core/sandbox/sandbox.js';
import { sleepWhenIdle } from '../../src/host/features/connect/idleDisconnect.js';
import { TreeProvider } from '../../src/host/features/sessions/treeProvider.js';
import type { Services } from '../../src/host/services/index.js';
import { createTestClock, type TestClock } from '../support/clock.js';
import { startModel, type Model } from '../support/model.js';
import { startOpencode, type Opencode } from '../support/opencode.js';
import { startProxy, type Proxy } from '../support/proxy.js';
import { until } from '../support/temp.js';
import { add, forget, inside } from './inside.js';

const MINUTE = 60_000;
const run = (name: string, ...args: readonly unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`opencodeSandbox.${name}`, ...args);
const set = (minutes: number | undefined): Thenable<void> =>
  vscode.workspace
    .getConfiguration('opencodeSandbox')
    .update('idleDisconnectMinutes', minutes, vscode.ConfigurationTarget.Global);

describe('an idle sandbox', () => {
  let services: Services;
  let model: Model;
  let server: Opencode;
  let proxy: Proxy;
  let sandbox: Sandbox;
  let clock: TestClock;
  let idle: Disposable;

  before(async () => {
    services = await inside();
    const permission = { tools: [{ name: 'bash', args: { command: 'touch asked', description: 'x' } }] };
    model = await startModel({
      scripts: { slow: [{ text: 'So far.', hold: 'slow' }], ask: [permission, { text: 'Done.' }] },
    });
    server = await startOpencode({ model, config: { permission: { bash: 'ask' } } });
    proxy = await startProxy({ target: server.url });
    sandbox = await add(services, proxy.url, server.password, 'Idle box');
  });
  beforeEach(async () => {
    clock = createTestClock();
    idle = sleepWhenIdle({ ...services, clock });
    await sandbox.ready();
    // Wait for the effects of connecting before counting minutes.
    await until('everything was read', () => sandbox.store.state.catalog.models.length > 0);
    services.chats.changed();
  });
  afterEach(() => idle.dispose());
  after(async () => {
    await set(undefined);
    if (sandbox !== undefined) await forget(services, sandbox);
    await proxy?.close();
    await server?.dispose();
    await model?.close();
  });

  const phase = (): string => sandbox.connection.phase;
  const sleeps = async (): Promise<void> => {
    // Late events of the previous test may still arrive.
    await until('it sleeps', async () => {
      await clock.tick(30 * MINUTE);
      return phase() === 'sleeping';
    });
  };
  const session = async () => sandbox.newSession();

  it('is disconnected after the configured minutes, and shown as sleeping in the tree', async () => {
    const streams = (): number => proxy.connections(/GET \/event/);
    assert.equal(streams(), 1);
    await clock.tick(29 * MINUTE);
    assert.equal(phase(), 'connected');
    await clock.tick(MINUTE);
    assert.equal(phase(), 'sleeping');
    await until('the server has no stream of ours', () => streams() === 0);
    const asked = proxy.count();
    const tree = new TreeProvider(services);
    const rows = ((await tree.getChildren()) ?? []).map(async (row) => tree.getTreeItem(row));
    const item = (await Promise.all(rows)).find(({ label }) => label === 'Idle box');
    assert.match(String(item?.description), /^sleeping/);
    tree.dispose();
    // No request is sent to the machine, however long it takes.
    await clock.tick(24 * 60 * MINUTE);
    assert.equal(phase(), 'sleeping');
    assert.equal(proxy.count(), asked);
  });

  it('counts from the last activity of any client', async () => {
    await clock.tick(29 * MINUTE);
    await server.json('/session', { title: 'made elsewhere' });
    await until('the session is known', () =>
      [...sandbox.store.state.sessions.values()].some(({ title }) => title === 'made elsewhere'),
    );
    await clock.tick(29 * MINUTE);
    assert.equal(phase(), 'connected');
    await clock.tick(2 * MINUTE);
    assert.equal(phase(), 'sleeping');
  });

  it('is not idle while a turn runs', async () => {
    const { id } = await session();
    await sandbox.send(id, { text: '[[slow]]', attachments: [] });
    await model.asked('slow');
    await until('it runs', () => sandbox.store.state.status.get(id)?.type === 'busy');
    await clock.tick(2 * 60 * MINUTE);
    assert.equal(phase(), 'connected');
    model.release('slow');
    await until('it rests', () => !sandbox.store.state.status.has(id));
  });

  it('is not idle while something waits for an answer', async () => {
    const { id } = await session();
    await sandbox.send(id, { text: '[[ask]]', attachments: [] });
    await until('it asks', () => sandbox.store.state.requests.length > 0);
    await clock.tick(2 * 60 * MINUTE);
    assert.equal(phase(), 'connected');
    await run('abortSession', { sandboxId: sandbox.profile.id, sessionId: id });
    await until('it rests', () => !sandbox.store.state.status.has(id) && sandbox.store.state.requests.length === 0);
  });

  it('is woken by a prompt, which is sent', async () => {
    const { id } = await session();
    const held = sandbox.openTranscript(id);
    await sleeps();
    await sandbox.send(id, { text: 'good morning', attachments: [] });
    await until('the answer is there', () =>
      sandbox.store.state.transcripts
        .get(id)
        ?.messages.some(({ role, parts }) => role === 'assistant' && JSON.stringify(parts).includes('good morning')),
    );
    assert.equal(phase(), 'connected');
    held.dispose();
  });

  it('is woken by a look at one of its sessions', async () => {
    const { id } = await session();
    await sleeps();
    await run('openSession', { sandboxId: sandbox.profile.id, sessionId: id });
    await until('it is awake', () => phase() === 'connected');
  });

  it('is woken by what another program asks of it', async () => {
    await sleeps();
    await vscode.lm.invokeTool('opencodeListSessions', {
      input: { sandbox: 'Idle box' },
      toolInvocationToken: undefined,
    });
    assert.equal(phase(), 'connected');
  });

  it('stays connected if no minutes are set', async () => {
    await set(0);
    await clock.tick(7 * 24 * 60 * MINUTE);
    assert.equal(phase(), 'connected');
    await set(5);
    await clock.tick(5 * MINUTE);
    assert.equal(phase(), 'sleeping');
  });
});
