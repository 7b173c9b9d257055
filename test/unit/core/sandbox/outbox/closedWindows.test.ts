import assert from 'node:assert/strict';
import { FRAME_MS } from '../../../../../src/core/sync/store.js';
import { messageId, partId } from '../../../../../src/shared/model/ids.js';
import type { PendingPrompt } from '../../../../../src/shared/model/pending.js';
import { createTestClock } from '../../../../support/clock.js';
import { A, fixture, prompt, sent } from './fixture.js';

describe('prompts of a closed window', () => {
  const left: PendingPrompt = {
    ...prompt('left behind'),
    sessionId: A,
    messageId: messageId('msg_left'),
    partIds: [partId('prt_left')],
    created: createTestClock().now(),
    state: 'queued',
  };

  it('are adopted by a running window and sent once', async () => {
    const at = fixture();
    at.disk.others = true;
    at.outbox.reconnected();
    await at.clock.tick(4_000);
    at.disk.left.push(left);
    at.disk.others = false;
    await at.clock.tick(6_000);
    assert.deepEqual([sent(at.server), at.outbox.pending, at.clock.waiting], [['left behind'], [], 0]);
  });

  it('are looked up on the server first, since they may have been sent', async () => {
    const at = fixture([left], false);
    at.server.stored.set(left.messageId, { id: left.messageId, sessionId: A, role: 'user', created: 1, parts: [] });
    at.online = true;
    at.outbox.pump();
    await at.clock.tick(FRAME_MS * 2);
    assert.deepEqual([sent(at.server), at.outbox.pending], [[], []]);
  });
});
