import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FileChange } from '../../../../src/shared/model/entities.js';
import { changeProblem, sidesOf, fileHistories } from '../../../../src/core/changes/fileHistory.js';
import { absent, contentOf, text, type Content } from '../../../../src/core/changes/content.js';
import { splitLines } from '../../../../src/core/changes/lines.js';
import { lineText } from './texts.js';

/** A change as the server reports it: the whole file as one hunk, without byte order mark. */
function told(path: string, before: Content, after: Content): FileChange {
  const side = (content: Content): string[] => (content.kind === 'text' ? splitLines(content.text) : []);
  const put = (sign: string) => (line: string) =>
    line.endsWith('\n') ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`;
  const [old, now] = [side(before), side(after)];
  const range = (lines: readonly string[]): string => `${lines.length === 0 ? 0 : 1},${lines.length}`;
  const hunk =
    old.length + now.length === 0
      ? ''
      : `@@ -${range(old)} +${range(now)} @@\n${old.map(put('-')).join('')}${now.map(put('+')).join('')}`;
  const binary = before.kind === 'binary' || after.kind === 'binary';
  return {
    path,
    status: before.kind === 'absent' ? 'added' : after.kind === 'absent' ? 'deleted' : 'modified',
    additions: now.length,
    deletions: old.length,
    patch: binary ? '' : `Index: ${path}\n===\n--- ${path}\t\n+++ ${path}\t\n${hunk}`,
  };
}

const story = (path: string, ...states: readonly Content[]) => ({
  path,
  steps: states.slice(1).map((after, index) => told(path, states[index] ?? absent, after)),
});

describe('the two sides of a file across several turns', () => {
  it('are the first content before and the last content after the turns', () => {
    const state = fc.oneof(
      { weight: 4, arbitrary: lineText.map((value): Content => text(value)) },
      { weight: 1, arbitrary: fc.constant<Content>(absent) },
    );
    const states = fc
      .array(state, { minLength: 2, maxLength: 5 })
      .filter((all) => all.every((each, i) => i === 0 || each.kind !== 'absent' || all[i - 1]?.kind !== 'absent'));
    fc.assert(
      fc.property(states, (all) => {
        const sides = sidesOf(story('x', ...all), all.at(-1) ?? absent);
        assert.deepEqual(sides, { before: all[0], after: all.at(-1), changedSince: false });
      }),
      { numRuns: 3_000 },
    );
  });

  it('keep the byte order mark that the patches drop', () => {
    const now = contentOf(new TextEncoder().encode('\ufeffone\nzwei\n'));
    assert.deepEqual(sidesOf(story('x', text('one\ntwo\n'), text('one\nzwei\n')), now), {
      before: text('one\ntwo\n', true),
      after: now,
      changedSince: false,
    });
  });

  it('keep the byte order mark that git patches hold', () => {
    const patch =
      'diff --git a/x b/x\nindex a3fca12..a5a6746 100644\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n \ufeffone\n-two\n+zwei\n';
    const change: FileChange = { path: 'x', status: 'modified', additions: 1, deletions: 1, patch };
    assert.deepEqual(
      sidesOf({ path: 'x', steps: [change] }, text('one\nzwei\n', true)).before,
      text('one\ntwo\n', true),
    );
  });

  it('report a later change by someone else and keep what the session did', () => {
    const sides = sidesOf(story('x', text('a\n'), text('b\n')), text('c\n'));
    assert.deepEqual(sides, { before: text('a\n'), after: text('b\n'), changedSince: true });
  });

  it('report a change by someone else between two turns', () => {
    const steps = [...story('x', text('a\n'), text('b\n')).steps, ...story('x', text('z\n'), text('y\n')).steps];
    assert.deepEqual(sidesOf({ path: 'x', steps }, text('y\n')), {
      before: text('a\n'),
      after: text('y\n'),
      changedSince: true,
    });
  });

  it('report a file that was deleted and created again as modified', () => {
    assert.deepEqual(sidesOf(story('x', text('a\n'), absent, text('b\n')), text('b\n')), {
      before: text('a\n'),
      after: text('b\n'),
      changedSince: false,
    });
  });

  it('are empty and the bytes for a new binary file', () => {
    const now: Content = { kind: 'binary', bytes: new Uint8Array([0, 1]) };
    assert.deepEqual(sidesOf(story('x', absent, now), now), { before: absent, after: now, changedSince: false });
  });

  it('are unknown and the bytes for a changed binary file', () => {
    const now: Content = { kind: 'binary', bytes: new Uint8Array([0, 1]) };
    const sides = sidesOf(story('x', { kind: 'binary', bytes: new Uint8Array([0]) }, now), now);
    assert.equal(sides.before.kind, 'unknown');
    assert.equal(sides.after, now);
  });

  it('are empty for an empty new file', () => {
    assert.deepEqual(sidesOf(story('x', absent, text('')), text('')), {
      before: absent,
      after: text(''),
      changedSince: false,
    });
  });

  it('match quoted names of the server with their unquoted forms', () => {
    assert.deepEqual(
      fileHistories([[{ path: '"q\\"d/t\\tab"', status: 'added', additions: 1, deletions: 0 }]]).map(
        (each) => each.path,
      ),
      ['q"d/t\tab'],
    );
  });
});

describe('a change whose patch names another file', () => {
  const change = (path: string, patch: string): FileChange => ({
    path,
    status: 'modified',
    additions: 1,
    deletions: 1,
    patch,
  });
  it('pa-03: is refused, with the other name', () => {
    const patch =
      '--- a/safe.txt\n+++ b/safe.txt\n@@ -1 +1 @@\n-a\n+b\n--- a/x\n+++ b/.git/hooks/pre-commit\n@@ -0,0 +1 @@\n+#!/bin/sh\n';
    assert.equal(changeProblem(change('safe.txt', patch)), 'its patch also names x');
    assert.equal(changeProblem(change('x', patch)), 'its patch also names safe.txt');
  });
  it('pa-04: a symbolic link is refused', () => {
    assert.equal(
      changeProblem(
        change(
          'l',
          'diff --git a/l b/l\nnew file mode 120000\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+/etc/passwd\n\\ No newline at end of file\n',
        ),
      ),
      'it is a symbolic link',
    );
  });
  it('pa-06: a rename to elsewhere is refused', () => {
    assert.equal(
      changeProblem(change('b', 'diff --git a/a b/b\nsimilarity index 100%\nrename from a\nrename to ../../b\n')),
      'its patch also names a',
    );
  });
  it('accepts a patch of the file itself, whatever its header', () => {
    for (const patch of [
      '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n',
      'Index: x\n===\n--- x\t\n+++ x\t\n@@ -1,1 +1,1 @@\n-a\n+b\n',
      '',
    ])
      assert.equal(changeProblem(change('x', patch)), undefined);
  });
});
