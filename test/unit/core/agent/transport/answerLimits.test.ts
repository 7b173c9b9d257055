import assert from 'node:assert/strict';
import { bounded, type Budget } from '../../../../../src/core/agent/transport/http.js';
import { createTestClock } from '../../../../support/clock.js';
import { maxAnswer } from '../../../../../src/core/agent/transport/answerLimits.js';

const MB = 1024 * 1024;

describe('the largest answer that is read', () => {
  it('is small for a health check, and large for a transcript', () => {
    assert.equal(maxAnswer('/global/health'), MB / 16);
    assert.equal(maxAnswer('/session/ses_1/message'), 64 * MB);
  });

  it('does not depend on the name of a file that is read', () => {
    for (const name of ['health', 'path', 'vcs', 'todo', 'agent', 'other.bin']) {
      assert.equal(maxAnswer(`/api/fs/read/src/${name}`), 32 * MB, name);
      assert.equal(maxAnswer(`/v1/fs/file/${name}`), 32 * MB, name);
    }
  });

  it('is limited together for all answers that are read at the same time', async () => {
    const budget: Budget = { left: 3 * MB };
    const clock = createTestClock();
    const answer = (size: number): Response => bounded(new Response(new Uint8Array(size)), clock, 64 * MB, budget);
    const held = new Response(
      new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(MB)) }),
    );
    const endless = bounded(held, clock, 64 * MB, budget).body?.getReader() ?? assert.fail('it has a body');
    await endless.read();
    await assert.rejects(answer(3 * MB).arrayBuffer(), /too large/);
    await endless.cancel();
    assert.equal((await answer(2 * MB).arrayBuffer()).byteLength, 2 * MB, 'what has ended counts no more');
    assert.equal(budget.left, 3 * MB);
  });
});
