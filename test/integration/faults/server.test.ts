// Faults of servers and gateways: restarts, refusals, web pages, other data.
import assert from 'node:assert/strict';
import { createTestClock } from '../../support/clock.js';
import { createTestSandbox } from '../../support/testSandbox.js';
import { describeKinds, SERVER_KINDS } from '../../support/serverKinds.js';
import { until as waitFor } from '../../support/temp.js';
import { equalsGet, judge } from './compare.js';
import { down, live, createFixture, type Fixture } from './fixture.js';
import { note, printTable } from './table.js';
import { midTurn, said } from './turns.js';

after(printTable);

const JSON_TYPE = { 'content-type': 'application/json' };
const PAGE = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<!doctype html><title>Sign in</title>',
};

describeKinds(SERVER_KINDS, 'a server of', (kind) => {
  let fixture: Fixture;
  before(async () => void (fixture = await createFixture(kind)));
  after(() => fixture.dispose());
  afterEach(() => fixture.proxy.pass());

  it('that is killed during a turn and restarted on the same port is shown in its current state', async () => {
    const turn = await midTurn(fixture);
    await fixture.server.kill();
    await down(fixture.sandbox);
    await fixture.server.restart();
    const since = Date.now();
    await equalsGet(fixture, [turn.id]);
    const recovered = Date.now() - since;
    // A starting server may still answer something else.
    await waitFor('no spinner for a turn that died', () => !fixture.sandbox.store.state.status.has(turn.id));
    const after = await midTurn(fixture);
    after.finish();
    await judge(fixture, undefined, Date.now(), after);
    note({
      fault: 'Server killed in mid-turn, started again on its port',
      server: kind.name,
      recovered,
      lost: 0,
      doubled: 0,
    });
  });

  for (const [what, answer] of [
    ['502', { status: 502 }],
    ['503', { status: 503 }],
    ['503 with Retry-After: 1', { status: 503, headers: { 'retry-after': '1' } }],
    ['500', { status: 500, body: '{"message":"no"}', headers: { 'content-type': 'application/json' } }],
  ] as const) {
    for (const [where, match, asked] of [
      ['to everything', undefined, kind.health],
      ['on the stream only', '/event', '/event'],
    ] as const)
      it(`that answers ${what} ${where} for a while is reconnected automatically`, async () => {
        const turn = await midTurn(fixture);
        fixture.proxy.answer({ ...answer, ...(match === undefined ? {} : { match }) });
        fixture.proxy.drop('fin');
        await down(fixture.sandbox);
        turn.finish();
        await fixture.proxy.seen(asked);
        const since = Date.now();
        fixture.proxy.pass();
        await judge(fixture, `${what} ${where}`, since, turn);
      });

    it(`that answers ${what} to a prompt gets it once`, async () => {
      const { id } = await fixture.sandbox.newSession();
      fixture.sandbox.openTranscript(id);
      fixture.proxy.answer({ ...answer, match: '/prompt', times: 2 });
      await fixture.sandbox.send(id, { text: `echo through ${what}`, attachments: [] });
      await fixture.proxy.seen('/prompt', 0);
      const since = Date.now();
      if (answer.status === 500) {
        await waitFor('the refusal', () => fixture.sandbox.pending[0]?.state === 'failed');
        const [entry] = fixture.sandbox.pending;
        assert.ok(entry);
        fixture.proxy.pass();
        fixture.sandbox.retryPending(entry.messageId);
      }
      await waitFor('the prompt is taken', () => fixture.sandbox.pending.length === 0, 90_000);
      await judge(fixture, `${what} to a prompt${answer.status === 500 ? ', sent again by hand' : ', twice'}`, since, [
        [id, [`echo through ${what}`]],
      ]);
    });
  }

  for (const [what, answer] of [
    ['a web page', PAGE],
    ['JSON of another program', { status: 200, headers: JSON_TYPE, body: '{"status":"ok"}' }],
    ['JSON that breaks off', { status: 200, headers: JSON_TYPE, body: '{"data":{"id":"x"}}', breaksAfter: 9 }],
  ] as const)
    it(`that answers ${what} to a prompt gets it once`, async () => {
      const { id } = await fixture.sandbox.newSession();
      fixture.sandbox.openTranscript(id);
      fixture.proxy.answer({ ...answer, match: '/prompt', times: 1 });
      const since = Date.now();
      await fixture.sandbox.send(id, { text: `echo through ${what}`, attachments: [] });
      await waitFor('the prompt is taken', () => fixture.sandbox.pending.length === 0, 90_000);
      await judge(fixture, `Answer to a prompt replaced by ${what}`, since, [[id, [`echo through ${what}`]]]);
    });

  for (const [what, answer] of [
    ['401', { status: 401 }],
    ['403', { status: 403 }],
  ] as const)
    it(`that answers ${what} is not retried, keeps prompts, and continues when the user acts`, async () => {
      const { id } = await fixture.sandbox.newSession();
      fixture.sandbox.openTranscript(id);
      const before = fixture.proxy.requests.length;
      fixture.proxy.answer(answer);
      fixture.proxy.drop('fin');
      await waitFor('the refusal', () => fixture.sandbox.connection.phase === 'refused');
      await fixture.sandbox.send(id, { text: `kept through ${what}`, attachments: [] });
      const asked = fixture.proxy.requests.length - before;
      assert.ok(asked <= 6, `${asked} requests`);
      assert.equal(fixture.disk.pending.length, 1);
      fixture.proxy.pass();
      const since = Date.now();
      fixture.sandbox.credentialsChanged();
      await waitFor('the prompt is taken', () => fixture.sandbox.pending.length === 0);
      await judge(fixture, `${what} everywhere until the user signs in`, since, [[id, [`kept through ${what}`]]]);
    });

  it('that answers a web page for a while keeps prompts and is reconnected automatically', async () => {
    const { id } = await fixture.sandbox.newSession();
    fixture.sandbox.openTranscript(id);
    fixture.proxy.answer(PAGE);
    fixture.proxy.drop('fin');
    await waitFor('the web page', () => fixture.sandbox.connection.reason === 'wrongAddress');
    await fixture.sandbox.send(id, { text: 'kept through a web page', attachments: [] });
    assert.equal(fixture.disk.pending.length, 1);
    fixture.proxy.pass();
    const since = Date.now();
    await waitFor('the prompt is taken', () => fixture.sandbox.pending.length === 0, 60_000);
    await judge(fixture, 'A web page everywhere for a while', since, [[id, ['kept through a web page']]]);
  });

  it('whose password changes is tried once, and the new one from another window is used automatically', async () => {
    const turn = await midTurn(fixture);
    turn.finish();
    await judge(fixture, undefined, Date.now(), turn);
    await fixture.server.restart({ secret: 'another' });
    await waitFor('the refusal', () => fixture.sandbox.connection.phase === 'refused', 60_000);
    fixture.secret = 'another';
    const since = Date.now();
    fixture.sandbox.credentialsChanged();
    await live(fixture.sandbox);
    await judge(fixture, 'Password changed on the server', since, turn);
  });
});

