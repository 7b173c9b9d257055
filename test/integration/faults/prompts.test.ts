// A prompt arrives exactly once, whatever happens.
import assert from 'node:assert/strict';
import { describeKinds, SERVER_KINDS } from '../../support/serverKinds.js';
import { until as waitFor } from '../../support/temp.js';
import { judge } from './compare.js';
import { down, live, openRange, type Range } from './fixture.js';
import { printTable } from './table.js';
import { ended, midTurn } from './turns.js';

after(printTable);

describeKinds(SERVER_KINDS, 'a prompt to', (kind) => {
  let range: Range;
  before(async () => void (range = await openRange(kind)));
  after(() => range.dispose());
  afterEach(() => range.proxy.pass());

  const session = async () => {
    const { id } = await range.box.newSession();
    range.box.openTranscript(id);
    return id;
  };
  const taken = (): Promise<unknown> => waitFor('every prompt is taken', () => range.box.pending.length === 0, 90_000);

  for (const end of ['rst', 'fin'] as const)
    it(`whose response is lost by ${end} after the server accepted it exists once`, async () => {
      const id = await session();
      const lost = range.proxy.lose('/prompt', end);
      await range.box.send(id, { text: `echo lost by ${end}`, attachments: [] });
      await lost;
      const since = Date.now();
      await taken();
      await judge(range, `Answer to a prompt lost by ${end.toUpperCase()} after the server took it`, since, [
        [id, [`echo lost by ${end}`]],
      ]);
    });

  it('that never arrived is resent and exists once', async () => {
    const id = await session();
    const held = range.proxy.hold('/prompt', 'request');
    await range.box.send(id, { text: 'echo never arrived', attachments: [] });
    await held.caught;
    range.proxy.drop('rst');
    range.proxy.pass();
    const since = Date.now();
    await taken();
    await judge(range, 'Prompt lost before the server took it', since, [[id, ['echo never arrived']]]);
  });

  it('written offline is kept, sent once in order after reconnecting, and can be canceled', async () => {
    const id = await session();
    range.proxy.down('rst');
    await down(range.box);
    const first = await range.box.send(id, { text: 'echo one', attachments: [] });
    const second = await range.box.send(id, { text: 'echo two', attachments: [] });
    const third = await range.box.send(id, { text: 'echo three', attachments: [] });
    assert.equal(range.disk.pending.length, 3, 'kept on disk');
    assert.equal(range.box.cancelPrompt(second)?.text, 'echo two');
    const since = Date.now();
    const before = range.proxy.requests.length;
    range.proxy.pass();
    range.box.checkAlive();
    await taken();
    const calls = range.proxy.requests.slice(before).filter(({ path }) => path.includes(id));
    const sendings = calls.flatMap(({ path }, index) => (path.includes('/prompt') ? index : []));
    assert.equal(sendings.length, 2, 'each is sent once');
    for (const [index, message] of [first, third].entries())
      assert.deepEqual(
        calls.slice(0, sendings[index]).filter(({ path }) => path.includes(`/message/${message}`)),
        [],
        'nothing is asked of what was never sent',
      );
    await judge(range, 'Written offline, one removed', since, [[id, ['echo one', 'echo three']]]);
  });

  it('survives a window that closes the moment it is sent, and one that stays closed until the network is back', async () => {
    const id = await session();
    range.proxy.down('rst');
    await down(range.box);
    await range.box.send(id, { text: 'echo after the reload', attachments: [] });
    range.reopen();
    range.box.openTranscript(id);
    assert.equal(range.box.pending[0]?.text, 'echo after the reload');
    const since = Date.now();
    range.proxy.pass();
    range.box.checkAlive();
    await taken();
    await judge(range, 'Written offline, window reloaded', since, [[id, ['echo after the reload']]]);
  });

  for (const moment of ['before it is sent', 'while it is sent', 'in mid-turn', 'at the end'] as const)
    it(`survives a window reloaded ${moment}`, async () => {
      if (moment === 'in mid-turn' || moment === 'at the end') {
        const turn = await midTurn(range);
        if (moment === 'at the end') turn.finish();
        const since = Date.now();
        range.reopen();
        range.box.openTranscript(turn.id);
        await live(range.box);
        turn.finish();
        await ended(range, turn);
        return judge(range, `Window reloaded ${moment}`, since, turn);
      }
      const id = await session();
      const held = moment === 'while it is sent' ? range.proxy.hold('/prompt', 'answer') : undefined;
      const sending = range.box.send(id, { text: `echo ${moment}`, attachments: [] });
      await (held?.caught ?? sending);
      const since = Date.now();
      range.reopen();
      held?.release();
      range.box.openTranscript(id);
      await taken();
      await judge(range, `Window reloaded ${moment}`, since, [[id, [`echo ${moment}`]]]);
    });

  it('is sent with a warning when the disk is full', async () => {
    const id = await session();
    const full = range.reopen({
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
    await judge(range, 'Disk full while the prompt is kept', since, [[id, ['echo on a full disk']]]);
    assert.ok(range.log.some((line) => line.includes('ENOSPC')));
    range.reopen();
    await live(range.box);
  });

  it('waits while secrets cannot be read, and is sent afterwards', async () => {
    const id = await session();
    let broken = true;
    const box = range.reopen({
      secret: () => {
        if (broken) throw new Error('the keyring is locked');
        return range.secret;
      },
    });
    await waitFor('a failure', () => box.connection.phase !== 'connecting' && box.connection.phase !== 'connected');
    box.openTranscript(id);
    await box.send(id, { text: 'echo behind a lock', attachments: [] });
    broken = false;
    const since = Date.now();
    box.checkAlive();
    box.connect();
    await taken();
    await judge(range, 'Secret storage fails, then works', since, [[id, ['echo behind a lock']]]);
    range.reopen();
    await live(range.box);
  });

  it('is completed by the server when its sandbox is removed locally, and shown when it is added again', async () => {
    const turn = await midTurn(range);
    range.box.dispose();
    turn.finish();
    const since = Date.now();
    range.reopen();
    range.box.openTranscript(turn.id);
    await judge(range, 'Sandbox removed while its turn runs, added again', since, turn);
  });
});
