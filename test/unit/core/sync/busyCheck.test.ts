import assert from 'node:assert/strict';
import type { Snapshot } from '../../../../src/core/agent/ports.js';
import { createBusyCheck, FIRST_CHECK_MS, MAX_CHECK_MS } from '../../../../src/core/sync/busyCheck.js';
import { createStore, FRAME_MS } from '../../../../src/core/sync/store.js';
import type { AgentEvent } from '../../../../src/shared/model/events.js';
import { requestId, sessionId } from '../../../../src/shared/model/ids.js';
import { createTestClock } from '../../../support/clock.js';
import { createFakeServer, fakeSession } from '../../../support/fakeServer.js';
import { silentLogger } from '../../../support/silentLogger.js';

const A = sessionId('ses_a');
const busy: AgentEvent = { type: 'session.status', sessionId: A, status: { type: 'busy' } };
const question = {
  type: 'permission',
  id: requestId('per_1'),
  sessionId: A,
  permission: 'bash',
  patterns: [],
  always: [],
  call: { kind: 'command', command: '' },
} as const;

async function bench() {
  const clock = createTestClock();
  const store = createStore(clock, silentLogger);
  const server = createFakeServer();
  let answer: Pick<Snapshot, 'status' | 'requests'> = { status: [[A, { type: 'busy' }]], requests: [] };
  const counts = { asked: 0, resyncs: 0 };
  server.sessions.activity = async () => {
    counts.asked++;
    return answer;
  };
  const check = createBusyCheck({
    store,
    server: () => server,
    clock,
    logger: silentLogger,
    resync: () => void counts.resyncs++,
  });
  store.dispatch([{ type: 'session.upserted', session: fakeSession('ses_a') }, busy]);
  await clock.tick(FRAME_MS);
  return { clock, store, check, counts, answers: (next: typeof answer) => (answer = next) };
}

describe('the check of busy sessions', () => {
  it('reloads when the server reports a silent session as idle', async () => {
    const { clock, counts, answers } = await bench();
    answers({ status: [], requests: [] });
    await clock.tick(FIRST_CHECK_MS - 1);
    assert.deepEqual(counts, { asked: 0, resyncs: 0 });
    await clock.tick(1);
    assert.deepEqual(counts, { asked: 1, resyncs: 1 });
  });

  it('reloads when the server waits for an answer to a question that was never received', async () => {
    const { clock, counts, answers } = await bench();
    answers({ status: [[A, { type: 'busy' }]], requests: [question] });
    await clock.tick(FIRST_CHECK_MS);
    assert.equal(counts.resyncs, 1);
  });

  it('checks less and less often while a long tool runs, without reloading', async () => {
    const { clock, counts } = await bench();
    await clock.tick(60 * 60_000);
    assert.ok(counts.asked > 4 && counts.asked < 4 + (60 * 60_000) / MAX_CHECK_MS, String(counts.asked));
    assert.equal(counts.resyncs, 0);
  });

  it('does not check while events of the session arrive or it is idle', async () => {
    const { clock, store, counts } = await bench();
    for (let i = 0; i < 10; i++) {
      store.dispatch([{ type: 'todos.updated', sessionId: A, todos: [] }]);
      await clock.tick(FIRST_CHECK_MS - 1_000);
    }
    store.dispatch([{ type: 'session.status', sessionId: A, status: { type: 'idle' } }]);
    await clock.tick(MAX_CHECK_MS * 2);
    assert.deepEqual(counts, { asked: 0, resyncs: 0 });
    assert.equal(clock.waiting, 0);
  });

  it('stops with the sandbox', async () => {
    const { clock, check, counts } = await bench();
    check.dispose();
    await clock.tick(MAX_CHECK_MS);
    assert.deepEqual([counts.asked, clock.waiting], [0, 0]);
  });
});
