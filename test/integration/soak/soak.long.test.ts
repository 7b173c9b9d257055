// A prompt a second and a fault every few seconds: at the end every prompt is there once, and nothing is left running.
// SOAK_SECONDS says how long; `npm run test:faults -- --soak` takes ten minutes.
import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SessionId } from '../../../src/shared/model/ids.js';
import { counted, equalsGet } from '../faults/compare.js';
import { live, createFixture, type Fixture } from '../faults/fixture.js';
import { note, printTable } from '../faults/table.js';
import { heap, mb } from '../load/memory.js';
import { describeKinds, SERVER_KINDS } from '../../support/serverKinds.js';
import { until as waitFor } from '../../support/temp.js';

const SECONDS = Number(process.env['SOAK_SECONDS'] ?? 5);

/** Faults in turn; each reverts itself. */
const faults: readonly (readonly [string, (fixture: Fixture) => Promise<void> | void])[] = [
  ['fin', ({ proxy }) => proxy.drop('fin')],
  ['rst of the stream', ({ proxy }) => proxy.drop('rst', '/event')],
  ['lost answer', ({ proxy }) => void proxy.lose('/prompt').catch(() => undefined)],
  [
    'down for a moment',
    async ({ proxy }) => {
      proxy.down('rst');
      await sleep(1_200);
      proxy.pass();
    },
  ],
  [
    '503 for a moment',
    async ({ proxy }) => {
      proxy.answer({ status: 503 });
      proxy.drop('fin');
      await sleep(1_000);
      proxy.pass();
    },
  ],
  ['cut inside a frame', ({ proxy, kind }) => void proxy.cut('/event', { inside: kind.delta, end: 'rst' })],
  [
    'frozen, then the window is focused',
    async ({ proxy, sandbox, clock }) => {
      proxy.freeze('open');
      await sleep(500);
      clock.shift += 60_000;
      sandbox.checkAlive();
    },
  ],
  [
    'late',
    async ({ proxy }) => {
      proxy.delay(700);
      await sleep(1_500);
      proxy.pass();
    },
  ],
  ['window reloaded', (fixture) => void fixture.reopen()],
];

/** Open sockets and timers of this process, by kind. */
const resources = (): Readonly<Record<string, number>> => {
  const kinds: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) kinds[kind] = (kinds[kind] ?? 0) + 1;
  return kinds;
};

/** The ends of the sockets that are left, to find whose they are. */
const sockets = (): readonly string[] =>
  (process as unknown as { _getActiveHandles(): readonly unknown[] })
    ._getActiveHandles()
    .flatMap((handle) => (handle instanceof Socket ? [`${handle.localPort} → ${handle.remotePort}`] : []));

describeKinds(SERVER_KINDS, 'a long day with', (kind) => {
  it(`of ${SECONDS} s of faults and prompts loses and duplicates none, and leaves nothing behind`, async function () {
    this.timeout((SECONDS + 240) * 1_000);
    const idle = resources();
    const fixture = await createFixture(kind);
    const sent = new Map<SessionId, string[]>();
    let session: SessionId | undefined;
    let prompts = 0;
    let happened = 0;
    let base = 0;
    const { port } = fixture.proxy;
    const began = Date.now();
    try {
      while (Date.now() - began < SECONDS * 1_000) {
        const second = sleep(1_000);
        if (prompts === 30) base = heap();
        if (session === undefined || (sent.get(session)?.length ?? 0) >= 15) {
          await live(fixture.sandbox);
          session = (await fixture.sandbox.newSession()).id;
          sent.set(session, []);
        }
        fixture.sandbox.openTranscript(session).dispose();
        const text = `echo ${prompts++}`;
        sent.get(session)?.push(text);
        await fixture.sandbox.send(session, { text, attachments: [] });
        if (prompts % 3 === 0) {
          const [, fault] = faults[happened++ % faults.length] ?? [];
          void fault?.(fixture);
        }
        await second;
      }
      await sleep(1_500);
      fixture.proxy.pass();
      const since = Date.now();
      const failed = fixture.sandbox.pending.filter((entry) => entry.state === 'failed');
      assert.deepEqual(failed, []);
      await waitFor(
        'every prompt is taken',
        () => fixture.sandbox.pending.length === 0 && fixture.sandbox.store.state.status.size === 0,
        120_000,
      );
      await equalsGet(fixture, [...fixture.sandbox.store.state.transcripts.keys()]);
      const recovered = Date.now() - since;
      const result = await counted(fixture, [...sent]);
      note({
        fault: `Soak for ${SECONDS} s`,
        server: kind.name,
        recovered,
        ...result,
        note: `${prompts} prompts, ${happened} faults${base === 0 ? '' : `, heap +${mb(heap() - base)}`}`,
      });
      assert.deepEqual(result, { lost: 0, doubled: 0 });
    } finally {
      await fixture.dispose();
    }
    await waitFor(
      'nothing is left',
      () => {
        // An unread response releases its socket only when it is garbage-collected.
        heap();
        const now = resources();
        return ['Timeout', 'TCPSocketWrap', 'TCPServerWrap', 'ProcessWrap'].every(
          (kind) => (now[kind] ?? 0) <= (idle[kind] ?? 0) + (kind === 'Timeout' ? 1 : 0),
        );
      },
      30_000,
    ).catch((error: unknown) => {
      throw new Error(
        `${String(error)}: ${JSON.stringify(idle)} → ${JSON.stringify(resources())}; proxy ${port}: ${sockets().join(', ')}`,
      );
    });
    printTable();
  });
});
