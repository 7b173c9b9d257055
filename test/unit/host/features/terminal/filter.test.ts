import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createFilter } from '../../../../../src/host/features/terminal/filter.js';

const filtered = (...pieces: readonly string[]): string => {
  const filter = createFilter();
  return pieces.map(filter).join('');
};

describe('output of a terminal in the sandbox', () => {
  it('keeps text, colors, cursor movement and titles', () => {
    const text = 'plain ü 👩\u200d💻\r\n\u001b[1;31mred\u001b[0m\u001b[2J\u001b[?2004h\u001b[6n';
    assert.equal(filtered(text), text);
    assert.equal(filtered('\u001b]0;title\u0007x'), '\u001b]0;title\u0007x');
    assert.equal(filtered('\u001b]2;title\u001b\\x'), '\u001b]2;title\u0007x');
  });
  it('removes sequences that affect more than the screen', () => {
    for (const [name, text] of [
      ['clipboard', '\u001b]52;c;ZXZpbA==\u0007'],
      ['link', '\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\'],
      ['shell integration', '\u001b]633;E;rm -rf ~\u0007'],
      ['images', '\u001b]1337;File=:AAAA\u0007'],
      ['directory', '\u001b]7;file:///etc\u0007'],
      ['device string', '\u001bPq#0\u001b\\'],
      ['application string', '\u001b_x\u001b\\'],
      ['8-bit', '\u009d52;c;ZXZpbA==\u009c'],
      ['8-bit device string', '\u0090q\u009c'],
      ['hidden in another', '\u001b]0;a\u001bP1$r\u001b\\'],
      ['double escape', '\u001b\u001b]52;c;ZXZpbA==\u0007'],
    ] as const)
      assert.equal(filtered(`a${text}b`).replaceAll('click', ''), 'ab', name);
  });
  it('gives the same result however the output is split', () => {
    const piece = fc.constantFrom(
      '\u001b',
      ']',
      '52;',
      '0;t',
      '\u0007',
      '\\',
      'P',
      'x',
      '\u009d',
      '\u009c',
      '[31m',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const whole = filtered(pieces.join(''));
        assert.equal(filtered(...pieces), whole);
        // eslint-disable-next-line no-control-regex -- what must not be there
        assert.doesNotMatch(whole, /\u001b\](?!0;)|\u001b[PX^_]|[\u0080-\u009f]/);
      }),
      { numRuns: 5_000 },
    );
  });
});
