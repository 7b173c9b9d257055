// Network faults during and between turns, with real servers of every kind.
import { describeKinds, SERVER_KINDS } from '../../support/serverKinds.js';
import { until as waitFor } from '../../support/temp.js';
import { equalsGet, judge } from './compare.js';
import { down, live, createFixture, type Fixture } from './fixture.js';
import { note, printTable } from './table.js';
import { midTurn } from './turns.js';

after(printTable);

/** Waits until the client gives up a frozen connection; a note on how long that took. */
async function missedBeats({ sandbox }: Fixture, since: number): Promise<string> {
  await down(sandbox);
  return `of it ${Math.round((Date.now() - since) / 1000)} s until three beats were missed`;
}

describeKinds(SERVER_KINDS, 'a network in front of', (kind) => {
  let fixture: Fixture;
  before(async () => void (fixture = await createFixture(kind)));
  after(() => fixture.dispose());
  afterEach(() => fixture.proxy.pass());

  for (const end of ['fin', 'rst'] as const)
    it(`that cuts all connections by ${end} during a turn loses nothing`, async () => {
      const turn = await midTurn(fixture);
      fixture.proxy.down(end);
      await down(fixture.sandbox);
      turn.finish();
      const since = Date.now();
      fixture.proxy.pass();
      await judge(fixture, `${end.toUpperCase()} of every connection in mid-turn`, since, turn);
    });

  for (const end of ['fin', 'rst'] as const)
    it(`that cuts only the stream by ${end} loses nothing`, async () => {
      const turn = await midTurn(fixture);
      const since = Date.now();
      fixture.proxy.drop(end, '/event');
      turn.finish();
      await judge(fixture, `${end.toUpperCase()} of the event stream in mid-turn`, since, turn);
    });

  it('that is frozen both ways during a turn is detected by missing heartbeats', async () => {
    const turn = await midTurn(fixture);
    const since = Date.now();
    fixture.proxy.freeze('open');
    turn.finish();
    const missed = await missedBeats(fixture, since);
    await judge(fixture, 'Frozen both ways in mid-turn, nothing closed', since, turn, missed);
  });

  it('that froze while idle delivers the next prompt once', async () => {
    await live(fixture.sandbox);
    fixture.proxy.freeze('open');
    const id = await fixture.server.createSession();
    const since = Date.now();
    const missed = await missedBeats(fixture, since);
    await live(fixture.sandbox);
    const turn = await midTurn(fixture);
    turn.finish();
    if (!fixture.sandbox.store.state.sessions.has(id))
      throw new Error('the session that was created while frozen is missing');
    await judge(fixture, 'Frozen while idle, nothing closed', since, turn, missed);
  });

  it('that died during two hours of sleep is abandoned at once when the machine wakes up', async () => {
    const turn = await midTurn(fixture);
    await waitFor('the prompt is taken', () => fixture.sandbox.pending.length === 0);
    fixture.proxy.freeze('open');
    turn.finish();
    fixture.clock.shift += 2 * 60 * 60_000;
    const since = Date.now();
    fixture.sandbox.checkAlive();
    await judge(fixture, 'Laptop slept for two hours (clock jumps), connections dead', since, turn);
  });

  it('that is 30 s late delivers each prompt once', async () => {
    const turn = await midTurn(fixture);
    turn.finish();
    await judge(fixture, undefined, Date.now(), turn);
    const sent = fixture.proxy.requests.length;
    fixture.proxy.delay(30_000);
    await fixture.sandbox.send(turn.id, { text: 'echo late', attachments: [] });
    // A Sandbox Agent is asked for the session before.
    await fixture.proxy.seen(kind.kind === 'sandbox-agent' ? `/session/${turn.id}` : '/prompt', sent);
    await down(fixture.sandbox);
    const since = Date.now();
    fixture.proxy.pass();
    await waitFor('the prompt is taken', () => fixture.sandbox.pending.length === 0, 120_000);
    await judge(fixture, 'Everything 30 s late, a prompt sent in between', since, [
      [turn.id, [turn.text, 'echo late']],
    ]);
  });

  it('that is slow, 50 kB/s and 0.8 s late, ends no turn', async () => {
    fixture.proxy.limit(50_000);
    fixture.proxy.delay(800);
    const turn = await midTurn(fixture);
    const since = Date.now();
    turn.finish();
    await judge(fixture, 'Slow network: 50 kB/s, 0.8 s late', since, turn);
  });
});

describeKinds(SERVER_KINDS, 'a stream of', (kind) => {
  let fixture: Fixture;
  before(async () => void (fixture = await createFixture(kind)));
  after(() => fixture.dispose());
  afterEach(() => fixture.proxy.pass());

  for (const [what, inside] of [
    ['a frame', kind.delta],
    ['a UTF-8 character', '本'],
    ['a four-byte character', '😀'],
  ] as const)
    it(`that cuts inside ${what} neither loses nor duplicates text`, async () => {
      const cut = fixture.proxy.cut('/event', { inside, end: 'rst' });
      const turn = await midTurn(fixture, false);
      const since = await cut;
      await equalsGet(fixture, [turn.id]);
      const recovered = Date.now() - since;
      turn.finish();
      await judge(fixture, undefined, since, turn);
      note({ fault: `Cut inside ${what}`, server: kind.name, recovered, lost: 0, doubled: 0 });
    });

  // The turns of a Sandbox Agent's mock agent take fewer bytes.
  (kind.kind === 'sandbox-agent' ? it.skip : it)(
    'that cuts after any number of bytes neither loses nor duplicates text',
    async () => {
      let worst = 0;
      for (const bytes of [1, 7, 97, 333, 1_000, 1_777, 2_900, 4_100, 6_000]) {
        const cut = fixture.proxy.cut('/event', { bytes, end: bytes % 2 ? 'rst' : 'fin' });
        const turn = await midTurn(fixture, false);
        turn.finish();
        const since = await cut;
        await judge(fixture, undefined, since, turn);
        worst = Math.max(worst, Date.now() - since);
      }
      const fault = 'Stream cut after 1 … 6,000 bytes';
      note({
        fault,
        note: 'the slowest of 9 places, to the end of the turn',
        server: kind.name,
        recovered: worst,
        lost: 0,
        doubled: 0,
      });
    },
  );
});
