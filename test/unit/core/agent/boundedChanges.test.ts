import assert from 'node:assert/strict';
import { summaryOf } from '../../../../src/core/changes/summary.js';
import { boundedChanges, MAX_LISTED_CHANGES } from '../../../../src/core/agent/opencode1/entities/change.js';
import { message } from '../../../../src/core/agent/opencode1/entities/message.js';
import { countFiles } from '../../../../src/shared/model/select.js';

const FILES = 100_000;
const diffs = (): readonly unknown[] =>
  Array.from({ length: FILES }, (_, at) => ({
    file: `src/${at}.ts`,
    status: 'modified',
    additions: 2,
    deletions: 1,
    patch: `--- a/src/${at}.ts\n+++ b/src/${at}.ts\n@@ -1 +1,2 @@\n-${'x'.repeat(400)}\n+y\n+z\n`,
  }));

describe('a turn that changed a hundred thousand files', () => {
  it('is stored as a bounded list with the totals of all files', () => {
    const kept = boundedChanges(diffs());
    assert.equal(kept.length, MAX_LISTED_CHANGES + 1);
    assert.equal(countFiles(kept), FILES);
    assert.equal(
      kept.reduce((sum, { additions }) => sum + additions, 0),
      2 * FILES,
    );
    assert.ok(JSON.stringify(kept).length < 1_500_000);
  });

  it('adds up across several turns', () => {
    const turn = (id: string): unknown => ({
      id,
      sessionID: 'ses_a',
      role: 'user',
      time: { created: 1 },
      summary: { diffs: diffs() },
    });
    const messages = [message(turn('msg_1')), message(turn('msg_2'))].filter((one) => one !== undefined);
    const summary = summaryOf(messages);
    assert.equal(summary.length, MAX_LISTED_CHANGES + 1);
    assert.equal(
      summary.reduce((sum, { deletions }) => sum + deletions, 0),
      2 * FILES,
    );
  });
});
