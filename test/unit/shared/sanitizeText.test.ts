import assert from 'node:assert/strict';
import { sanitizeText, escapeInvisible } from '../../../src/shared/text/sanitizeText.js';

const HONEST = [
  'لطفاً کتاب‌ها را بررسی کن، می‌خواهم',
  'Family 👨‍👩‍👧 heart ❤️‍🔥 flag 🏴󠁧󠁢󠁥󠁮󠁧󠁿 skin 👩🏽‍💻 keycap 1️⃣',
  'नमस्‍ते क्‍ष',
  'വര്‍ഷം',
  '葛󠄀城市 and 한글',
  'plain text, über alles 日本\twith a tab\nand a line',
  'a line that ends as on Windows\r\nand one more\r',
];

describe('text with invisible characters', () => {
  it('is unchanged if a script, a flag or an emoji needs them, even in consent dialogs', () => {
    for (const text of HONEST) {
      assert.equal(sanitizeText(text), text);
      assert.equal(escapeInvisible(text), text);
    }
  });

  it('has them marked otherwise', () => {
    for (const text of [
      'rm\u202e -rf',
      'a\u200bb',
      'a\u200db',
      'ж\u200cz',
      'A\u2060B',
      '\ufeffx',
      'a\u{e0041}b',
      'x\u{1f3f4}a\u{e0067}',
      'a\u2066b',
      'a\u3164b',
      '\u0000',
      'a\u2028b',
      'a\ufe0fb'.replace('a', ' '),
    ]) {
      assert.doesNotMatch(
        escapeInvisible(text),
        /[\p{Default_Ignorable_Code_Point}\u0000\u2028\u202e\u2066]/u,
        JSON.stringify(text),
      );
      assert.doesNotMatch(
        sanitizeText(text),
        /[\p{Default_Ignorable_Code_Point}\u0000\u2028\u202e\u2066]/u,
        JSON.stringify(text),
      );
    }
    assert.equal(escapeInvisible('rm\u202e -rf'), 'rm⟨U+202E⟩ -rf');
    assert.equal(escapeInvisible('echo safe\rrm -rf'), 'echo safe⟨U+000D⟩rm -rf');
  });

  it('keeps direction marks in right-to-left text, and marks them in consent dialogs', () => {
    assert.equal(sanitizeText('שלום\u200f, world'), 'שלום\u200f, world');
    assert.equal(sanitizeText('only\u200f latin'), 'only⟨U+200F⟩ latin');
    assert.equal(escapeInvisible('שלום\u200f, world'), 'שלום⟨U+200F⟩, world');
  });

  it('takes time in proportion to its length', () => {
    for (const unit of ['\u200d', '👩\u200d', 'a\u200d', '\u{1f3f4}\u{e0067}', '\r', '\u202e', 'ک\u200c', '\ufe0f'])
      assert.ok(
        escapeInvisible(unit.repeat(100_000)).length > 0 && sanitizeText(unit.repeat(100_000)).length > 0,
        unit,
      );
  });
});
