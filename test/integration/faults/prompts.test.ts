// A prompt arrives exactly once, whatever happens.
import assert from 'node:assert/strict';
import { describeKinds, SERVER_KINDS } from '../../support/serverKinds.js';
import { until as waitFor } from '../../support/temp.js';
import { judge } from './compare.js';
import { down, live, createFixture, type Fixture } from './fixture.js';
import { printTable } from './table.js';
import { ended, midTurn } from './turns.js';

after(printTable);

describeKinds(SERVER_KINDS, 'a prompt to', (kind) => {
  let fixture: Fixture;
  before(async () => void (fixture = await createFixture(kind)));
  after(() => fixture.dispose());
  afterEach(() => fixture.proxy.pass());

  const session = async () => {
    const { id } = await fixture.sandbox.newSession();
    fixture.sandbox.openTranscript(id);
    return id;
  };
  const taken = (): Promise<unknown> =>
    waitFor('every prompt is taken', () => fixture.sandbox.pending.length === 0, 90_000);

  for (const end of ['rst', 'fin'] as const)
    it(`whose response is lost by ${end} after the server accepted it exists once`, async () => {
      const id = await session();
      const lost = fixture.proxy.lose('/prompt', end);
      await fixture.sandbox.send(id, { text: `echo lost by ${end}`, attachments: [] });
      await lost;
      const since = Date.now();
      await taken();
      await judge(fixture, `Answer to a prompt lost by ${end.toUpperCase()} after the server took it`, since, [
        [id, [`echo lost by ${end}`]],
      ]);
    });

  it('that never arrived is resent and exists once', async () => {
    const id = await session();
    const held = fixture.proxy.hold('/prompt', 'request');
    await fixture.sandbox.send(id, { text: 'echo never arrived', attachments: [] });
    await held.caught;
    fixture.proxy.drop('rst');
    fixture.proxy.pass();
    const since = Date.now();
    await taken();
    await judge(fixture, 'Prompt lost before the server took it', since, [[id, ['echo never arrived']]]);
  });

  it('written offline is kept, sent once in order after reconnecting, and can be canceled', async () => {
    const id = await session();
    fixture.proxy.down('rst');
    await down(fixture.sandbox);
    const first = await fixture.sandbox.send(id, { text: 'echo one', attachments: [] });
    const second = await fixture.sandbox.send(id, { text: 'echo two', attachments: [] });
    const third = await fixture.sandbox.send(id, { text: 'echo three', attachments: [] });
    assert.equal(fixture.disk.pending.length, 3, 'kept on disk');
    assert.equal(fixture.sandbox.cancelPrompt(second)?.text, 'echo two');
    const since = Date.now();
    const before = fixture.proxy.requests.length;
    fixture.proxy.pass();
    fixture.sandbox.checkAlive();
    await taken();
    const calls = fixture.proxy.requests.slice(before).filter(({ path }) => path.includes(id));
    const sendings = calls.flatMap(({ path }, index) => (path.includes('/prompt') ? index : []));
    assert.equal(sendings.length, 2, 'each is sent once');
    for (const [index, message] of [first, third].entries())
      assert.deepEqual(
        calls.slice(0, sendings[index]).filter(({ path }) => path.includes(`/message/${message}`)),
        [],
        'nothing is asked of what was never sent',
      );
    await judge(fixture, 'Written offline, one removed', since, [[id, ['echo one', 'echo three']]]);
  });

  it('survives a window that closes the moment it is sent, and one that stays closed until the network is back', async () => {
    const id = await session();
    fixture.proxy.down('rst');
    await down(fixture.sandbox);
    await fixture.sandbox.send(id, { text: 'echo after the reload', attachments: [] });
    fixture.reopen();
    fixture.sandbox.openTranscript(id);
    assert.equal(fixture.sandbox.pending[0]?.text, 'echo after the reload');
    const since = Date.now();
    fixture.proxy.pass();
    fixture.sandbox.checkAlive();
    await taken();
    await judge(fixture, 'Written offline, window reloaded', since, [[id, ['echo after the reload']]]);
  });

  for (const moment of ['before it is sent', 'while it is sent', 'in mid-turn', 'at the end'] as const)
    it(`survives a window reloaded ${moment}`, async () => {
      if (moment === 'in mid-turn' || moment === 'at the end') {
        const turn = await midTurn(fixture);
        if (moment === 'at the end') turn.finish();
        const since = Date.now();
        fixture.reopen();
        fixture.sandbox.openTranscript(turn.id);
        await live(fixture.sandbox);
        turn.finish();
        await ended(fixture, turn);
        return judge(fixture, `Window reloaded ${moment}`, since, turn);
      }
      const id = await session();
      const held = moment === 'while it is sent' ? fixture.proxy.hold('/prompt', 'answer') : undefined;
      const sending = fixture.sandbox.send(id, { text: `echo ${moment}`, attachments: [] });
      await (held?.caught ?? sending);
      const since = Date.now();
      fixture.reopen();
      held?.release();
      fixture.sandbox.openTranscript(id);
      await taken();
      await judge(fixture, `Window reloaded ${moment}`, since, [[id, [`echo ${moment}`]]]);
    });

  it('is sent with a warning when the disk is full', async () => {
    const id = await session();
    const full = fixture.reopen({
      disk: {
        get pending() {
          return [];
        },
        set pending(_) {
          throw new Error('ENOSPC');
        },
      },
    });
    full.openTranscript(id);
    await live(full);
    const since = Date.now();
    await full.send(id, { text: 'echo on a full disk', attachments: [] });
    await taken();
    await judge(fixture, 'Disk full while the prompt is kept', since, [[id, ['echo on a full disk']]]);
    assert.ok(fixture.log.some((line) => line.includes('ENOSPC')));
    fixture.reopen();
    await live(fixture.sandbox);
  });

  it('waits while secrets cannot be read, and is sent afterwards', async () => {
    const id = await session();
    let broken = true;
    const sandbox = fixture.reopen({
      secret: () => {
        if (broken) throw new Error('the keyring is locked');
        return fixture.secret;
      },
    });
    await waitFor(
      'a failure',
      () => sandbox.connection.phase !== 'connecting' && sandbox.connection.phase !== 'connected',
    );
    sandbox.openTranscript(id);
    await sandbox.send(id, { text: 'echo behind a lock', attachments: [] });
    broken = false;
    const since = Date.now();
    sandbox.checkAlive();
    sandbox.connect();
    await taken();
    await judge(fixture, 'Secret storage fails, then works', since, [[id, ['echo behind a lock']]]);
    fixture.reopen();
    await live(fixture.sandbox);
  });

  it('is completed by the server when its sandbox is removed locally, and shown when it is added again', async () => {
    const turn = await midTurn(fixture);
    fixture.sandbox.dispose();
    turn.finish();
    const since = Date.now();
    fixture.reopen();
    fixture.sandbox.openTranscript(turn.id);
    await judge(fixture, 'Sandbox removed while its turn runs, added again', since, turn);
  });
});
