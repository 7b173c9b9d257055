// Folders, files, terminals and the server's own objects, on the real OpenCode 2 server.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import type { AgentEvent } from '../../../src/shared/model/events.js';
import { poll } from '../../support/poll.js';
import { makeTemp, removeTemp } from '../../support/temp.js';
import { connectTestSandbox } from '../../support/testSandbox.js';
import { rested, until } from '../../support/watch.js';
import { describeOpencode2, request } from './opencode2Fixture.js';
import { prompt } from './realServer.js';

describeOpencode2((at) => {
  it('receives no events of other folders', async () => {
    const { server, sandbox } = at();
    const other = makeTemp('other');
    mkdirSync(`${other}/deep`);
    execFileSync('git', ['init', '--quiet', '--initial-branch=elsewhere', other]);
    const heard: AgentEvent[] = [];
    const watch = sandbox.store.onDidCommit(({ events }) => void heard.push(...events));
    const elsewhere = await connectTestSandbox({ url: server.url, secret: 'pw', directory: other });
    const { id, directory } = await elsewhere.newSession();
    elsewhere.openTranscript(id);
    await elsewhere.send(id, prompt('[[hello]] elsewhere'));
    await rested(elsewhere, id);
    assert.equal(directory, other);
    watch.dispose();
    assert.equal(sandbox.store.state.sessions.has(id), false);
    const own = [...sandbox.store.state.sessions.keys()];
    assert.deepEqual(
      heard.filter(
        (event) =>
          event.type !== 'catalog.changed' &&
          event.type !== 'catalog.loaded' &&
          // A turn of an earlier suite may still be ending.
          !own.some((session) => JSON.stringify(event).includes(session)) &&
          // A server that just opened the sandbox's own folder tells its branch late.
          !(event.type === 'branch.changed' && event.branch === 'main'),
      ),
      [],
    );
    assert.equal(elsewhere.store.state.sessions.size, 1);
    elsewhere.dispose();
    removeTemp(other);
  });

  it('receives no requests of other folders, neither as they come nor when it connects', async () => {
    const { server, sandbox, begin, open } = at();
    const other = makeTemp('other');
    const elsewhere = await connectTestSandbox({ url: server.url, secret: 'pw', directory: other });
    const { id } = await elsewhere.newSession();
    elsewhere.openTranscript(id);
    await elsewhere.send(id, prompt('[[git]]'));
    const asked = await until(elsewhere, 'its request', (state) => state.requests[0]);
    // Events after it have arrived, so it would have arrived too.
    const own = await begin('[[git]]');
    const ofOwn = await request(at(), own);
    const second = await open();
    for (const one of [sandbox, second]) {
      assert.deepEqual(
        one.store.state.requests.map((request) => request.id),
        [ofOwn.id],
      );
      assert.equal(one.store.state.sessions.has(id), false);
      assert.equal(one.store.state.status.has(id), false);
    }
    await elsewhere.replyPermission(asked.id, 'once');
    await sandbox.replyPermission(ofOwn.id, 'once');
    await rested(elsewhere, id);
    await rested(sandbox, own);
    elsewhere.dispose();
    removeTemp(other);
  });

  it('reads files and folders, and runs a terminal', async () => {
    const { server, sandbox } = at();
    const { files, terminals, workspace, changes } = await sandbox.ready();
    const entries = (await files?.list('src', server.workspace)) ?? [];
    assert.ok(
      entries.some(({ path, type }) => path === 'src/greet.ts' && type === 'file'),
      JSON.stringify(entries),
    );
    const bytes = await files?.read('src/greet.ts', server.workspace);
    assert.equal(new TextDecoder().decode(bytes), server.repository?.read('src/greet.ts'));
    assert.equal(await files?.read('src/none.ts', server.workspace), undefined);
    await assert.rejects(files?.list('none', server.workspace) ?? Promise.resolve(), { status: 404 });
    assert.deepEqual(
      [await workspace.directory(), await workspace.root(`${server.workspace}/src`), await changes?.branch()],
      [server.workspace, server.workspace, 'main'],
    );
    const terminal = (await terminals?.open({ directory: server.workspace, title: 'x' })) ?? assert.fail();
    let output = '';
    const connection = await terminal.connect(0, { output: (text) => void (output += text), closed() {} });
    connection.send('echo "sum $((20 + 22))"\n');
    await poll('the sum', () => output.includes('sum 42'));
    assert.equal(await terminal.isRunning(), true);
    connection.close();
    await terminal.kill();
    assert.equal(await terminal.isRunning(), false);
  });

  it('returns its own objects in the documented shapes', async () => {
    const { server, sandbox, begin } = at();
    const id = await begin('[[hello]]');
    await rested(sandbox, id);
    const { raw } = await sandbox.ready();
    const session = (await raw.session(id)) as Record<string, unknown>;
    assert.deepEqual(
      [session['id'], session['directory'], session['version']],
      [id, server.workspace, sandbox.identity?.version],
    );
    const read = (await raw.messages(id)) as { info: { role: string }; parts: { type: string }[] }[];
    assert.deepEqual(
      read.map(({ info, parts }) => [info.role, parts.map(({ type }) => type)]),
      [
        ['user', ['text']],
        ['assistant', ['reasoning', 'text']],
      ],
    );
    assert.ok(((await raw.sessions()) as { id: string }[]).some((one) => one.id === id));
  });
});
