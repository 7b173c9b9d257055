// Changes, reverts, summaries and permissions of a session, on the real OpenCode 2 server.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { messages, rested, said, until } from '../../support/watch.js';
import { describeOpencode2, request } from './opencode2Fixture.js';
import { prompt } from './realServer.js';

describeOpencode2((at) => {
  it('reports what a turn and a session changed, reverts and restores it, and commits with the next prompt', async () => {
    const { server, sandbox, begin } = at();
    const id = await begin('[[edit]]');
    await rested(sandbox, id);
    await sandbox.send(id, prompt('[[more]]'));
    await until(
      sandbox,
      'the second answer',
      (state) => said(sandbox, id).includes('Wrote more.') && !state.status.has(id),
    );
    const { changes } = await sandbox.ready();
    const [, second] = messages(sandbox, id).filter(({ role }) => role === 'user');
    assert.ok(second !== undefined);
    const paths = (list: readonly { readonly path: string }[] | undefined) => list?.map(({ path }) => path).toSorted();
    assert.deepEqual(paths(await changes?.turn(id, second.id)), ['more.md']);
    assert.deepEqual(paths(await sandbox.sessionChanges(id)), ['more.md', 'notes.md']);
    await until(sandbox, 'the count', (state) => state.changedFiles.get(id) === 2);
    await sandbox.revert(id, second.id);
    assert.equal(existsSync(`${server.workspace}/more.md`), false);
    assert.match(sandbox.store.state.sessions.get(id)?.revert?.diff ?? '', /more\.md/);
    assert.deepEqual(paths(await sandbox.sessionChanges(id)), ['notes.md']);
    await sandbox.unrevert(id);
    assert.equal(server.repository?.read('more.md'), 'more\n');
    assert.equal(sandbox.store.state.sessions.get(id)?.revert, undefined);
    await sandbox.revert(id, second.id);
    await sandbox.send(id, prompt('[[hello]] instead'));
    await until(sandbox, 'the other answer', (state) => said(sandbox, id).includes('Hello') && !state.status.has(id));
    assert.equal(
      messages(sandbox, id).some((one) => one.id === second.id),
      false,
    );
    assert.equal(sandbox.store.state.sessions.get(id)?.revert, undefined);
  });

  it('compacts a session, and shows the summary', async () => {
    const { sandbox, begin } = at();
    const id = await begin('[[hello]]');
    await rested(sandbox, id);
    await sandbox.compact(id, { providerId: 'scripted', modelId: 'scripted' });
    await until(
      sandbox,
      'the summary',
      (state) =>
        messages(sandbox, id).some(
          (one) => one.role === 'assistant' && one.summary === true && one.completed !== undefined,
        ) && !state.status.has(id),
    );
    assert.match(said(sandbox, id), /Summary of the conversation/);
  });

  it('passes on the reason of a rejection, and reports no plain rejection as a failure', async () => {
    const { model, sandbox, begin } = at();
    const id = await begin('[[git]]');
    await sandbox.replyPermission((await request(at(), id)).id, 'reject', 'use ls');
    await until(sandbox, 'the end', (state) => !state.status.has(id) && said(sandbox, id).includes('After all.'));
    await until(sandbox, 'the words in a request', () =>
      JSON.stringify(model.requests.map(({ body }) => body.messages)).includes('use ls'),
    );
    const plain = await begin('[[git]] again');
    await sandbox.replyPermission((await request(at(), plain)).id, 'reject');
    await until(sandbox, 'the end', (state) => !state.status.has(plain));
    const last = messages(sandbox, plain).at(-1);
    assert.ok(last?.role === 'assistant');
    assert.deepEqual([last.error, sandbox.store.state.failures.get(plain)], [undefined, undefined]);
    assert.ok(last.parts.some((part) => part.type === 'tool' && part.outcome === 'rejected'));
  });

  it('ends a request when its turn is stopped', async () => {
    const { sandbox, begin } = at();
    const id = await begin('[[git]] and stop');
    await request(at(), id);
    await sandbox.abort(id);
    await until(sandbox, 'the end', (state) => !state.status.has(id) && state.requests.length === 0);
    assert.equal(sandbox.store.state.failures.get(id)?.name, 'MessageAbortedError');
  });
});