describeKinds(SERVER_KINDS, 'a change of the server of', (kind) => {
  let fixture: Fixture;
  before(async () => void (fixture = await createFixture(kind)));
  after(() => fixture.dispose());
  afterEach(() => fixture.proxy.pass());

  // A Sandbox Agent loads nothing again.
  (kind.kind === 'sandbox-agent' ? it.skip : it)(
    'by loading its folder again, which ends the streams of OpenCode 1, is shown correctly',
    async () => {
      const turn = await midTurn(fixture);
      const seen = fixture.proxy.count('/event');
      turn.finish();
      await waitFor('the end of the turn', () => said(fixture.sandbox.store.state, turn.id).includes('Ended'));
      const since = Date.now();
      await fixture.server.reload?.();
      if (kind.kind === 'opencode-1') await waitFor('a new stream', () => fixture.proxy.count('/event') > seen);
      await judge(fixture, 'Folder of the server loaded again', since, turn);
      const next = await midTurn(fixture);
      next.finish();
      await judge(fixture, undefined, Date.now(), next);
    },
  );

  it('to one with other data shows that data, and nothing stale', async () => {
    const turn = await midTurn(fixture);
    turn.finish();
    await judge(fixture, undefined, Date.now(), turn);
    const other = await kind.start({ model: fixture.model });
    try {
      fixture.proxy.redirect(other.address);
      fixture.proxy.drop('rst');
      const since = Date.now();
      await waitFor(
        'the old sessions are gone',
        () => fixture.sandbox.connection.phase === 'connected' && fixture.sandbox.store.state.sessions.size === 0,
      );
      note({
        fault: 'Restarted with an empty store',
        server: kind.name,
        recovered: Date.now() - since,
        lost: 0,
        doubled: 0,
        note: '0 stale sessions shown',
      });
    } finally {
      fixture.proxy.redirect(fixture.server.address);
      fixture.proxy.drop('rst');
      await other.dispose();
    }
    await equalsGet(fixture, [turn.id]);
  });

  it('between opening the stream and loading is shown correctly, whichever response is late', async () => {
    let slowest = 0;
    for (const path of kind.reads)
      for (const what of ['request', 'answer'] as const) {
        const turn = await midTurn(fixture);
        const held = fixture.proxy.hold((request) => request.method === 'GET' && request.path.includes(path), what);
        fixture.proxy.drop('rst', '/event');
        await held.caught;
        turn.finish();
        const id = await fixture.server.createSession(`made while ${path} waits`);
        await fixture.server.renameSession(id, `renamed while ${path} waits`);
        await fixture.server.deleteSession(id);
        const since = Date.now();
        held.release();
        await judge(fixture, undefined, since, turn);
        slowest = Math.max(slowest, Date.now() - since);
      }
    const fault = 'Changed between the opening of the stream and the reading';
    note({ fault, note: 'each reading late, the slowest', server: kind.name, recovered: slowest, lost: 0, doubled: 0 });
  });

  it('that makes it unreachable for ten minutes is survived by retrying with backoff', async () => {
    const clock = createTestClock();
    const sandbox = createTestSandbox({ url: fixture.proxy.url, secret: fixture.secret, clock });
    const pass = async (ms: number): Promise<void> => {
      for (let left = ms; left > 0; left -= 500) {
        await clock.tick(500);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    };
    try {
      sandbox.connect();
      await waitFor('a connection', async () => {
        await clock.tick(100);
        return sandbox.connection.phase === 'connected';
      });
      fixture.proxy.down('rst');
      const before = fixture.proxy.requests.length;
      const changes: string[] = [];
      sandbox.onDidChangeConnection(({ phase }) => changes.push(phase));
      await pass(10 * 60_000);
      assert.ok(changes.includes('offline'), changes.join());
      const attempts = changes.filter((phase) => phase === 'reconnecting' || phase === 'connecting').length;
      assert.ok(attempts >= 20 && attempts <= 120, `${attempts} changes`);
      assert.equal(fixture.proxy.requests.length, before);
      fixture.proxy.pass();
      const since = clock.now();
      await waitFor('a connection', async () => {
        await pass(500);
        return sandbox.connection.phase === 'connected';
      });
      note({
        fault: 'Gone for ten minutes (test clock)',
        server: kind.name,
        recovered: clock.now() - since,
        lost: 0,
        doubled: 0,
        note: `${attempts} attempts; of it the wait until the next is due`,
      });
    } finally {
      sandbox.dispose();
    }
    await waitFor('no timer stays', () => clock.waiting === 0);
  });
});
