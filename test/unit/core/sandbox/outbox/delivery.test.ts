import assert from 'node:assert/strict';
import fc from 'fast-check';
import { STALE_AFTER_MS } from '../../../../../src/core/sandbox/pendingPrompts.js';
import { FRAME_MS } from '../../../../../src/core/sync/store.js';
import { messageId, partId } from '../../../../../src/shared/model/ids.js';
import type { PendingPrompt } from '../../../../../src/shared/model/pending.js';
import { createTestClock } from '../../../../support/clock.js';
import { A, fixture, prompt, sent } from './fixture.js';

describe('the outbox', () => {
  it('drops a prompt only once its message is there', async () => {
    const { outbox, clock, disk, server } = fixture();
    await outbox.add(A, prompt('one'));
    assert.equal(disk.pending.length, 1, 'on disk before it is sent');
    await clock.tick(FRAME_MS);
    assert.deepEqual([sent(server), outbox.pending, disk.pending], [['one'], [], []]);
  });

  it('keeps prompts written offline and sends them once, in order, on return', async () => {
    const at = fixture([], false);
    for (const text of ['one', 'two', 'three']) await at.outbox.add(A, prompt(text));
    await at.clock.tick(1000);
    assert.deepEqual(
      [sent(at.server), at.outbox.pending.map((entry) => entry.state)],
      [[], ['queued', 'queued', 'queued']],
    );
    at.online = true;
    at.outbox.pump();
    await at.clock.tick(FRAME_MS * 10);
    assert.deepEqual([sent(at.server), at.outbox.pending], [['one', 'two', 'three'], []]);
  });

  it('keeps a prompt while the server has only its empty message', async () => {
    const at = fixture();
    at.server.prompts.submit = async ({ messageId: id }) =>
      at.server.say({
        type: 'message.upserted',
        message: { id, sessionId: A, role: 'user', created: 1, parts: [] },
      });
    const id = await at.outbox.add(A, prompt('one'));
    await at.clock.tick(FRAME_MS);
    assert.deepEqual(
      at.outbox.pending.map(({ state }) => state),
      ['sending'],
    );
    const part = { id: partId('prt_1'), sessionId: A, messageId: id, type: 'text', text: 'one' } as const;
    at.server.say({ type: 'part.upserted', part });
    await at.clock.tick(FRAME_MS);
    assert.deepEqual(at.outbox.pending, []);
  });

  it('asks the server before it resends a prompt that may have arrived', async () => {
    const at = fixture();
    at.server.outcomes.push('lost-after');
    await at.outbox.add(A, prompt('one'));
    await at.clock.tick(FRAME_MS);
    assert.equal(at.outbox.pending[0]?.state, 'unknown');
    at.outbox.pump();
    await at.clock.tick(FRAME_MS);
    assert.deepEqual([sent(at.server), at.outbox.pending], [['one'], []]);
  });

  it('resends a prompt that did not arrive under the same IDs', async () => {
    const at = fixture();
    at.server.outcomes.push('lost-before');
    await at.outbox.add(A, prompt('one'));
    await at.clock.tick(FRAME_MS);
    at.outbox.pump();
    await at.clock.tick(FRAME_MS);
    const [first, second] = at.server.received;
    assert.equal(at.server.received.length, 2);
    assert.deepEqual([second?.messageId, second?.partIds], [first?.messageId, first?.partIds]);
    assert.deepEqual(at.outbox.pending, []);
  });

  it('holds a prompt while a turn runs so that it can be canceled', async () => {
    const at = fixture();
    at.store.dispatch([{ type: 'session.status', sessionId: A, status: { type: 'busy' } }]);
    at.store.flush();
    const one = await at.outbox.add(A, prompt('one'));
    await at.outbox.add(A, prompt('two'));
    await at.clock.tick(1000);
    assert.equal(at.outbox.cancel(one)?.text, 'one');
    at.store.dispatch([{ type: 'session.status', sessionId: A, status: { type: 'idle' } }]);
    await at.clock.tick(FRAME_MS * 5);
    assert.deepEqual([sent(at.server), at.outbox.pending], [['two'], []]);
  });

  it('asks the user about an old recovered prompt and adopts a recent one', () => {
    const old = (created: number): PendingPrompt => ({
      sessionId: A,
      messageId: messageId(`msg_${created}`),
      partIds: [partId('prt_1')],
      text: 't',
      attachments: [],
      created,
      state: 'sending',
    });
    const now = createTestClock().now();
    const at = fixture([old(now - STALE_AFTER_MS - 1), old(now - 1000)], false);
    assert.deepEqual(
      at.outbox.pending.map((entry) => entry.state),
      ['failed', 'unknown'],
    );
    const [asked] = at.outbox.pending;
    assert.match(asked?.reason ?? '', /a while ago/);
    at.outbox.retry(asked?.messageId ?? messageId('msg_none'));
    assert.equal(at.outbox.pending.find(({ messageId: id }) => id === asked?.messageId)?.reason, undefined, 'answered');
  });

  it('loses and duplicates no prompt, whatever the network does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('ok' as const, 'lost-after' as const, 'lost-before' as const), { maxLength: 12 }),
        fc.integer({ min: 1, max: 8 }),
        async (fates, count) => {
          const at = fixture();
          at.server.outcomes.push(...fates);
          for (let i = 0; i < count; i++) await at.outbox.add(A, prompt(`${i}`));
          for (let round = 0; round < 60 && at.outbox.pending.length > 0; round++) {
            for (const entry of at.outbox.pending) if (entry.state === 'failed') at.outbox.retry(entry.messageId);
            at.outbox.pump();
            await at.clock.tick(FRAME_MS);
          }
          const texts = Array.from({ length: count }, (_, i) => `${i}`);
          assert.deepEqual(at.outbox.pending, []);
          assert.deepEqual(at.server.doubled, []);
          const stored = new Set(at.server.stored.keys());
          assert.equal(stored.size, count);
          const first = [
            ...new Map(
              at.server.received.filter((one) => stored.has(one.messageId)).map((one) => [one.messageId, one.text]),
            ).values(),
          ];
          assert.deepEqual(first, texts);
        },
      ),
      { numRuns: 150 },
    );
  });
});
