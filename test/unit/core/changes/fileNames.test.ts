import assert from 'node:assert/strict';
import { posix, win32 } from 'node:path';
import fc from 'fast-check';
import { fileNameFor, isEntryName } from '../../../../src/core/changes/fileNames.js';

const HOSTILE = [
  '',
  '.',
  '..',
  '../x',
  '..\\x',
  '..\\..\\Startup\\x.bat',
  'a\\b',
  'a/b',
  '/etc/passwd',
  'C:\\x',
  'C:',
  'c:x',
  'file.txt:stream',
  'file.txt::$DATA',
  '\\\\server\\share\\x',
  '//server/share/x',
  '\\\\?\\C:\\x',
  'CON',
  'con.txt',
  'NUL',
  'aux .c',
  'COM1',
  'LPT¹.txt',
  'conin$',
  'trailing.',
  'trailing ',
  '.. ',
  '...',
  'x\0y',
];
/** Pieces that names of attackers are made of, and any others. */
const names = fc.oneof(
  fc.string({ maxLength: 20, unit: 'grapheme' }),
  fc
    .array(fc.constantFrom('..', '.', '\\', '/', ':', 'C', 'con', 'nul', ' ', 'a', '~1', '$'), { maxLength: 8 })
    .map((parts) => parts.join('')),
);
const ROOT = 'C:\\Users\\anna\\app';
const isBelow = (name: string): boolean =>
  win32.dirname(win32.resolve(ROOT, name)) === ROOT && win32.basename(win32.resolve(ROOT, name)) === name;

describe('names of a listing', () => {
  for (const name of HOSTILE)
    it(`are refused on Windows: ${JSON.stringify(name)}`, () => assert.equal(isEntryName(name, true), false));

  it('are refused on every platform if they contain a path', () => {
    for (const name of ['', '.', '..', '../x', '..\\x', 'a/b', 'a\\b', 'x\0y'])
      assert.equal(isEntryName(name, false), false);
  });

  it('are accepted if they are ordinary', () => {
    for (const name of ['a.txt', '.gitignore', '..a', 'a..b', 'ü 😀.md', '[id].tsx', 'contents', 'com10', 'aux-file'])
      for (const windows of [true, false]) assert.equal(isEntryName(name, windows), true, name);
    for (const name of ['12:30.log', 'con', 'what?', 'trailing.']) assert.equal(isEntryName(name, false), true, name);
  });

  it('stay in their folder on every platform', () => {
    fc.assert(
      fc.property(names, (name) => {
        if (isEntryName(name, true)) assert.ok(isBelow(name), name);
        if (isEntryName(name, false)) assert.equal(posix.dirname(posix.resolve('/srv/app', name)), '/srv/app');
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('a suggested file name', () => {
  it('is valid on every file system', () => {
    fc.assert(
      fc.property(fc.oneof(names, fc.constantFrom(...HOSTILE)), (text) => {
        const name = fileNameFor(text, 'download');
        assert.ok(isEntryName(name, true), name);
        assert.ok(isBelow(name), name);
        assert.doesNotMatch(name, /[<>:"|?*]/);
      }),
      { numRuns: 5_000 },
    );
  });

  it('preserves as much of the title as possible', () => {
    assert.equal(fileNameFor('Fix: the “login” page?', 'x'), 'Fix_ the “login” page_');
    assert.equal(fileNameFor('con', 'x'), '_con');
    assert.equal(fileNameFor('..', 'changes'), 'changes');
    assert.equal(Array.from(fileNameFor('😀'.repeat(200), 'x')).length, 80);
  });
});
