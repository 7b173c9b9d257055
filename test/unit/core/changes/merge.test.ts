import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hunkAt, hunksOf, withHunks } from '../../../../src/core/changes/hunks.js';
import { applyEdits, editsBetween, splitLines } from '../../../../src/core/changes/lines.js';
import { merge } from '../../../../src/core/changes/merge.js';
import { lineText } from './texts.js';

const clean = (base: string, ours: string, theirs: string): string | undefined => {
  const result = merge(base, ours, theirs);
  return result.clean ? result.text : undefined;
};

describe('three-way merge', () => {
  it('takes the one side that changed', () => {
    fc.assert(
      fc.property(lineText, lineText, (base, other) => {
        assert.equal(clean(base, other, base), other);
        assert.equal(clean(base, base, other), other);
        assert.equal(clean(base, other, other), other);
      }),
    );
  });
  it('is symmetric', () => {
    fc.assert(
      fc.property(lineText, lineText, lineText, (base, a, b) => assert.equal(clean(base, a, b), clean(base, b, a))),
      { numRuns: 3_000 },
    );
  });
  it('merges changes in different places', () =>
    assert.equal(clean('a\nb\nc\nd\n', 'A\nb\nc\nd\n', 'a\nb\nc\nD\n'), 'A\nb\nc\nD\n'));
  it('merges a change at the end without a final newline', () =>
    assert.equal(clean('a\nb\nc', 'A\nb\nc', 'a\nb\nC'), 'A\nb\nC'));
  it('reports a conflict where both changed the same or neighboring lines', () => {
    assert.equal(clean('a\nb\nc\n', 'a\nX\nc\n', 'a\nY\nc\n'), undefined);
    assert.equal(clean('a\nb\n', 'A\nb\n', 'a\nB\n'), undefined);
    assert.equal(clean('', 'x\n', 'y\n'), undefined);
    assert.equal(clean('a\nb\nc\nd\ne\n', 'X\n', 'a\nB\nc\nD\ne\n'), undefined);
  });
  it('merges identical changes once', () =>
    assert.equal(clean('a\nb\nc\nd\n', 'a\nB\nc\nd\n', 'a\nB\nc\nD\n'), 'a\nB\nc\nD\n'));
  it('preserves every line that only one side changed', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 8, maxLength: 30 }),
        fc.nat(),
        fc.nat(),
        (numbers, x, y) => {
          const lines = numbers.map((number) => `line ${number}\n`);
          const i = x % lines.length;
          const j = y % lines.length;
          if (Math.abs(i - j) < 2) return;
          const merged = clean(lines.join(''), lines.with(i, 'ours\n').join(''), lines.with(j, 'theirs\n').join(''));
          assert.equal(merged, lines.with(i, 'ours\n').with(j, 'theirs\n').join(''));
        },
      ),
    );
  });
});

describe('hunks', () => {
  it('give the changed text if all are applied, and the original text if none is', () => {
    fc.assert(
      fc.property(lineText, lineText, (before, after) => {
        const hunks = hunksOf(before, after);
        assert.equal(withHunks(before, hunks), after);
        assert.equal(withHunks(before, []), before);
      }),
      { numRuns: 3_000 },
    );
  });
  it('are applied one by one', () => {
    const before = 'a\nb\nc\nd\n';
    const hunks = hunksOf(before, 'A\nb\nc\nd\ne\n');
    assert.equal(hunks.length, 2);
    assert.equal(withHunks(before, hunks.slice(1)), 'a\nb\nc\nd\ne\n');
  });
  it('are found by a line of the new text', () => {
    const hunks = hunksOf('a\nb\nc\nd\n', 'x\ny\na\nb\nd\n');
    assert.equal(hunkAt(hunks, 1)?.index, 0);
    assert.equal(hunkAt(hunks, 3), undefined);
    assert.equal(hunkAt(hunks, 4)?.index, 1);
  });
  it('turn one list of lines into the other, even when the search gives up', () => {
    const before = Array.from({ length: 20_000 }, (_, i) => `line ${i}\n`);
    const after = before.map((line, i) => (i % 3 === 0 ? `new ${i}\n` : line));
    assert.deepEqual(applyEdits(before, editsBetween(before, after)), after);
    assert.equal(splitLines(before.join('')).length, 20_000);
  });
});
