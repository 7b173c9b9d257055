import assert from 'node:assert/strict';
import { Failure } from '../../../../src/core/failure.js';
import { createConnection, SUSPECT_AFTER_MS } from '../../../../src/core/sync/connection.js';
import { readAll } from '../../../../src/core/sync/resync.js';
import { createStore, FRAME_MS } from '../../../../src/core/sync/store.js';
import { sessionId } from '../../../../src/shared/model/ids.js';
import { createTestClock } from '../../../support/clock.js';
import { createFakeServer, fakeSession } from '../../../support/fakeServer.js';
import { silentLogger } from '../../../support/silentLogger.js';

const HELLO = { type: 'server.ready' } as const;

function bench() {
  const clock = createTestClock();
  const server = createFakeServer();
  const store = createStore(clock, silentLogger);
  const phases: string[] = [];
  let opens = 0;
  let fate: Failure | undefined;
  const connection = createConnection(
    'box',
    {
      async open() {
        opens++;
        if (fate !== undefined) throw fate;
        return server;
      },
      resync: (from, signal) => readAll(from, [], signal),
      deliver: store.dispatch,
      live() {},
      replaced() {},
      failed() {},
    },
    clock,
    silentLogger,
  );
  connection.onDidChange((info) => phases.push(info.phase));
  const greet = async (): Promise<void> => {
    await clock.tick(0);
    server.listeners.at(-1)?.open();
    server.listeners.at(-1)?.events([HELLO]);
    await clock.tick(FRAME_MS);
  };
  return {
    clock,
    server,
    store,
    connection,
    phases,
    greet,
    opens: () => opens,
    fail: (failure: Failure | undefined) => (fate = failure),
  };
}

describe('the connection', () => {
  it('is connected after the server is ready and everything is loaded', async () => {
    const at = bench();
    at.connection.connect();
    await at.greet();
    assert.deepEqual(at.phases, ['connecting', 'catching-up', 'connected']);
    assert.equal(at.store.state.sessions.size, 1);
  });

  it('applies events that arrive during loading afterwards', async () => {
    const at = bench();
    let answer: () => void = () => {};
    const gate = new Promise<void>((resolve) => (answer = resolve));
    const { snapshot } = at.server.sessions;
    Object.assign(at.server.sessions, {
      snapshot: async () => {
        await gate;
        return snapshot();
      },
    });
    at.connection.connect();
    await at.clock.tick(0);
    at.server.listeners[0]?.open();
    at.server.say(
      HELLO,
      { type: 'session.removed', sessionId: sessionId('ses_a') },
      { type: 'session.upserted', session: fakeSession('ses_new') },
    );
    answer();
    await at.clock.tick(FRAME_MS);
    assert.deepEqual([...at.store.state.sessions.keys()], ['ses_new']);
  });

  it('reconnects automatically after a loss and releases the old stream', async () => {
    const at = bench();
    at.connection.connect();
    await at.greet();
    at.server.listeners[0]?.lost(new Failure('unreachable', 'reset'));
    assert.equal(at.connection.info.phase, 'reconnecting');
    await at.clock.tick(30_000);
    await at.greet();
    assert.equal(at.connection.info.phase, 'connected');
    assert.deepEqual([at.opens(), at.server.listeners.length], [2, 1]);
  });

  it('ignores a stream that it abandoned', async () => {
    const at = bench();
    at.connection.connect();
    await at.greet();
    const [old] = at.server.listeners;
    at.connection.stop();
    old?.events([{ type: 'session.upserted', session: fakeSession('ses_ghost') }]);
    old?.lost(new Failure('unreachable', 'late'));
    await at.clock.tick(60_000);
    assert.equal(at.connection.info.phase, 'disconnected');
    assert.equal(at.store.state.sessions.has(sessionId('ses_ghost')), false);
    assert.equal(at.clock.waiting, 0, 'no timer is left');
  });

  it('does not retry after a refusal until the user acts', async () => {
    const at = bench();
    at.fail(new Failure('unauthorized', 'wrong password'));
    at.connection.connect();
    await at.clock.tick(10 * 60_000);
    assert.deepEqual([at.connection.info.phase, at.opens()], ['refused', 1]);
    at.fail(undefined);
    at.connection.connect();
    await at.greet();
    assert.equal(at.connection.info.phase, 'connected');
  });

  it('limits its attempts during ten minutes without a server, and tries at once on request', async () => {
    const at = bench();
    at.fail(new Failure('unreachable', 'refused'));
    at.connection.connect();
    await at.clock.tick(10 * 60_000);
    assert.equal(at.connection.info.phase, 'offline');
    assert.ok(at.opens() > 20 && at.opens() < 60, `${at.opens()} attempts`);
    at.fail(undefined);
    at.connection.connect();
    await at.greet();
    assert.equal(at.connection.info.phase, 'connected');
  });

  it('opens a new stream at once when the user returns after missed heartbeats', async () => {
    const at = bench();
    let quiet = 0;
    const { open } = at.server.events;
    at.server.events.open = (listener) => ({ ...open(listener), quiet: () => quiet });
    at.connection.connect();
    await at.greet();
    quiet = SUSPECT_AFTER_MS;
    at.connection.checkAlive();
    assert.deepEqual([at.connection.info.phase, at.opens()], ['connected', 1], 'one missed beat is no death');
    quiet = SUSPECT_AFTER_MS + 1;
    at.connection.checkAlive();
    assert.equal(at.connection.info.phase, 'reconnecting');
    await at.greet();
    assert.deepEqual([at.connection.info.phase, at.opens(), at.server.listeners.length], ['connected', 2, 1]);
  });

  it('retries at once when the user returns while it waits, but not after a refusal', async () => {
    const at = bench();
    at.fail(new Failure('unreachable', 'refused'));
    at.connection.connect();
    await at.clock.tick(0);
    at.fail(undefined);
    at.connection.checkAlive();
    await at.greet();
    assert.equal(at.connection.info.phase, 'connected');
    at.connection.fail(new Failure('unauthorized', 'no'));
    at.connection.checkAlive();
    await at.clock.tick(60_000);
    assert.deepEqual([at.connection.info.phase, at.opens()], ['refused', 2]);
  });

  it('reloads on the same stream after a gap in the IDs', async () => {
    const at = bench();
    at.connection.connect();
    await at.greet();
    at.server.listeners[0]?.gap();
    await at.clock.tick(FRAME_MS);
    assert.deepEqual(at.phases.slice(-2), ['catching-up', 'connected']);
    assert.equal(at.opens(), 1);
  });
});
