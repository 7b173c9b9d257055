import assert from 'node:assert/strict';
import fc from 'fast-check';
import { piecesOf } from '../../../src/webview/markdown/textChunks.js';

const list = (text: string): readonly string[] => [piecesOf(text)].flat();
/** Long texts of words, of one word, and of writing without spaces. */
const long = fc
  .tuple(fc.constantFrom('word ', 'word', '文字です。', '👩‍👩‍👧', 'a\n'), fc.integer({ min: 0, max: 3_000 }), fc.string())
  .map(([part, times, end]) => part.repeat(times) + end);

describe('a long text in chunks', () => {
  it('equals the text, whatever its length and script', () => {
    fc.assert(fc.property(long, (text) => assert.equal(list(text).join(''), text)));
  });

  it('keeps its chunks when it grows, except for the last', () => {
    fc.assert(
      fc.property(long, long, (before, more) => {
        const kept = list(before).slice(0, -1);
        assert.deepEqual(list(before + more).slice(0, kept.length), kept);
      }),
    );
  });

  it('is split only at the end of a word, never inside a composed character', () => {
    assert.equal(list('👩‍👩‍👧'.repeat(2_000)).length, 1);
    for (const piece of list('three plain words '.repeat(2_000)).slice(0, -1)) assert.match(piece, /\w\s$/);
    assert.ok(list('文字です。'.repeat(2_000)).length > 4);
  });
});
