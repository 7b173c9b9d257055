import assert from 'node:assert/strict';
import fc from 'fast-check';
import { beginningOf, endOf } from '../../../src/shared/text/cut.js';
import { ansi } from '../../../src/webview/tools/ansi.js';

const shown = (text: string): string =>
  ansi(text)
    .map((run) => run.text)
    .join('');

describe('terminal output that draws over itself', () => {
  it('is shown as in a terminal', () => {
    for (const [output, end] of [
      ['\rdownloading 10%\rdownloading 20%\rdownloading 100%\ndone\n', 'downloading 100%\ndone\n'],
      ['abc\b\b\bxyz', 'xyz'],
      ['step 1\n\u001b[1A\u001b[2Kstep 2', 'step 2'],
      ['one\ntwo\nthree\u001b[2A\r\u001b[KONE', 'ONE\ntwo\nthree'],
      ['long text\rab\u001b[K', 'ab'],
      ['abcdef\u001b[3D\u001b[1K', '    ef'],
      ['a\nb\nc\u001b[2A\u001b[J', 'a'],
      ['ab\u001b[5Cc', 'ab     c'],
      ['x\u001b[10Gy', 'x        y'],
      ['windows\r\nlines\r\n', 'windows\nlines\n'],
      ['\u001b[2J\u001b[Hkept\rKEPT', 'KEPT'],
      ['50 %\r日本語\b👨‍👩‍👧', '日本👨‍👩‍👧%'],
    ] as const)
      assert.equal(shown(output), end, JSON.stringify(output));
  });

  it('keeps the colors of the remaining text', () => {
    assert.deepEqual(ansi('\u001b[31mred\u001b[0m plain\r\u001b[32mgre'), [
      { text: 'gre', color: 2 },
      { text: ' plain' },
    ]);
  });

  it('takes time in proportion to its length, and never shows a control character', () => {
    for (const unit of [
      '\r',
      '\b',
      'a\r',
      '\u001b[A',
      '\u001b[K',
      '\u001b[9999C',
      '\n\u001b[A',
      '\u001b[J',
      'a\u001b[9999Cb\r',
      '\u001b',
      '\u001b[1K',
    ])
      assert.ok(shown(`x\r${unit.repeat(40_000)}`).length < 500_000, unit);
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '\r',
        '\b',
        '\n',
        '\u001b[2A',
        '\u001b[K',
        '\u001b[31m',
        '\u001b[1K',
        '\u001b[J',
        '\u001b[',
        '\u009b',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) =>
        assert.doesNotMatch(shown(pieces.join('')), /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/),
      ),
    );
  });
});

describe('a cut', () => {
  it('splits neither an escape sequence nor a character', () => {
    const escape = `${'a'.repeat(50)}\u001b[31m${'b'.repeat(199_997)}`;
    assert.equal(endOf(escape, 200_000), 'b'.repeat(199_997));
    const emoji = `${'a'.repeat(50)}\u{1f600}${'b'.repeat(199_999)}`;
    assert.equal(endOf(emoji, 200_000), 'b'.repeat(199_999));
    assert.equal(beginningOf('ab👨‍👩‍👧c', 4), 'ab');
    assert.equal(beginningOf('cafe\u0301s', 4), 'caf');
    assert.equal(endOf('cafe\u0301s', 2), 's');
    assert.equal(endOf('plain', 3), 'ain');
    assert.equal(beginningOf('plain', 3), 'pla');
    assert.equal(beginningOf('short', 9), 'short');
  });
});
