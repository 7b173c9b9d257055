import assert from 'node:assert/strict';
import { sandboxesToCollapse } from '../../../../../src/host/features/sessions/collapsing.js';
import { sandboxId, sessionId } from '../../../../../src/shared/model/ids.js';
import { emptyState } from '../../../../../src/shared/model/state.js';
import { session } from '../../../shared/model/build.js';

const sandbox = (id: string, listed: number, archived = 0) => {
  const make = (i: number) => session({ id: sessionId(`ses_${i}`), ...(i < listed ? {} : { archived: 1 }) });
  const sessions = Array.from({ length: listed + archived }, (_, i) => make(i));
  return {
    profile: { id: sandboxId(id) },
    connection: { phase: 'connected' as const },
    store: { state: { ...emptyState, sessions: new Map(sessions.map((each) => [each.id, each])) } },
  };
};

describe('the sandboxes beside one that is added', () => {
  it('are all collapsed if they list more than ten sessions together', () => {
    assert.deepEqual(sandboxesToCollapse([sandbox('a', 8), sandbox('new', 0), sandbox('b', 3)], sandboxId('new')), [
      'a',
      'b',
    ]);
  });

  it('stay as they are while they list few sessions', () => {
    assert.deepEqual(sandboxesToCollapse([sandbox('a', 8), sandbox('b', 2), sandbox('new', 0)], sandboxId('new')), []);
  });

  it('are not collapsed for the sessions of the new one, nor for archived ones', () => {
    assert.deepEqual(sandboxesToCollapse([sandbox('a', 3, 40), sandbox('new', 50)], sandboxId('new')), []);
  });
});
