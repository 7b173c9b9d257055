import assert from 'node:assert/strict';
import type { OutgoingPrompt } from '../../../../../src/core/agent/ports.js';
import { Failure } from '../../../../../src/core/failure.js';
import { HANGING_AFTER_MS } from '../../../../../src/core/sandbox/promptCalls.js';
import { FRAME_MS } from '../../../../../src/core/sync/store.js';
import { messageId } from '../../../../../src/shared/model/ids.js';
import { A, fixture, prompt, sent } from './fixture.js';

describe('a call that hangs in a dead connection', () => {
  const hanging = async () => {
    const at = fixture();
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
    await at.clock.tick(FRAME_MS * 3);
    assert.deepEqual([stopped(), sent(at.server), at.outbox.pending], [1, ['one'], []]);
  });

  it('is abandoned on a living connection as well, after a while', async () => {
    const { at, stopped } = await hanging();
    await at.clock.tick(FRAME_MS * 3);
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
    await at.clock.tick(FRAME_MS * 3);
    assert.deepEqual([stopped(), sent(at.server), at.outbox.pending], [0, [], []]);
  });
});
