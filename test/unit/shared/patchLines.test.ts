import assert from 'node:assert/strict';
import { countPatchLines } from '../../../src/shared/patchLines.js';

describe('counting the lines of a patch', () => {
  it('counts lines that begin like a header', () =>
    assert.deepEqual(
      countPatchLines(
        '--- a/q.sql\n+++ b/q.sql\n@@ -1,3 +1,2 @@\n--- old comment\n select 1;\n-select 2;\n+++ plus;\n',
      ),
      { added: 1, removed: 2 },
    ));

  it('counts several files and hunks, and ends without a line break', () =>
    assert.deepEqual(
      countPatchLines(
        'diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+y\n@@ -9,2 +9,0 @@ f()\n-a\n-b\n--- a/b\n+++ b/b\n@@ -0,0 +1 @@\n+c',
      ),
      { added: 2, removed: 3 },
    ));

  it('counts nothing if there is no hunk', () =>
    assert.deepEqual(countPatchLines('--- a\n+++ b\n'), { added: 0, removed: 0 }));
});
