import assert from 'node:assert/strict';
import { messagesOf, opened, permission, run, said, SES, session, status, user } from '../build.js';

describe('the snapshot', () => {
  it('replaces sessions, status and requests, and keeps the transcripts of existing sessions', () => {
    const state = run([...opened, said(user('u', 1)), status('busy'), { type: 'request.opened', request: permission }]);
    const after = run(
      [{ type: 'snapshot.loaded', sessions: [session({ title: 'Two' })], status: [], requests: [] }],
      state,
    );
    assert.equal(after.sessions.get(SES)?.title, 'Two');
    assert.equal(after.status.size + after.requests.length, 0);
    assert.equal(messagesOf(after).length, 1);
    const gone = run([{ type: 'snapshot.loaded', sessions: [], status: [], requests: [] }], state);
    assert.equal(gone.transcripts.size, 0);
  });
});
