import assert from 'node:assert/strict';
import type { Sandbox } from '../../../src/core/sandbox/sandbox.js';
import { sessionId, type SessionId } from '../../../src/shared/model/ids.js';
import { opencode2 as dialect } from '../../support/dialect.js';
import { turnScripts } from '../../support/longSession.js';
import { makeLongSession2 } from '../../support/longSession2.js';
import { until as waitFor } from '../../support/temp.js';
import { connected } from '../../support/testSandbox.js';
import { scripts2 } from '../../support/version2Scripts.js';
import { messages, rested, until } from '../../support/watch.js';
import { realServer } from './realServer.js';

interface Page {
  readonly data: readonly { readonly id: string; readonly type: string }[];
  readonly cursor?: { readonly next?: string };
}

(dialect.available() ? describe : describe.skip)('a long session on OpenCode 2', () => {
  const at = realServer({ ...scripts2(turnScripts), hello: [{ text: 'Hello.' }] }, dialect, {});
  const known = (sandbox: Sandbox, id: SessionId): readonly string[] =>
    messages(sandbox, id).map((message) => message.id);
  const loaded = (sandbox: Sandbox, id: SessionId): Promise<true> =>
    until(sandbox, 'its messages', (state) => state.transcripts.get(id)?.loaded === true);
  /** IDs of the prompts and answers on the server, oldest first. */
  const there = async (id: SessionId): Promise<readonly string[]> => {
    const all: string[] = [];
    for (let query = 'order=asc'; ;) {
      const { data, cursor } = await at().server.json<Page>(`/api/session/${id}/message?limit=200&${query}`);
      all.push(...data.filter(({ type }) => type === 'user' || type === 'assistant').map((one) => one.id));
      if (data.length < 200 || cursor?.next === undefined) return all;
      query = `cursor=${encodeURIComponent(cursor.next)}`;
    }
  };
  const loadAll = async (sandbox: Sandbox, id: SessionId): Promise<void> => {
    while (sandbox.store.state.transcripts.get(id)?.older !== undefined) await sandbox.loadOlder(id);
  };

  it('opens at its end, and loads back to its beginning', async () => {
    const { sandbox, server } = at();
    const id = sessionId(await makeLongSession2(server, 100, 'Read back'));
    sandbox.openTranscript(id);
    await loaded(sandbox, id);
    const all = await there(id);
    assert.equal(all.length, 300);
    assert.ok(known(sandbox, id).length < 100);
    assert.deepEqual(known(sandbox, id), all.slice(-known(sandbox, id).length));
    await loadAll(sandbox, id);
    assert.deepEqual(known(sandbox, id), all);
  });

  it('has no hole if a gap had more messages than are loaded at once', async () => {
    const { sandbox, server, proxy, begin } = at();
    const id = await begin('[[hello]] before the gap');
    await rested(sandbox, id);
    proxy.down('rst');
    await until(sandbox, 'the loss', (_state, { connection }) => connection.phase !== 'connected');
    for (let n = 0; n < 40; n++)
      await server.json(dialect.promptPath(id), { text: `[[hello]] ${n}`, delivery: 'queue' });
    const all = await waitFor('all answers', async () => {
      const ids = await there(id);
      return ids.length === 82 && ids;
    });
    proxy.pass();
    sandbox.connect();
    await connected(sandbox);
    await rested(sandbox, id);
    assert.deepEqual(known(sandbox, id), all.slice(-known(sandbox, id).length), 'the end, without a hole');
    await loadAll(sandbox, id);
    assert.deepEqual(known(sandbox, id), all);
  });
});
