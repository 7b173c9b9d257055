import assert from 'node:assert/strict';
import { Failure } from '../../../../../src/core/failure.js';
import { FRAME_MS } from '../../../../../src/core/sync/store.js';
import { fakeSession } from '../../../../support/fakeServer.js';
import { A, fixture, prompt, sent } from './fixture.js';

describe('the outbox', () => {
  const barriers: readonly (readonly [name: string, failure: Failure, state: string])[] = [
    ['a sign-in page', new Failure('wrongAddress', 'A web page answered.'), 'unknown'],
    ['a redirect', new Failure('wrongAddress', 'The address redirects elsewhere.'), 'unknown'],
    ['401', new Failure('unauthorized', 'no', { status: 401 }), 'queued'],
    ['429', new Failure('rejected', 'later', { status: 429, temporary: true }), 'unknown'],
    [
      '“Session not found” by another server',
      new Failure('rejected', 'Session not found: ses_a', { status: 404 }),
      'unknown',
    ],
    ['an error page of a gateway', new Failure('rejected', 'error 521', { status: 521, temporary: true }), 'unknown'],
  ];
  for (const [name, failure, state] of barriers)
    it(`keeps a prompt that is answered with ${name}, and sends it once afterwards`, async () => {
      const at = fixture();
      const send = at.server.prompts.submit;
      at.server.sessions.get = async () => fakeSession('ses_a');
      at.server.prompts.submit = async () => {
        at.online = false;
        throw failure;
      };
      await at.outbox.add(A, prompt('one'));
      await at.clock.tick(FRAME_MS);
      assert.equal(at.outbox.pending[0]?.state, state);
      at.server.prompts.submit = send;
      at.online = true;
      at.outbox.reconnected();
      at.outbox.pump();
      await at.clock.tick(FRAME_MS);
      assert.deepEqual([sent(at.server), at.outbox.pending, at.server.doubled], [['one'], [], []]);
    });

  it('fails a prompt that is answered with a web page on every one of several live connections', async () => {
    const at = fixture();
    at.server.prompts.submit = async () => {
      throw new Failure('wrongAddress', 'A web page answered.');
    };
    await at.outbox.add(A, prompt('one'));
    for (let i = 0; i < 6; i++) {
      at.outbox.pump();
      await at.clock.tick(FRAME_MS);
    }
    assert.deepEqual([at.outbox.pending[0]?.state, at.outbox.pending[0]?.reason], ['failed', 'A web page answered.']);
  });

  it('fails a prompt that the server refuses with 404 although it has the session', async () => {
    const at = fixture();
    at.server.sessions.get = async () => fakeSession('ses_a');
    at.server.prompts.submit = async () => {
      throw new Failure('rejected', 'No such agent', { status: 404 });
    };
    await at.outbox.add(A, prompt('one'));
    await at.clock.tick(FRAME_MS);
    assert.deepEqual([at.outbox.pending[0]?.state, at.outbox.pending[0]?.reason], ['failed', 'No such agent']);
  });

  it('marks a refused prompt as failed with the reason, and sends the next one', async () => {
    const at = fixture();
    at.server.outcomes.push('rejected');
    const id = await at.outbox.add(A, prompt('one'));
    await at.outbox.add(A, prompt('two'));
    await at.clock.tick(FRAME_MS * 5);
    assert.deepEqual(
      at.outbox.pending.map(({ text, state, reason }) => ({ text, state, reason })),
      [{ text: 'one', state: 'failed', reason: 'no such model' }],
    );
    at.outbox.retry(id);
    await at.clock.tick(FRAME_MS * 5);
    assert.deepEqual([sent(at.server), at.outbox.pending], [['one', 'two', 'one'], []]);
  });

  it('does not count calls that a network lost as prompts that were accepted', async () => {
    const at = fixture();
    at.server.outcomes.push(...Array.from({ length: 6 }, () => 'lost-before' as const));
    await at.outbox.add(A, prompt('one'));
    for (let i = 0; i < 8; i++) {
      at.outbox.pump();
      await at.clock.tick(FRAME_MS);
    }
    assert.deepEqual([at.outbox.pending, at.server.stored.size], [[], 1]);
  });

  it('keeps a prompt in its session while every request is answered with a page with status 404', async () => {
    const at = fixture();
    const page = new Failure('wrongAddress', 'A web page answered.', { status: 404 });
    at.server.sessions.get = at.server.prompts.submit = async () => {
      throw page;
    };
    await at.outbox.add(A, prompt('one'));
    await at.clock.tick(FRAME_MS);
    assert.deepEqual([at.outbox.pending[0]?.state, at.outbox.pending[0]?.sessionId], ['unknown', A]);
    at.server.prompts.submit = async () => {
      throw new Failure('rejected', 'Session not found', { status: 404 });
    };
    at.outbox.pump();
    await at.clock.tick(FRAME_MS);
    assert.deepEqual([at.outbox.pending[0]?.state, at.outbox.pending[0]?.sessionId], ['unknown', A]);
  });

  it('shows a prompt as not sent while another server answers at the address, and sends it afterwards', async () => {
    const gone = new Failure('rejected', 'Session not found', { status: 404 });
    for (const back of ['reconnected', 'session shown'] as const) {
      const at = fixture();
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
      await at.clock.tick(2 * FRAME_MS);
      assert.deepEqual([sent(at.server), at.outbox.pending], [['one'], []], back);
      assert.equal(at.server.received[0]?.sessionId, A);
    }
  });
});
