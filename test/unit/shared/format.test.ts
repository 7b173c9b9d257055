import assert from 'node:assert/strict';
import {
  formatBytes,
  formatCost,
  formatDuration,
  formatTokens,
  pathIn,
  relativeTime,
  shortPath,
  timeTaken,
} from '../../../src/shared/format.js';

describe('short forms', () => {
  it('of times', () => {
    assert.deepEqual([400, 4_000, 4_230, 12_300, 185_000, 7_500_000].map(formatDuration), [
      '400 ms',
      '4 s',
      '4.2 s',
      '12 s',
      '3m 5s',
      '2h 5m',
    ]);
    assert.deepEqual(
      [-5_000, 59_000, 120_000, 7_200_000].map((ago) => relativeTime(0, ago)),
      ['now', 'now', '2m', '2h'],
    );
  });
  it('leave out very short durations', () => {
    assert.deepEqual([0, 99, 100, 4_000].map(timeTaken), ['', '', '100 ms', '4 s']);
  });
  it('of sums, counts and sizes', () => {
    assert.deepEqual([0, 0.00001, 0.0006, 0.04, 12].map(formatCost), [
      '$0.00',
      '<$0.0001',
      '$0.0006',
      '$0.04',
      '$12.00',
    ]);
    assert.deepEqual([950, 12_300, 123_000, 1_200_000].map(formatTokens), ['950', '12.3k', '123k', '1.2M']);
    assert.deepEqual([12, 12_345, 10_485_760].map(formatBytes), ['12 B', '12 kB', '10.5 MB']);
  });
  it('of paths: relative to the working folder, and their end', () => {
    assert.equal(pathIn('/srv/box', '/srv/box/src/app.ts'), 'src/app.ts');
    assert.equal(pathIn('/srv/box', '/srv/boxes/app.ts'), '/srv/boxes/app.ts');
    assert.equal(pathIn('/srv/box', '/srv/box'), '.');
    assert.equal(pathIn('', 'src/app.ts'), 'src/app.ts');
    assert.equal(shortPath('a/very/long/path/to/some/folder/with/a/file.ts', 30), '…/some/folder/with/a/file.ts');
  });
});
