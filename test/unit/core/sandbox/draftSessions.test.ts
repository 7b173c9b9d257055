import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { OutgoingPrompt } from '../../../../src/core/agent/ports.js';
import { createOutbox } from '../../../../src/core/sandbox/outbox.js';
import { createStore, FRAME_MS } from '../../../../src/core/sync/store.js';
import {
  draftSession,
  idMaker,
  isDraftSession,
  isSessionId,
  type SessionId,
} from '../../../../src/shared/model/ids.js';
import type { PendingPrompt } from '../../../../src/shared/model/pending.js';
import { createTestClock } from '../../../support/clock.js';
import { createFakeServer } from '../../../support/fakeServer.js';
import { silentLogger } from '../../../support/silentLogger.js';

const prompt = (text: string) => ({ text, attachments: [] });
const draftAt = (now: number): SessionId => draftSession(now, Math.random);

/** One server, and windows on it that store their prompts on one disk. */
function fixture() {
  const clock = createTestClock();
  const server = createFakeServer([]);
  const disk: { pending: readonly PendingPrompt[] } = { pending: [] };
  const self = { online: true };
  const open = () => {
    const store = createStore(clock, silentLogger);
    server.stream(store);
    let left = disk.pending;
    let isOpen = true;
    const outbox = createOutbox({
      store,
      server: () => (self.online && isOpen ? server : undefined),
      storage: {
        claim: () => {
          const prompts = left;
          left = [];
          return { prompts, others: false };
        },
        save: async (pending) => void (isOpen && (disk.pending = pending)),
      },
      clock,
      logger: silentLogger,
      ids: idMaker(clock.now, Math.random),
      failed: () => {},
    });
    return {
      outbox,
      store,
      kill() {
        isOpen = false;
        server.listeners.length = 0;
        outbox.dispose();
      },
    };
  };
  const texts = (): readonly string[] => [
    ...new Map(
      server.received.filter(({ messageId }) => server.stored.has(messageId)).map((one) => [one.messageId, one.text]),
    ).values(),
  ];
  return Object.assign(self, { clock, server, disk, open, texts });
}

