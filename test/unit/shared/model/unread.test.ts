import assert from 'node:assert/strict';
import { sessionId } from '../../../../src/shared/model/ids.js';
import { byParent } from '../../../../src/shared/model/select.js';
import { isUnread, lastActive } from '../../../../src/shared/model/unread.js';
import { run, session } from './build.js';

describe('an unread session', () => {
  it('is unread until the user saw the end of its last turn', () => {
    assert.equal(isUnread(session({ idle: 5 })), true);
    assert.equal(isUnread(session({ idle: 5, viewed: 4 })), true);
    assert.equal(isUnread(session({ idle: 5, viewed: 5 })), false);
  });

  it('is not unread if the server does not track it, or as a sub-agent', () => {
    assert.equal(isUnread(session()), false);
    assert.equal(isUnread(session({ idle: 5, parentId: sessionId('ses_top') })), false);
  });

  it('comes before one that was changed before its end', () => {
    assert.equal(lastActive(session({ updated: 7, idle: 5 })), 7);
    const [old, worked] = [sessionId('ses_old'), sessionId('ses_worked')];
    const state = run([
      { type: 'session.upserted', session: session({ id: old, updated: 3 }) },
      { type: 'session.upserted', session: session({ id: worked, updated: 1, idle: 9 }) },
    ]);
    assert.deepEqual(
      byParent(state)
        .get(undefined)
        ?.map(({ id }) => id),
      [worked, old],
    );
  });
});
