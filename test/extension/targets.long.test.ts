import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Sandbox } from '../../src/core/sandbox/sandbox.js';
import { commandId, type CommandName } from '../../src/host/vscode/ids.js';
import type { Services } from '../../src/host/services/index.js';
import type { SessionId } from '../../src/shared/model/ids.js';
import { startModel, type Model } from '../support/model.js';
import { startOpencode, type Opencode } from '../support/opencode.js';
import { until } from '../support/temp.js';
import { add, forget, inside, warnings, type Warnings } from './inside.js';

const run = (name: CommandName, ...args: readonly unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(commandId(name), ...args);

/** Ways to call each command that changes a session, pointed at `at`. */
const CHANGES: readonly (readonly [CommandName, (at: unknown) => readonly unknown[]])[] = [
  ['archiveSession', (at) => [at]],
  ['archiveSession', (at) => [undefined, [at, at]]],
  ['restoreSession', (at) => [at]],
  ['forkSession', (at) => [at]],
  ['abortSession', (at) => [at]],
  ['compactSession', (at) => [at]],
  ['renameSession', (at) => [at]],
  ['deleteSession', (at) => [at]],
  ['sendPrompt', (at) => ['to whom?', at]],
  ['openSession', (at) => [at]],
];

describe('the target of a command', () => {
  let services: Services;
  let model: Model;
  let server: Opencode;
  let sandbox: Sandbox;
  let shown: SessionId;
  const asked: string[] = [];
  let warned: Warnings;
  let listening: { dispose(): void } = { dispose() {} };
  before(async () => {
    services = await inside();
    model = await startModel({});
    server = await startOpencode({ model, password: 'secret' });
    sandbox = await add(services, server.url, server.password, 'Targets');
    warned = warnings(services);
    listening = services.onTraffic(({ entry }) => void (entry.kind === 'request' && asked.push(entry.title)));
  });
  beforeEach(async () => {
    shown = (await server.json<{ readonly id: SessionId }>('/session', { title: 'in the chat' })).id;
    await until('it is known', () => sandbox.store.state.sessions.has(shown));
    await services.chats.open({ sandboxId: sandbox.profile.id, sessionId: shown });
    asked.length = 0;
  });
  after(async () => {
    listening.dispose();
    warned.dispose();
    await forget(services, sandbox);
    await server.dispose();
    await model.close();
  });

  const changes = (): readonly string[] => asked.filter((line) => !line.startsWith('GET '));

  const gone: readonly (readonly [string, () => unknown, RegExp])[] = [
    [
      'a session that is not there',
      () => ({ sandboxId: sandbox.profile.id, sessionId: 'ses_gone' }),
      /session no longer exists/,
    ],
    [
      'what is no id of a session',
      () => ({ sandboxId: sandbox.profile.id, sessionId: '../x' }),
      /session no longer exists/,
    ],
    ['a sandbox that is not there', () => ({ sandboxId: 'nowhere', sessionId: shown }), /sandbox was removed/],
    ['a number', () => 7, /neither a sandbox nor a session/],
    ['an address', () => vscode.Uri.parse('file:///etc/passwd'), /neither a sandbox nor a session/],
    ['an object without ids', () => ({ groupId: 0 }), /neither a sandbox nor a session/],
  ];
  for (const [what, make, said] of gone)
    it(`is reported if it is ${what}, and the session in the chat is unaffected`, async () => {
      for (const [name, args] of CHANGES) {
        warned.told.length = 0;
        await run(name, ...args(make()));
        assert.match(warned.told.join('\n'), said, name);
      }
      assert.deepEqual(changes(), []);
      assert.deepEqual(sandbox.pending, []);
      assert.equal(services.chats.active?.ref?.sessionId, shown);
    });

  it('is reported if it is no sandbox, and the existing one stays connected', async () => {
    for (const arg of [{ sandboxId: 'nowhere' }, { sandboxId: 7 }, 'Targets', []]) {
      warned.told.length = 0;
      await run('disconnect', arg);
      assert.match(warned.told.join('\n'), /sandbox was removed|neither a sandbox nor a session/);
    }
    assert.equal(sandbox.connection.phase, 'connected');
  });

  for (const nothing of [undefined, null])
    it(`is the session in the chat if it is ${String(nothing)}`, async () => {
      await run('archiveSession', nothing);
      await until('it is archived', () => sandbox.store.state.sessions.get(shown)?.archived !== undefined);
      await run('restoreSession', nothing);
      await run('sendPrompt', 'to the chat', nothing);
      assert.deepEqual(
        changes().filter((line) => !line.includes(shown)),
        [],
      );
      await until('it was sent', () => asked.some((line) => line.includes(`${shown}/prompt_async`)));
      await until('it rests', () => !sandbox.store.state.status.has(shown) && sandbox.pending.length === 0);
    });

  it('includes only the sessions among several rows', async () => {
    const { id } = await server.json<{ readonly id: SessionId }>('/session', { title: 'another' });
    await until('it is known', () => sandbox.store.state.sessions.has(id));
    const row = (sessionId: SessionId) => ({ kind: 'session', sandboxId: sandbox.profile.id, sessionId });
    await run('archiveSession', row(id), [row(id), { kind: 'sandbox', sandboxId: sandbox.profile.id }]);
    await until('it is archived', () => sandbox.store.state.sessions.get(id)?.archived !== undefined);
    assert.equal(sandbox.store.state.sessions.get(shown)?.archived, undefined);
  });

  it('includes every connected sandbox for a refresh, whichever row has the focus', async () => {
    const second = await startOpencode({ model, password: 'secret' });
    const other = await add(services, second.url, second.password, 'Other');
    const read = new Set<string>();
    const hearing = services.onTraffic(({ sandbox: of, entry }) => {
      if (/^GET \/session\b(?!\/)/.test(entry.title)) read.add(of.profile.name);
    });
    try {
      await run('refresh', { kind: 'session', sandboxId: other.profile.id, sessionId: shown });
      await until('both are read', () => read.has('Targets') && read.has('Other'));
      other.disconnect();
      read.clear();
      // While it loads, another refresh has no effect.
      await until('it is read', async () => {
        await run('refresh', { kind: 'sandbox', sandboxId: sandbox.profile.id });
        return read.has('Targets');
      });
      assert.ok(!read.has('Other'), 'what the user disconnected stays so');
    } finally {
      hearing.dispose();
      await forget(services, other);
      await second.dispose();
    }
  });
});
