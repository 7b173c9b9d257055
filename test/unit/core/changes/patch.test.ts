import assert from 'node:assert/strict';
import fc from 'fast-check';
import { text } from '../../../../src/core/changes/content.js';
import { quoteName, unquoteName } from '../../../../src/core/text/gitQuoting.js';
import { readPatch, type FilePatch } from '../../../../src/core/text/patch.js';
import { applyBackward, applyForward, wholeSides } from '../../../../src/core/changes/applyPatch.js';
import { lineText } from './texts.js';
import { filePatch } from '../../../../src/core/changes/formatPatch.js';

const one = (source: string): FilePatch => {
  const read = readPatch(source);
  assert.ok(read.ok && read.files.length === 1 && read.files[0] !== undefined, JSON.stringify(read).slice(0, 200));
  return read.files[0];
};

describe('a patch', () => {
  it('restores the text when applied and reverted', () => {
    fc.assert(
      fc.property(lineText, lineText, (before, after) => {
        const source = filePatch({ path: 'x y', before: text(before), after: text(after) });
        if (source === undefined) return assert.equal(before, after);
        const patch = one(source);
        assert.equal(applyForward(before, patch), after);
        assert.equal(applyBackward(after, patch), before);
      }),
      { numRuns: 5_000 },
    );
  });

  it('fits exactly or not at all', () => {
    const patch = one('--- a/x\n+++ b/x\n@@ -2 +2 @@\n-b\n+B\n');
    assert.equal(applyForward('a\nb\n', patch), 'a\nB\n');
    assert.equal(applyForward('b\nb\nb\n', patch), 'b\nB\nb\n');
    assert.equal(applyForward('a\nx\nb\n', patch), undefined);
    assert.equal(applyForward('a\nb', patch), undefined);
  });

  it('with full context contains both sides as a whole', () => {
    const patch = one(
      'Index: nonl.txt\n=====\n--- nonl.txt\t\n+++ nonl.txt\t\n@@ -1,3 +1,3 @@\n a\n b\n-c\n\\ No newline at end of file\n+C\n\\ No newline at end of file\n',
    );
    assert.deepEqual(wholeSides(patch), { before: 'a\nb\nc', after: 'a\nb\nC' });
  });

  it('has the headers of git: modes, blobs, renames, quoted names, names with blanks', () => {
    assert.deepEqual(one('diff --git a/s b/s\nold mode 100644\nnew mode 100755\n'), {
      from: 'a/s',
      to: 'b/s',
      created: false,
      deleted: false,
      renamed: false,
      binary: false,
      oldMode: '100644',
      newMode: '100755',
      hunks: [],
    });
    const renamed = one('diff --git a/a b/b\nsimilarity index 100%\nrename from a\nrename to ../../b\n');
    assert.deepEqual([renamed.from, renamed.to, renamed.renamed], ['a/a', 'b/../../b', true]);
    assert.equal(one('diff --git a/a b c b/a b c\nnew file mode 100644\nindex 0000000..e69de29\n').to, 'b/a b c');
    const quoted = one(
      'diff --git "a/q\\"d/t\\tab" "b/q\\"d/t\\tab"\nnew file mode 100644\nindex 0000000..45b983b\n--- /dev/null\n+++ "b/q\\"d/t\\tab"\n@@ -0,0 +1 @@\n+hi\n',
    );
    assert.equal(quoted.to, 'b/q"d/t\tab');
    assert.deepEqual(
      one('diff --git a/b b/b\nindex 0df5c99..7a88485 100644\nBinary files a/b and b/b differ\n').blobs,
      { before: '0df5c99', after: '7a88485' },
    );
  });

  it('has the same names after quoting and unquoting', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (name) => assert.equal(unquoteName(quoteName(name)), name)));
    assert.equal(unquoteName('"d\\303\\244tei"'), 'dätei');
  });

  it('pa-01: is read to its end despite a strange line ending in a header', () =>
    assert.ok(readPatch('--- x\u2028x\n').ok));
  it('pa-03: shows both names of a second file', () => {
    const read = readPatch(
      '--- a/safe.txt\n+++ b/safe.txt\n@@ -1 +1 @@\n-a\n+b\n--- a/x\n+++ b/.git/hooks/pre-commit\n@@ -0,0 +1 @@\n+#!/bin/sh\n',
    );
    assert.ok(read.ok);
    assert.deepEqual(
      read.files.map((file) => [file.from, file.to]),
      [
        ['a/safe.txt', 'b/safe.txt'],
        ['a/x', 'b/.git/hooks/pre-commit'],
      ],
    );
  });
  it('pa-04: shows that a file is a symbolic link', () => {
    assert.equal(
      one(
        'diff --git a/l b/l\nnew file mode 120000\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+/etc/passwd\n\\ No newline at end of file\n',
      ).newMode,
      '120000',
    );
  });
  it('pa-07: is refused if a hunk is shorter than its numbers', () =>
    assert.deepEqual(readPatch('@@ -1,99999999 +1,99999999 @@\n'), {
      ok: false,
      reason: 'the patch has a hunk that is shorter than its header says',
    }));
  it('pa-11: is refused if it has 200,000 hunks', () => {
    assert.deepEqual(readPatch(`--- a/x\n+++ b/x\n${'@@ -1 +1 @@\n-a\n+b\n'.repeat(200_000)}`), {
      ok: false,
      reason: 'the patch has too many hunks',
    });
  });

  it('is read without throwing, whatever the text', () => {
    const piece = fc.constantFrom(
      'diff --git a/x b/x\n',
      '--- a/x\n',
      '+++ b/x\n',
      '@@ -1 +1 @@\n',
      '@@ -0,0 +1,2 @@\n',
      '-a\n',
      '+b\n',
      ' c\n',
      '\\ No\n',
      'Index: x\n',
      'rename from "\\9"\n',
      '\r\n',
      '\n',
      '"',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece).map((parts) => parts.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (source) => void readPatch(source),
      ),
      { numRuns: 5_000 },
    );
  });
});
