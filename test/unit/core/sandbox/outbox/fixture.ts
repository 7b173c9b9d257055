// An outbox with a server, a disk and a clock that the test controls.
import { createOutbox } from '../../../../../src/core/sandbox/outbox.js';
import { createStore } from '../../../../../src/core/sync/store.js';
import { idMaker, sessionId } from '../../../../../src/shared/model/ids.js';
import type { PendingPrompt } from '../../../../../src/shared/model/pending.js';
import { createTestClock, type TestClock } from '../../../../support/clock.js';
import { createFakeServer, fakeSession, type FakeServer } from '../../../../support/fakeServer.js';
import { silentLogger } from '../../../../support/silentLogger.js';

/** The session of the prompts. */
export const A = sessionId('ses_a');

/** A prompt of words alone. */
export const prompt = (text: string) => ({ text, attachments: [] });

interface Fixture {
  readonly clock: TestClock;
  readonly server: FakeServer;
  readonly outbox: ReturnType<typeof createOutbox>;
  readonly store: ReturnType<typeof createStore>;
  /** What the outbox stored, what a closed window left, and whether other windows are open. */
  readonly disk: { pending: readonly PendingPrompt[]; left: PendingPrompt[]; others: boolean };
  online: boolean;
}

/** An outbox that finds these prompts on disk. */
export function fixture(initial: readonly PendingPrompt[] = [], online = true): Fixture {
  const clock = createTestClock();
  const server = createFakeServer();
  const store = createStore(clock, silentLogger);
  store.dispatch([
    { type: 'session.upserted', session: fakeSession('ses_a') },
    { type: 'session.upserted', session: fakeSession('ses_b') },
  ]);
  store.flush();
  server.stream(store);
  const disk = { pending: initial, left: [...initial], others: false };
  const self: { online: boolean } = { online };
  const outbox = createOutbox({
    store,
    server: () => (self.online ? server : undefined),
    storage: {
      claim: () => ({ prompts: disk.left.splice(0), others: disk.others }),
      save: async (pending) => void (disk.pending = pending),
    },
    clock,
    logger: silentLogger,
    ids: idMaker(clock.now, Math.random),
    failed: () => {},
  });
  return Object.assign(self, { clock, server, outbox, store, disk });
}

/** The texts of the prompts that the server received, in order of arrival. */
export const sent = (server: FakeServer): readonly string[] => server.received.map((one) => one.text);
