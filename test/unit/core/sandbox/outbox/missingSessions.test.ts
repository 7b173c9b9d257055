import assert from 'node:assert/strict';
import { Failure } from '../../../../../src/core/failure.js';
import { STALE_AFTER_MS } from '../../../../../src/core/sandbox/pendingPrompts.js';
import { FRAME_MS } from '../../../../../src/core/sync/store.js';
import { isDraftSession } from '../../../../../src/shared/model/ids.js';
import { fakeSession } from '../../../../support/fakeServer.js';
import { A, fixture, prompt, sent } from './fixture.js';

describe('prompts whose session was missing for long', () => {
  it('are shown in their session again, and are not sent without asking', async () => {
    const at = fixture();
    at.server.sessions.get = at.server.prompts.submit = async () => {
      throw new Failure('rejected', 'Session not found', { status: 404 });
    };
    await at.outbox.add(A, prompt('one'));
    await at.clock.tick(STALE_AFTER_MS + 1);
    const next = fixture(at.disk.pending);
    await next.clock.tick(STALE_AFTER_MS + 1);
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
  /** Two prompts that wait for the turn of a session, which is then deleted. */
  const deleted = async () => {
    const at = fixture();
    at.server.say({ type: 'session.status', sessionId: A, status: { type: 'busy' } });
    await at.clock.tick(FRAME_MS);
    for (const text of ['one', 'two']) await at.outbox.add(A, prompt(text));
    at.server.sessions.get = async () => {
      throw new Failure('rejected', 'Session not found', { status: 404 });
    };
    at.server.say({ type: 'session.removed', sessionId: A });
    await at.clock.tick(FRAME_MS);
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
    await at.clock.tick(4 * FRAME_MS);
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
    const next = fixture(at.disk.pending);
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
