import assert from 'node:assert/strict';
import { summaryOf } from '../../../../src/core/changes/summary.js';
import { filePatch } from '../../../../src/core/changes/formatPatch.js';
import { absent, text, type Content } from '../../../../src/core/changes/content.js';
import type { FileChange } from '../../../../src/shared/model/entities.js';
import { user } from '../../shared/model/build.js';

const lines = 'one\ntwo\nthree\nfour\n';
const change = (path: string, status: FileChange['status'], before: Content, after: Content): FileChange => {
  const patch = filePatch({ path, before, after });
  const count = (content: Content): number => (content.kind === 'text' ? content.text.split('\n').length - 1 : 0);
  return { path, status, additions: count(after), deletions: count(before), ...(patch === undefined ? {} : { patch }) };
};
const gone = (path: string, value: string): FileChange => change(path, 'deleted', text(value), absent);
const came = (path: string, value: string): FileChange => change(path, 'added', absent, text(value));
const paths = (...changes: readonly FileChange[]) =>
  summaryOf([user('u', 1, { changes })]).map(({ path, from, additions, deletions }) => [
    path,
    from,
    additions,
    deletions,
  ]);

describe('the files a session changed', () => {
  it('have unquoted names', () => {
    assert.deepEqual(paths(came('"\\303\\274 x/\\"a\\".txt"', 'x\n')), [['ü x/"a".txt', undefined, 1, 0]]);
  });

  it('include a renamed file once, with its changes', () => {
    assert.deepEqual(paths(gone('a.txt', lines), came('b/c.txt', lines)), [['b/c.txt', 'a.txt', 0, 0]]);
    assert.deepEqual(paths(came('b.txt', `${lines}five\n`), gone('a.txt', lines)), [['b.txt', 'a.txt', 1, 0]]);
  });

  it('include two files that have too little in common for a rename', () => {
    assert.deepEqual(paths(gone('a.txt', lines), came('b.txt', 'other\n')), [
      ['a.txt', undefined, 0, 4],
      ['b.txt', undefined, 1, 0],
    ]);
  });

  it('are matched correctly without a patch or with a truncated one', () => {
    const { patch: _, ...bare } = gone('a.txt', lines);
    const cut = { ...gone('a.txt', lines), patch: gone('a.txt', lines).patch?.slice(0, -8) ?? '' };
    for (const old of [bare, cut]) assert.equal(paths(old, came('b.txt', lines)).length, 2);
  });

  it('contain no patches', () => {
    assert.ok(summaryOf([user('u', 1, { changes: [came('a', 'x\n')] })]).every((each) => each.patch === undefined));
  });
});
