import assert from 'node:assert/strict';
import { createStore, type Commit } from '../../../../../src/core/sync/store.js';
import { touchedSessions } from '../../../../../src/host/features/sessions/touchedSessions.js';
import type { AgentEvent } from '../../../../../src/shared/model/events.js';
import { sessionId } from '../../../../../src/shared/model/ids.js';
import { createTestClock } from '../../../../support/clock.js';
import { fakeSession } from '../../../../support/fakeServer.js';
import { silentLogger } from '../../../../support/silentLogger.js';

const A = sessionId('ses_a');

/** The commit of these events, after those of a session. */
function commitOf(...events: readonly AgentEvent[]): Commit {
  const store = createStore(createTestClock(), silentLogger);
  store.dispatch([{ type: 'session.upserted', session: fakeSession('ses_a') }]);
  store.flush();
  const commits: Commit[] = [];
  store.onDidCommit((commit) => void commits.push(commit));
  store.dispatch(events);
  store.flush();
  return commits[0] ?? assert.fail('nothing changed');
}

describe('rows of sessions', () => {
  it('are drawn again when a server reports only what changed of a session, such as its title', () => {
    const commit = commitOf({ type: 'session.changed', sessionId: A, change: { title: 'Renamed' } });
    assert.deepEqual([...(touchedSessions(commit) ?? [])], [A]);
  });
});
