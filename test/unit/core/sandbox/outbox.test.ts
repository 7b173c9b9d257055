import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { OutgoingPrompt } from '../../../../src/core/agent/ports.js';
import { Failure } from '../../../../src/core/failure.js';
import { createOutbox } from '../../../../src/core/sandbox/outbox.js';
import { HANGING_AFTER_MS } from '../../../../src/core/sandbox/promptCalls.js';
import { STALE } from '../../../../src/core/sandbox/pendingPrompts.js';
import { createStore, FRAME } from '../../../../src/core/sync/store.js';
import { idMaker, isDraftSession, messageId, partId, sessionId } from '../../../../src/shared/model/ids.js';
import type { PendingPrompt } from '../../../../src/shared/model/pending.js';
import { createTestClock, type TestClock } from '../../../support/clock.js';
import { createFakeServer, fakeSession, type FakeServer } from '../../../support/fakeServer.js';

const A = sessionId('ses_a');
const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const prompt = (text: string) => ({ text, attachments: [] });

interface Bench {
  readonly clock: TestClock;
  readonly server: FakeServer;
  readonly outbox: ReturnType<typeof createOutbox>;
  readonly store: ReturnType<typeof createStore>;
  readonly disk: { pending: readonly PendingPrompt[]; left: PendingPrompt[]; others: boolean };
  online: boolean;
}

function bench(initial: readonly PendingPrompt[] = [], online = true): Bench {
  const clock = createTestClock();
  const server = createFakeServer();
  const store = createStore(clock, silent);
  store.dispatch([
    { type: 'session.upserted', session: fakeSession('ses_a') },
    { type: 'session.upserted', session: fakeSession('ses_b') },
  ]);
  store.flush();
  server.listeners.push({ open() {}, events: (events) => store.dispatch(events), gap() {}, replaced() {}, lost() {} });
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
    logger: silent,
    ids: idMaker(clock.now, Math.random),
    failed: () => {},
  });
  return Object.assign(self, { clock, server, outbox, store, disk });
}

const sent = (server: FakeServer): readonly string[] => server.received.map((one) => one.text);

