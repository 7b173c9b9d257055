// Changes, reverts, summaries and permissions of a session, on the real OpenCode 2 server.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { messages, rested, said, until } from '../../support/watch.js';
import { describeOpencode2, request } from './opencode2Fixture.js';
import { prompt } from './realServer.js';

describeOpencode2((at) => {
  it('reports what a turn and a session changed, reverts and restores it, and commits with the next prompt', async () => {
    const { server, box, begin } = at();
    const id = await begin('[[edit]]');
    await rested(box, id);
    await box.send(id, prompt('[[more]]'));
    await until(box, 'the second answer', (state) => said(box, id).includes('Wrote more.') && !state.status.has(id));
    const { changes } = await box.ready();
    const [, second] = messages(box, id).filter(({ role }) => role === 'user');
    assert.ok(second !== undefined);
    const paths = (list: readonly { readonly path: string }[] | undefined) => list?.map(({ path }) => path).toSorted();
    assert.deepEqual(paths(await changes?.turn(id, second.id)), ['more.md']);
    assert.deepEqual(paths(await box.sessionChanges(id)), ['more.md', 'notes.md']);
    await until(box, 'the count', (state) => state.changedFiles.get(id) === 2);
    await box.revert(id, second.id);
    assert.equal(existsSync(`${server.workspace}/more.md`), false);
    assert.match(box.store.state.sessions.get(id)?.revert?.diff ?? '', /more\.md/);
    assert.deepEqual(paths(await box.sessionChanges(id)), ['notes.md']);
    await box.unrevert(id);
    assert.equal(server.repository?.read('more.md'), 'more\n');
    assert.equal(box.store.state.sessions.get(id)?.revert, undefined);
    await box.revert(id, second.id);
    await box.send(id, prompt('[[hello]] instead'));
    await until(box, 'the other answer', (state) => said(box, id).includes('Hello') && !state.status.has(id));
    assert.equal(
      messages(box, id).some((one) => one.id === second.id),
      false,
    );
    assert.equal(box.store.state.sessions.get(id)?.revert, undefined);
  });

  it('compacts a session, and shows the summary', async () => {
    const { box, begin } = at();
    const id = await begin('[[hello]]');
    await rested(box, id);
    await box.compact(id, { providerId: 'scripted', modelId: 'scripted' });
    await until(
      box,
      'the summary',
      (state) =>
        messages(box, id).some(
          (one) => one.role === 'assistant' && one.summary === true && one.completed !== undefined,
        ) && !state.status.has(id),
    );
    assert.match(said(box, id), /Summary of the conversation/);
  });

  it('passes on the reason of a rejection, and reports no plain rejection as a failure', async () => {
    const { model, box, begin } = at();
    const id = await begin('[[git]]');
    await box.replyPermission((await request(at(), id)).id, 'reject', 'use ls');
    await until(box, 'the end', (state) => !state.status.has(id) && said(box, id).includes('After all.'));
    await until(box, 'the words in a request', () =>
      JSON.stringify(model.requests.map(({ body }) => body.messages)).includes('use ls'),
    );
    const plain = await begin('[[git]] again');
    await box.replyPermission((await request(at(), plain)).id, 'reject');
    await until(box, 'the end', (state) => !state.status.has(plain));
    const last = messages(box, plain).at(-1);
    assert.ok(last?.role === 'assistant');
    assert.deepEqual([last.error, box.store.state.failures.get(plain)], [undefined, undefined]);
    assert.ok(last.parts.some((part) => part.type === 'tool' && part.outcome === 'rejected'));
  });

  it('ends a request when its turn is stopped', async () => {
    const { box, begin } = at();
    const id = await begin('[[git]] and stop');
    await request(at(), id);
    await box.abort(id);
    await until(box, 'the end', (state) => !state.status.has(id) && state.requests.length === 0);
    assert.equal(box.store.state.failures.get(id)?.name, 'MessageAbortedError');
  });
});
