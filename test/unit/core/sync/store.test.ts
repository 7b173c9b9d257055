import assert from 'node:assert/strict';
import { createStore } from '../../../../src/core/sync/store.js';
import { createTestClock } from '../../../support/clock.js';
import { fakeSession } from '../../../support/fakeServer.js';
import { silentLogger } from '../../../support/silentLogger.js';

const upsert = (id: string) => ({ type: 'session.upserted' as const, session: fakeSession(id) });

function bench() {
  const errors: string[] = [];
  const logger = { ...silentLogger, error: (message: string) => void errors.push(message) };
  const clock = createTestClock();
  return { store: createStore(clock, logger), clock, errors };
}

describe('the store', () => {
  it('notifies every listener of commits in order, including commits made by a listener', () => {
    const { store } = bench();
    const told: string[] = [];
    store.onDidCommit(({ events }) => {
      if (store.state.sessions.size > 1) return;
      store.dispatch([upsert('ses_b')]);
      store.flush();
      assert.equal(store.state.sessions.size, 2, 'the state is new at once');
      told.push(`first ${events.length}`);
    });
    store.onDidCommit(({ events }) => {
      for (const event of events) if (event.type === 'session.upserted') told.push(event.session.id);
    });
    store.dispatch([upsert('ses_a')]);
    store.flush();
    assert.deepEqual(told, ['first 1', 'ses_a', 'ses_b']);
  });

  it('says which parts of the state a commit changed', () => {
    const { store } = bench();
    const told: string[][] = [];
    store.onDidCommit(({ changed }) => told.push([...changed]));
    store.dispatch([upsert('ses_a')]);
    store.flush();
    store.dispatch([{ type: 'branch.changed', branch: 'main' }, upsert('ses_a')]);
    store.flush();
    store.dispatch([{ type: 'server.disposed' }]);
    store.flush();
    assert.deepEqual(told, [['sessions'], ['sessions', 'branch'], []]);
  });

  it('logs a failing listener and notifies the others', () => {
    const { store, errors } = bench();
    const heard: number[] = [];
    store.onDidCommit(function brokenListener() {
      throw new RangeError('too deep');
    });
    store.onDidCommit(({ events }) => heard.push(events.length));
    store.dispatch([upsert('ses_a')]);
    store.flush();
    assert.match(errors.join('\n'), /RangeError: too deep[^]*brokenListener/);
    assert.deepEqual(heard, [1]);
  });
});