describe('the outbox', () => {
  it('drops a prompt only once its message is there', async () => {
    const { outbox, clock, disk, server } = bench();
    await outbox.add(A, prompt('one'));
    assert.equal(disk.pending.length, 1, 'on disk before it is sent');
    await clock.tick(FRAME);
    assert.deepEqual([sent(server), outbox.pending, disk.pending], [['one'], [], []]);
  });

  const barriers: readonly (readonly [name: string, failure: Failure, state: string])[] = [
    ['a sign-in page', new Failure('wrongAddress', 'A web page answered.'), 'unknown'],
    ['a redirect', new Failure('wrongAddress', 'The address redirects elsewhere.'), 'unknown'],
    ['401', new Failure('unauthorized', 'no', { status: 401 }), 'queued'],
    ['429', new Failure('rejected', 'later', { status: 429, temporary: true }), 'unknown'],
    ['an error page of a gateway', new Failure('rejected', 'error 521', { status: 521, temporary: true }), 'unknown'],
  ];
  for (const [name, failure, state] of barriers)
    it(`keeps a prompt that is answered with ${name}, and sends it once afterwards`, async () => {
      const at = bench();
      const send = at.server.prompts.submit;
      at.server.prompts.submit = async () => {
        at.online = false;
        throw failure;
      };
      await at.outbox.add(A, prompt('one'));
      await at.clock.tick(FRAME);
      assert.equal(at.outbox.pending[0]?.state, state);
      at.server.prompts.submit = send;
      at.online = true;
      at.outbox.reconnected();
      at.outbox.pump();
      await at.clock.tick(FRAME);
      assert.deepEqual([sent(at.server), at.outbox.pending, at.server.doubled], [['one'], [], []]);
    });

  it('fails a prompt that is answered with a web page on every one of several live connections', async () => {
    const at = bench();
    at.server.prompts.submit = async () => {
      throw new Failure('wrongAddress', 'A web page answered.');
    };
    await at.outbox.add(A, prompt('one'));
    for (let i = 0; i < 6; i++) {
      at.outbox.pump();
      await at.clock.tick(FRAME);
    }
    assert.deepEqual([at.outbox.pending[0]?.state, at.outbox.pending[0]?.reason], ['failed', 'A web page answered.']);
  });

  it('does not count calls that a network lost as prompts that were accepted', async () => {
    const at = bench();
    at.server.outcomes.push(...Array.from({ length: 6 }, () => 'lost-before' as const));
    await at.outbox.add(A, prompt('one'));
    for (let i = 0; i < 8; i++) {
      at.outbox.pump();
      await at.clock.tick(FRAME);
    }
    assert.deepEqual([at.outbox.pending, at.server.stored.size], [[], 1]);
  });

  it('shows a prompt as not sent while a server without its session stands at the address, and sends it afterwards', async () => {
    const gone = new Failure('rejected', 'Session not found', { status: 404 });
    for (const back of ['reconnected', 'session shown'] as const) {
      const at = bench();
      const send = at.server.prompts.submit;
      at.server.sessions.get = at.server.prompts.submit = async () => {
        throw gone;
      };
      await at.outbox.add(A, prompt('one'));
      await at.clock.tick(60_000);
      assert.deepEqual([at.outbox.pending[0]?.state, at.outbox.pending[0]?.formerSession], ['failed', A]);
      at.server.prompts.submit = send;
      if (back === 'reconnected') {
        at.outbox.reconnected();
        await at.clock.tick(60_000);
        assert.equal(at.outbox.pending[0]?.state, 'failed', 'still another server');
        at.server.sessions.get = async () => fakeSession('ses_a');
        at.outbox.reconnected();
      } else at.server.say({ type: 'session.upserted', session: fakeSession('ses_a') });
      await at.clock.tick(2 * FRAME);
      assert.deepEqual([sent(at.server), at.outbox.pending], [['one'], []], back);
      assert.equal(at.server.received[0]?.sessionId, A);
    }
  });

  it('fails a prompt that the server refuses with 404 although it has the session', async () => {
    const at = bench();
    at.server.sessions.get = async () => fakeSession('ses_a');
    at.server.prompts.submit = async () => {
      throw new Failure('rejected', 'No such agent', { status: 404 });
    };
    await at.outbox.add(A, prompt('one'));
    await at.clock.tick(FRAME);
    assert.deepEqual([at.outbox.pending[0]?.state, at.outbox.pending[0]?.reason], ['failed', 'No such agent']);
  });

  it('keeps prompts written offline and sends them once, in order, on return', async () => {
    const at = bench([], false);
    for (const text of ['one', 'two', 'three']) await at.outbox.add(A, prompt(text));
    await at.clock.tick(1000);
    assert.deepEqual(
      [sent(at.server), at.outbox.pending.map((entry) => entry.state)],
      [[], ['queued', 'queued', 'queued']],
    );
    at.online = true;
    at.outbox.pump();
    await at.clock.tick(FRAME * 10);
    assert.deepEqual([sent(at.server), at.outbox.pending], [['one', 'two', 'three'], []]);
  });

  it('keeps a prompt while the server has only its empty message', async () => {
    const at = bench();
    at.server.prompts.submit = async ({ messageId: id }) =>
      at.server.say({
        type: 'message.upserted',
        message: { id, sessionId: A, role: 'user', created: 1, parts: [] },
      });
    const id = await at.outbox.add(A, prompt('one'));
    await at.clock.tick(FRAME);
    assert.deepEqual(
      at.outbox.pending.map(({ state }) => state),
      ['sending'],
    );
    const part = { id: partId('prt_1'), sessionId: A, messageId: id, type: 'text', text: 'one' } as const;
    at.server.say({ type: 'part.upserted', part });
    await at.clock.tick(FRAME);
    assert.deepEqual(at.outbox.pending, []);
  });

  it('asks the server before it resends a prompt that may have arrived', async () => {
    const at = bench();
    at.server.outcomes.push('lost-after');
    await at.outbox.add(A, prompt('one'));
    await at.clock.tick(FRAME);
    assert.equal(at.outbox.pending[0]?.state, 'unknown');
    at.outbox.pump();
    await at.clock.tick(FRAME);
    assert.deepEqual([sent(at.server), at.outbox.pending], [['one'], []]);
  });

  it('resends a prompt that did not arrive under the same IDs', async () => {
    const at = bench();
    at.server.outcomes.push('lost-before');
    await at.outbox.add(A, prompt('one'));
    await at.clock.tick(FRAME);
    at.outbox.pump();
    await at.clock.tick(FRAME);
    const [first, second] = at.server.received;
    assert.equal(at.server.received.length, 2);
    assert.deepEqual([second?.messageId, second?.partIds], [first?.messageId, first?.partIds]);
    assert.deepEqual(at.outbox.pending, []);
  });

  it('marks a refused prompt as failed with the reason, and sends the next one', async () => {
    const at = bench();
    at.server.outcomes.push('rejected');
    const id = await at.outbox.add(A, prompt('one'));
    await at.outbox.add(A, prompt('two'));
    await at.clock.tick(FRAME * 5);
    assert.deepEqual(
      at.outbox.pending.map(({ text, state, reason }) => ({ text, state, reason })),
      [{ text: 'one', state: 'failed', reason: 'no such model' }],
    );
    at.outbox.retry(id);
    await at.clock.tick(FRAME * 5);
    assert.deepEqual([sent(at.server), at.outbox.pending], [['one', 'two', 'one'], []]);
  });

  it('holds a prompt while a turn runs so that it can be canceled', async () => {
    const at = bench();
    at.store.dispatch([{ type: 'session.status', sessionId: A, status: { type: 'busy' } }]);
    at.store.flush();
    const one = await at.outbox.add(A, prompt('one'));
    await at.outbox.add(A, prompt('two'));
    await at.clock.tick(1000);
    assert.equal(at.outbox.cancel(one)?.text, 'one');
    at.store.dispatch([{ type: 'session.status', sessionId: A, status: { type: 'idle' } }]);
    await at.clock.tick(FRAME * 5);
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
    const at = bench([old(now - STALE - 1), old(now - 1000)], false);
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
          const at = bench();
          at.server.outcomes.push(...fates);
          for (let i = 0; i < count; i++) await at.outbox.add(A, prompt(`${i}`));
          for (let round = 0; round < 60 && at.outbox.pending.length > 0; round++) {
            for (const entry of at.outbox.pending) if (entry.state === 'failed') at.outbox.retry(entry.messageId);
            at.outbox.pump();
            await at.clock.tick(FRAME);
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

describe('prompts of a closed window', () => {
  const left: PendingPrompt = {
    ...prompt('left behind'),
    sessionId: A,
    messageId: messageId('msg_left'),
    partIds: [partId('prt_left')],
    created: createTestClock().now(),
    state: 'queued',
  };

  it('are adopted by a running window and sent once', async () => {
    const at = bench();
    at.disk.others = true;
    at.outbox.reconnected();
    await at.clock.tick(4_000);
    at.disk.left.push(left);
    at.disk.others = false;
    await at.clock.tick(6_000);
    assert.deepEqual([sent(at.server), at.outbox.pending, at.clock.waiting], [['left behind'], [], 0]);
  });

  it('are looked up on the server first, since they may have been sent', async () => {
    const at = bench([left], false);
    at.server.stored.set(left.messageId, { id: left.messageId, sessionId: A, role: 'user', created: 1, parts: [] });
    at.online = true;
    at.outbox.pump();
    await at.clock.tick(FRAME * 2);
    assert.deepEqual([sent(at.server), at.outbox.pending], [[], []]);
  });
});

describe('a call that hangs in a dead connection', () => {
  const hanging = async () => {
    const at = bench();
    const { submit } = at.server.prompts;
    let stopped = 0;
    Object.assign(at.server.prompts, {
      submit: (out: OutgoingPrompt, signal: AbortSignal) =>
        new Promise<void>((_, reject) =>
          signal.addEventListener('abort', () => {
            stopped++;
            reject(new Failure('aborted', 'Stopped.'));
          }),
        ),
    });
    await at.outbox.add(A, prompt('one'));
    await at.clock.tick(HANGING_AFTER_MS - 1);
    assert.equal(at.outbox.pending[0]?.state, 'sending');
    at.server.prompts.submit = submit;
    return { at, stopped: () => stopped };
  };

  it('is abandoned on the next connection, and the prompt is resent if the server does not have it', async () => {
    const { at, stopped } = await hanging();
    at.outbox.reconnected();
    await at.clock.tick(FRAME * 3);
    assert.deepEqual([stopped(), sent(at.server), at.outbox.pending], [1, ['one'], []]);
  });

  it('is abandoned on a living connection as well, after a while', async () => {
    const { at, stopped } = await hanging();
    await at.clock.tick(FRAME * 3);
    assert.deepEqual([stopped(), sent(at.server), at.outbox.pending], [1, ['one'], []]);
  });

  it('is left alone on a living connection when the server has the prompt', async () => {
    const { at, stopped } = await hanging();
    const id = at.outbox.pending[0]?.messageId ?? messageId('');
    at.server.stored.set(id, { id, sessionId: A, role: 'user', created: 1, parts: [] });
    await at.clock.tick(HANGING_AFTER_MS * 10);
    assert.deepEqual([stopped(), sent(at.server), at.outbox.pending], [0, [], []]);
  });

  it('is left alone when the server has the prompt', async () => {
    const { at, stopped } = await hanging();
    const id = at.outbox.pending[0]?.messageId ?? messageId('');
    at.server.stored.set(id, { id, sessionId: A, role: 'user', created: 1, parts: [] });
    at.outbox.reconnected();
    await at.clock.tick(FRAME * 3);
    assert.deepEqual([stopped(), sent(at.server), at.outbox.pending], [0, [], []]);
  });
});

describe('prompts whose session was away for long', () => {
  it('are shown in their session again, and are not sent without asking', async () => {
    const at = bench();
    at.server.sessions.get = at.server.prompts.submit = async () => {
      throw new Failure('rejected', 'Session not found', { status: 404 });
    };
    await at.outbox.add(A, prompt('one'));
    await at.clock.tick(STALE + 1);
    const next = bench(at.disk.pending);
    await next.clock.tick(STALE + 1);
    next.server.sessions.get = async () => fakeSession('ses_a');
    next.outbox.reconnected();
    await next.clock.tick(60_000);
    const [entry] = next.outbox.pending;
    assert.deepEqual([entry?.sessionId, entry?.state, entry?.formerSession], [A, 'failed', undefined]);
    assert.match(entry?.reason ?? '', /written a while ago/);
    assert.deepEqual(sent(next.server), []);
  });
});

describe('prompts whose session is deleted', () => {
  /** Two prompts that wait for the turn of a session, which is deleted then. */
  const deleted = async () => {
    const at = bench();
    at.server.say({ type: 'session.status', sessionId: A, status: { type: 'busy' } });
    await at.clock.tick(FRAME);
    for (const text of ['one', 'two']) await at.outbox.add(A, prompt(text));
    at.server.sessions.get = async () => {
      throw new Failure('rejected', 'Session not found', { status: 404 });
    };
    at.server.say({ type: 'session.removed', sessionId: A });
    await at.clock.tick(FRAME);
    return at;
  };

  it('are shown at once as not sent, in one new session, and stay so', async () => {
    const at = await deleted();
    const [draft] = at.outbox.pending.map((entry) => entry.sessionId);
    const look = (): unknown => at.outbox.pending.map(({ text, state, sessionId: id }) => [text, state, id === draft]);
    assert.ok(isDraftSession(draft));
    const expected = [
      ['one', 'failed', true],
      ['two', 'failed', true],
    ];
    assert.deepEqual(look(), expected);
    at.outbox.reconnected();
    await at.clock.tick(60_000);
    assert.deepEqual([look(), sent(at.server)], [expected, []]);
    assert.deepEqual(at.disk.pending, at.outbox.pending);
  });

  it('are sent to the new session once the user wants that', async () => {
    const at = await deleted();
    for (const { messageId: id } of at.outbox.pending) at.outbox.retry(id);
    await at.clock.tick(4 * FRAME);
    assert.deepEqual([sent(at.server), at.outbox.pending], [['one', 'two'], []]);
    assert.deepEqual(
      at.server.received.map((one) => one.sessionId),
      at.server.created.flatMap(({ id }) => [id, id]),
    );
  });

  it('can be taken back into the input', async () => {
    const at = await deleted();
    const taken = at.outbox.pending.map(({ messageId: id }) => at.outbox.cancel(id)?.text);
    assert.deepEqual([taken, at.outbox.pending], [['one', 'two'], []]);
  });

  it('are still shown by the next window', async () => {
    const at = await deleted();
    const next = bench(at.disk.pending);
    next.server.sessions.get = at.server.sessions.get;
    next.outbox.reconnected();
    await next.clock.tick(60_000);
    assert.deepEqual(
      [next.outbox.pending.map(({ text, state }) => [text, state]), sent(next.server)],
      [
        [
          ['one', 'failed'],
          ['two', 'failed'],
        ],
        [],
      ],
    );
  });
});
