import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createHistory } from '../../../src/webview/composer/history.js';
import { visible } from '../../../src/webview/format.js';
import { fileReference, hostOf, pathReference, safeLink } from '../../../src/webview/markdown/links.js';
import { ansi } from '../../../src/webview/tools/ansi.js';
import { callDiff } from '../../../src/core/text/callDiff.js';
import { diffLines } from '../../../src/webview/ui/DiffLines.js';

describe('links', () => {
  it('are active for the web and mail only', () => {
    assert.equal(safeLink('https://a.example/x'), 'https://a.example/x');
    assert.equal(safeLink('mailto:a@b.example'), 'mailto:a@b.example');
    for (const bad of [
      'javascript:alert(1)',
      'command:x',
      'vscode://x',
      'file:///etc',
      'data:text/html,x',
      ' java\nscript:x',
      '//a.example',
      'a/b',
    ])
      assert.equal(safeLink(bad), undefined, bad);
  });
  it('name the host that the network will see', () => {
    assert.equal(hostOf('https://good.example@evil.example/'), 'evil.example');
    assert.match(hostOf('https://hoѕt.example/'), /^xn--/);
  });
  it('lead to files and positions in them', () => {
    for (const [href, reference] of [
      ['src/a.ts', { path: 'src/a.ts' }],
      ['src/a.ts#L10', { path: 'src/a.ts', line: 10 }],
      ['src/a.ts#L10-L20', { path: 'src/a.ts', line: 10, endLine: 20 }],
      ['/w/src/a.ts:10', { path: '/w/src/a.ts', line: 10 }],
      ['a.ts:10:5', { path: 'a.ts', line: 10, column: 5 }],
      ['a.ts:10-20', { path: 'a.ts', line: 10, endLine: 20 }],
      ['file:///w/src/a.ts', { path: '/w/src/a.ts' }],
      ['file://localhost/w/a%20b.ts#L3', { path: '/w/a b.ts', line: 3 }],
      ['file:///C:/w/a.ts', { path: 'C:/w/a.ts' }],
      ['src/My File.ts', { path: 'src/My File.ts' }],
      ['src/My%20File.ts', { path: 'src/My File.ts' }],
      ['100%.txt', { path: '100%.txt' }],
      ['../README.md#usage', { path: '../README.md' }],
      ['src/app/[id]/page.tsx', { path: 'src/app/[id]/page.tsx' }],
    ] as const)
      assert.deepEqual(fileReference(href), reference, href);
    for (const not of [
      '',
      '#usage',
      'https://a.example/x',
      'command:x',
      'javascript:alert(1)',
      '//a.example/x',
      'vscode://x',
      'file://host/x',
      'a\nb',
      '%00',
    ])
      assert.equal(fileReference(not), undefined, not);
  });
  it('are found for paths in code spans, with their lines', () => {
    assert.deepEqual(pathReference('src/app.ts:12'), { path: 'src/app.ts', line: 12 });
    assert.deepEqual(pathReference('src/a.ts#L10'), { path: 'src/a.ts', line: 10 });
    for (const path of [
      'README.md',
      'Makefile',
      '.env',
      'src/app/(group)/page.tsx',
      'src/日本語.ts',
      'résumé.txt',
      '/srv/a b.ts',
    ])
      assert.deepEqual(pathReference(path), { path });
    for (const not of [
      'foo()',
      'a.b.c()',
      '',
      'x'.repeat(500) + '.ts',
      'https://a.example/x.ts',
      '--flag',
      '**/*.ts',
      '..',
      'a | b',
      'npm:x',
    ])
      assert.equal(pathReference(not), undefined, not);
  });
});

describe('terminal output', () => {
  it('keeps colors and drops every other escape', () => {
    assert.deepEqual(ansi('a\u001b[31mred\u001b[1mbold\u001b[0mz'), [
      { text: 'a' },
      { text: 'red', color: 1 },
      { text: 'bold', color: 1, bold: true },
      { text: 'z' },
    ]);
    for (const hostile of [
      '\u001b]8;;https://evil.example\u0007x\u001b]8;;\u0007',
      '\u001b]52;c;AAAA\u0007x',
      '\u001b[2J\u001b[Hx',
      '\u001bPq\u001b\\x',
      '\u009b31mx',
      '\u001b]0;title\u001b\\x',
    ])
      assert.equal(
        ansi(hostile)
          .map((run) => run.text)
          .join(''),
        'x',
        JSON.stringify(hostile),
      );
  });
  it('never lets an escape or control character through, whatever comes', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('\u001b', '\u001b[', '\u009b', '\u001b]', '\u0007', '\u001b[38;5;', 'm', ';', '\u0090', '\u009c'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = ansi(pieces.join(''))
          .map((run) => run.text)
          .join('');
        assert.doesNotMatch(text, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/);
      }),
      { numRuns: 1000 },
    );
  });
});

const linesOf = (patch: string) => diffLines(callDiff(patch)?.files ?? []);

describe('diffs', () => {
  it('have both numbers', () => {
    const lines = linesOf('--- a\n+++ b\n@@ -1,2 +1,2 @@\n same\n-old\n+new\n');
    assert.deepEqual(lines, [
      { sign: ' ', text: 'same', before: 1, after: 1 },
      { sign: '-', text: 'old', before: 2 },
      { sign: '+', text: 'new', after: 2 },
    ]);
  });
  it('are empty if they cannot be parsed, and never throw', () => {
    assert.deepEqual(linesOf('--- a\n+++ b\n@@ -1,9 +1 @@\n-a\n+b\n'), []);
    fc.assert(fc.property(fc.string(), (text) => void linesOf(text)));
    fc.assert(fc.property(fc.string(), (text) => void linesOf(`--- a\n+++ b\n@@ -1,1 +1,1 @@\n${text}`)));
  });
});

describe('foreign text', () => {
  it('shows hidden and reordering characters', () => {
    assert.equal(visible('rm\u202e -rf'), 'rm⟨U+202E⟩ -rf');
    assert.equal(visible('a\u200bb\ttab\nline'), 'a⟨U+200B⟩b\ttab\nline');
  });
});

describe('the input', () => {
  it('steps through earlier prompts and back to the current text', () => {
    const history = createHistory(() => ['one', 'two']);
    assert.deepEqual(
      [history.step(-1, 'draft'), history.step(-1, 'two'), history.step(-1, 'one')],
      ['two', 'one', undefined],
    );
    assert.deepEqual(
      [history.step(1, 'one'), history.step(1, 'two'), history.step(1, 'draft')],
      ['two', 'draft', undefined],
    );
  });
});
