import assert from 'node:assert/strict';
import type { Sandbox } from '../../../src/core/sandbox/sandbox.js';
import { isSessionId, type SessionId } from '../../../src/shared/model/ids.js';
import { connected, connectTestSandbox } from '../../support/testSandbox.js';
import { longSession, turnScripts } from '../../support/longSession.js';
import { until as waitFor } from '../../support/temp.js';
import { messages, rested, until } from '../../support/watch.js';
import { prompt, realServer } from './realServer.js';

const scripts = {
  ...turnScripts,
  hello: [{ text: 'Hello.' }],
  change: [
    { tools: [{ name: 'bash', args: { command: 'echo early >> early.txt', description: 'Write it' } }] },
    { text: 'Written.' },
  ],
  other: [
    { tools: [{ name: 'bash', args: { command: 'date +%N > other.txt', description: 'Write another' } }] },
    { text: 'Written.' },
  ],
};

const sessionId = (id: string): SessionId => {
  assert.ok(isSessionId(id));
  return id;
};

describe('a long session on the real OpenCode server', () => {
  const at = realServer(scripts, undefined, {});
  const loaded = (sandbox: Sandbox, id: SessionId): Promise<true> =>
    until(sandbox, 'its messages', (state) => state.transcripts.get(id)?.loaded === true);
  const known = (sandbox: Sandbox, id: SessionId): readonly string[] =>
    messages(sandbox, id).map((message) => message.id);
  const there = async (id: SessionId): Promise<readonly string[]> =>
    (await at().server.json<{ info: { id: string } }[]>(`/session/${id}/message`)).map(({ info }) => info.id);
  /** Cuts the connection, lets the session grow to this many turns, and restores it. */
  const grownMeanwhile = async (sandbox: Sandbox, grow: () => void): Promise<void> => {
    const { proxy } = at();
    proxy.down('rst');
    await until(sandbox, 'the loss', (_state, { connection }) => connection.phase !== 'connected');
    grow();
    proxy.pass();
    sandbox.connect();
    await connected(sandbox);
  };

  /** A session that was opened with this many turns and got more during a gap, and the IDs of all its messages. */
  const grown = async (title: string, known: number, turns: number) => {
    const { sandbox, server } = at();
    const { id, put } = await longSession(server, turns, title);
    put(known);
    const session = sessionId(id);
    sandbox.openTranscript(session);
    await loaded(sandbox, session);
    await grownMeanwhile(sandbox, () => put(turns));
    return { session, all: await there(session) };
  };

  it('opens at its end, and loads back to its beginning', async () => {
    const { sandbox, server } = at();
    const { id, put } = await longSession(server, 60, 'Read back');
    put(60);
    const session = sessionId(id);
    sandbox.openTranscript(session);
    await loaded(sandbox, session);
    const all = await there(session);
    assert.equal(all.length, 180);
    assert.ok(known(sandbox, session).length < 60);
    assert.deepEqual(known(sandbox, session), all.slice(-known(sandbox, session).length));
    while (sandbox.store.state.transcripts.get(session)?.older !== undefined) await sandbox.loadOlder(session);
    assert.deepEqual(known(sandbox, session), all);
  });

  it('has no hole if a gap had more messages than a page', async () => {
    const { sandbox } = at();
    const { session, all } = await grown('Grown', 10, 70);
    assert.equal(all.length, 210);
    assert.deepEqual(known(sandbox, session), all, 'what was known, and all that came');
  });

  it('has no hole if a gap had more messages than are loaded at once', async () => {
    const { sandbox } = at();
    const { session, all } = await grown('Far grown', 10, 200);
    assert.deepEqual(known(sandbox, session), all.slice(-known(sandbox, session).length));
    assert.ok(known(sandbox, session).length < all.length);
    while (sandbox.store.state.transcripts.get(session)?.older !== undefined) await sandbox.loadOlder(session);
    assert.deepEqual(known(sandbox, session), all);
  });

  it('knows the changes of its first turns, and loads them once', async () => {
    const { sandbox, begin, server } = at();
    const session = await begin('[[change]]');
    await rested(sandbox, session);
    for (let n = 0; n < 16; n++) {
      await sandbox.send(session, prompt(`[[hello]] ${n}`));
      await rested(sandbox, session);
    }
    const asked: string[] = [];
    const other = await connectTestSandbox({
      url: server.url,
      secret: 'pw',
      onTraffic: ({ title }) => void (title === `GET /session/${session}/message` && asked.push(title)),
    });
    at().track(other);
    other.openTranscript(session);
    await loaded(other, session);
    assert.notEqual(other.store.state.transcripts.get(session)?.older, undefined);
    const paths = async (): Promise<readonly string[]> => (await other.sessionChanges(session)).map(({ path }) => path);
    assert.deepEqual(await paths(), ['early.txt']);
    const reads = asked.length;
    assert.deepEqual(await paths(), ['early.txt']);
    await other.send(session, prompt('[[hello]] once more'));
    await rested(other, session);
    assert.deepEqual(await paths(), ['early.txt']);
    assert.equal(asked.length, reads, 'nothing is read again');
    while (other.store.state.transcripts.get(session)?.older !== undefined) await other.loadOlder(session);
    assert.deepEqual(await paths(), ['early.txt'], 'once, also where its turn is known now');
  });

  it('knows the changes of a session that was never opened, and loads them once, even after more messages', async () => {
    const { sandbox, begin, server } = at();
    const asked: string[] = [];
    const other = await connectTestSandbox({
      url: server.url,
      secret: 'pw',
      onTraffic: ({ title }) => void (/^GET \/session\/\w+\/message$/.test(title) && asked.push(title)),
    });
    at().track(other);
    /** Files that the server counted for a prompt, as this one heard it. */
    const counts = new Map<string, readonly string[]>();
    other.store.onDidCommit(({ events }) => {
      for (const event of events)
        if (event.type === 'message.upserted' && event.message.role === 'user')
          counts.set(event.message.id, event.message.changes?.map(({ path }) => path) ?? []);
    });
    const session = await begin('[[change]]');
    const counted = (file: string): Promise<boolean> =>
      waitFor(`the count of ${file}`, () => [...counts.values()].some((paths) => paths.includes(file)));
    const files = async (): Promise<readonly string[]> =>
      (await other.sessionChanges(session)).map(({ path }) => path).toSorted();
    await rested(sandbox, session);
    await counted('early.txt');
    assert.deepEqual(await files(), ['early.txt']);
    const begun = await begin('[[hello]] elsewhere');
    await rested(sandbox, begun);
    assert.deepEqual(await files(), ['early.txt']);
    assert.equal(asked.length, 1);
    await sandbox.send(session, prompt('[[other]]'));
    await rested(sandbox, session);
    await counted('other.txt');
    assert.deepEqual(await files(), ['early.txt', 'other.txt']);
    assert.equal(asked.length, 1);
  });

  it('no longer shows reverted changes', async () => {
    const { sandbox, begin, server, open } = at();
    const session = await begin('[[change]]');
    await rested(sandbox, session);
    for (let n = 0; n < 16; n++) {
      await sandbox.send(session, prompt(`[[hello]] ${n}`));
      await rested(sandbox, session);
    }
    const [first] = messages(sandbox, session);
    assert.ok(first);
    const other = await open(server.url);
    other.openTranscript(session);
    await loaded(other, session);
    assert.equal((await other.sessionChanges(session)).length, 1);
    await other.revert(session, first.id);
    await other.send(session, prompt('[[hello]] instead'));
    await rested(other, session);
    assert.deepEqual(await other.sessionChanges(session), []);
  });
});
