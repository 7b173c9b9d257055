import assert from 'node:assert/strict';
import { maxAnswer } from '../../../../../src/core/agent/transport/answerLimits.js';

const MB = 1024 * 1024;

describe('the largest answer that is read', () => {
  it('is small for a sign of life, and large for a transcript', () => {
    assert.equal(maxAnswer('/global/health'), MB / 16);
    assert.equal(maxAnswer('/session/ses_1/message'), 64 * MB);
  });

  it('does not depend on the name of a file that is read', () => {
    for (const name of ['health', 'path', 'vcs', 'todo', 'agent', 'other.bin']) {
      assert.equal(maxAnswer(`/api/fs/read/src/${name}`), 32 * MB, name);
      assert.equal(maxAnswer(`/v1/fs/file/${name}`), 32 * MB, name);
    }
  });
});