describe('a draft session', () => {
  it('has an ID that no server creates and that is never put into a URL', () => {
    const id = draftAt(Date.now());
    assert.deepEqual([isDraftSession(id), isSessionId(id), isDraftSession('ses_1')], [true, false, false]);
  });

  it('is created by the server with its first prompt and gets all prompts written in the meantime', async () => {
    const at = fixture();
    const { outbox } = at.open();
    const draft = draftAt(at.clock.now());
    at.online = false;
    for (const text of ['one', 'two']) await outbox.add(draft, prompt(text));
    await at.clock.tick(1_000);
    assert.deepEqual([at.server.created.length, outbox.pending.length], [0, 2]);
    at.online = true;
    outbox.pump();
    await at.clock.tick(FRAME_MS * 10);
    const [created] = at.server.created;
    assert.deepEqual(
      at.server.received.map(({ sessionId, text }) => [sessionId, text]),
      [
        [created?.id, 'one'],
        [created?.id, 'two'],
      ],
    );
    assert.deepEqual([at.server.created.length, outbox.pending, at.disk.pending], [1, [], []]);
  });

  it('is not created twice when the response to its creation is lost', async () => {
    const at = fixture();
    const { outbox } = at.open();
    at.server.creationFates.push('lost-after');
    await outbox.add(draftAt(at.clock.now()), prompt('one'));
    await at.clock.tick(FRAME_MS);
    assert.equal(outbox.pending[0]?.state, 'unknown');
    outbox.pump();
    await at.clock.tick(FRAME_MS * 3);
    assert.deepEqual([at.server.created.length, at.texts(), outbox.pending], [1, ['one'], []]);
  });

  it('returns its prompt to the user when the server refuses to create it', async () => {
    const at = fixture();
    const { outbox } = at.open();
    at.server.creationFates.push('rejected');
    const id = await outbox.add(draftAt(at.clock.now()), prompt('one'));
    await at.clock.tick(FRAME_MS);
    assert.deepEqual([outbox.pending[0]?.state, outbox.pending[0]?.reason], ['failed', 'no space']);
    outbox.retry(id);
    await at.clock.tick(FRAME_MS * 3);
    assert.deepEqual([at.server.created.length, at.texts(), outbox.pending], [1, ['one'], []]);
  });

  it('continues in the session that another window created for it', async () => {
    const at = fixture();
    const first = at.open();
    const draft = draftAt(at.clock.now());
    at.server.creationFates.push('lost-after');
    await first.outbox.add(draft, prompt('one'));
    await at.clock.tick(FRAME_MS);
    first.kill();
    const second = at.open();
    second.outbox.pump();
    await at.clock.tick(FRAME_MS * 3);
    await second.outbox.add(draft, prompt('two'));
    await at.clock.tick(FRAME_MS * 3);
    assert.deepEqual([at.server.created.length, at.texts(), at.disk.pending], [1, ['one', 'two'], []]);
  });

  it('runs a command once that was entered before it existed', async () => {
    const at = fixture();
    const calls: string[] = [];
    Object.assign(at.server.prompts, {
      command: async (name: string, { sessionId: id }: OutgoingPrompt) => void calls.push(`${id} ${name}`),
    });
    const { outbox } = at.open();
    at.server.creationFates.push('lost-after', 'lost-before');
    await outbox.add(draftAt(at.clock.now()), { ...prompt(''), command: 'review' });
    for (let round = 0; round < 4; round++) {
      outbox.pump();
      await at.clock.tick(FRAME_MS);
    }
    assert.deepEqual([calls, outbox.pending], [[`${at.server.created[0]?.id} review`], []]);
  });

  it('becomes one session with all its prompts despite lost responses and closed windows', async () => {
    const fate = fc.constantFrom('ok' as const, 'lost-after' as const, 'lost-before' as const);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fate, { maxLength: 6 }),
        fc.array(fate, { maxLength: 6 }),
        fc.array(fc.boolean(), { maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        async (creations, prompts, deaths, count) => {
          const at = fixture();
          at.server.creationFates.push(...creations);
          at.server.outcomes.push(...prompts);
          let window = at.open();
          const draft = draftAt(at.clock.now());
          for (let i = 0; i < count; i++) await window.outbox.add(draft, prompt(`${i}`));
          for (let round = 0; round < 60 && at.disk.pending.length > 0; round++) {
            if (deaths[round] === true) {
              window.kill();
              window = at.open();
            }
            for (const { state, messageId } of window.outbox.pending)
              if (state === 'failed') window.outbox.retry(messageId);
            window.outbox.pump();
            await at.clock.tick(FRAME_MS);
          }
          assert.deepEqual([at.disk.pending, at.server.created.length], [[], 1]);
          assert.deepEqual(
            at.texts(),
            Array.from({ length: count }, (_, i) => `${i}`),
          );
          assert.equal(new Set(at.server.received.map(({ sessionId }) => sessionId)).size, 1);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('a text that begins with a slash', () => {
  it('waits for the list of commands; other texts do not', async () => {
    const at = fixture();
    const { outbox } = at.open();
    await outbox.add(draftAt(at.clock.now()), { ...prompt('no /command'), slash: true });
    await at.clock.tick(FRAME_MS * 3);
    assert.deepEqual(at.texts(), ['no /command']);
  });

  const commands = (names: readonly string[]) =>
    ({
      type: 'catalog.loaded',
      catalog: { models: [], agents: [], commands: names.map((name) => ({ name })) },
    }) as const;

  it('runs the command that it names once the list is known, otherwise is sent as text', async () => {
    const at = fixture();
    const calls: string[] = [];
    Object.assign(at.server.prompts, {
      command: async (name: string, { text }: OutgoingPrompt) => void calls.push(`${name}|${text}`),
    });
    const { outbox, store } = at.open();
    const texts = ['/two words now', '/tmp/a.txt is broken'];
    for (const text of texts) await outbox.add(draftAt(at.clock.now()), { ...prompt(text), slash: true });
    await at.clock.tick(FRAME_MS * 3);
    assert.deepEqual([calls, at.server.received], [[], []]);
    // OpenCode 2 answers with empty lists until it has opened the folder.
    store.dispatch([{ type: 'catalog.loaded', catalog: { pending: true, models: [], agents: [], commands: [] } }]);
    await at.clock.tick(FRAME_MS * 5);
    assert.deepEqual([calls, at.server.received], [[], []]);
    store.dispatch([commands(['two', 'two words', 'tmp'])]);
    await at.clock.tick(FRAME_MS * 5);
    assert.deepEqual([calls, at.texts()], [['two words|now'], ['/tmp/a.txt is broken']]);
  });
});
