import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { createBlocks, openIn, type Block } from '../../../src/webview/markdown/blocks.js';
import { advance } from '../../../src/webview/markdown/renderScheduler.js';
import { createSections } from '../../../src/webview/markdown/sections.js';
import { longMarkdown } from '../../bench/web/markdown.js';
import { hostileAt, payloadOf } from '../../support/hostile.js';

const sample =
  '# Title\n\nSome *text* with `code`.\n\n- one\n- two\n\n```ts\nconst a = 1;\n\nconst b = 2;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> quote\n\nEnd.\n';
const defined =
  'See [x] and [y][x].\n\n- a\n\n  > [x]: https://early.example\n\n# Next\n\nSee [z].\n\nEnd.\n\n[z]: https://late.example\n';

/** The blocks of a text that came in pieces that end at these places. */
function inPieces(text: string, ends: readonly number[]): readonly Block[] {
  const read = createBlocks();
  for (const end of ends) read(text.slice(0, end), false);
  return read(text, true);
}
const whole = (text: string): readonly Block[] => createBlocks()(text, true);
/** Does not print the difference of two trees, which takes minutes. */
const assertSame = (text: string, ends: readonly number[]): void =>
  assert.ok(isDeepStrictEqual(inPieces(text, ends), whole(text)), JSON.stringify([text.slice(0, 2_000), ends]));
const sums = (sizes: readonly number[]): readonly number[] => {
  let at = 0;
  return sizes.map((size) => (at += size));
};

/** Elements of Markdown, complete and cut off. */
const fragment = fc.constantFrom(
  ...['# Head\n', '#', 'A line\n', 'of text\n', 'text', '\n', '\n\n', '\r\n', ' ', '  ', '    ', '\t'],
  ...[
    '- item\n',
    '  - below\n',
    '- [ ] task\n',
    '* star\n',
    '1. first\n',
    '2) second\n',
    '   in the item\n',
    '-',
    '1',
    '.',
  ],
  ...['```ts\ncode\n```\n', '```\nopen\n', '```', '~~~\n', '  ```\n', '    indented\n', '`', '\\'],
  ...['| a | b |\n|---|---|\n| 1 | 2 |\n', '| a | b |\n', '|---|---|\n', 'a | b\n', '|'],
  ...['> quote\n', '> - q\n', '> ```\n', '>\n', '---\n', '***\n', '===\n', '=\n', '-\n', '--\n'],
  ...[
    '<div>\nhtml\n</div>\n',
    '<div>',
    '</div>\n',
    '<!-- ',
    '-->',
    '<pre>\n',
    '</pre>\n',
    '<script>',
    '</script>',
    '<b>',
  ],
  ...['[x]: https://a.example\n', '> [y]: /b\n', '[x] is a link\n', '[l][y]', '](u)', '![i](x)\n'],
  ...['**bold** and `code`\n', '*', '&amp;', 'http://a.example'],
);

describe('growing Markdown', () => {
  const texts = [sample, defined, longMarkdown(120), longMarkdown(60).replaceAll('\n', '\r\n')];
  it('gives the same result as when it is parsed at once, however the text was split', () => {
    for (const text of texts) {
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 1, max: Math.ceil(text.length / 20) }), { maxLength: 80 }), (sizes) => {
          assertSame(text, sums(sizes));
        }),
      );
    }
  });

  it('gives the same result letter by letter', () => {
    for (const text of [...texts, ...hostileAt('markdown text').map((input) => payloadOf(input).slice(0, 400))])
      assertSame(
        text,
        Array.from(text, (_, i) => i),
      );
  });

  it('gives the same result for any content', () => {
    fc.assert(
      fc.property(
        fc.array(fragment, { maxLength: 30 }),
        fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 100 }),
        (parts, sizes) => {
          const text = parts.join('');
          assertSame(text, sums(sizes));
        },
      ),
      { numRuns: 4_000 },
    );
  });

  it('keeps finished blocks, so that they are not rendered again', () => {
    const read = createBlocks();
    const first = read(sample, false);
    const second = read(`${sample}\nMore.\n`, false);
    assert.ok(first.length > 6);
    assert.ok(first.slice(0, -2).every((block, i) => block === second[i]));
  });

  it('keeps finished blocks at the end, so that the end of a long answer renders only the last', () => {
    const read = createBlocks();
    const before = read(sample, false);
    const after = read(sample, true);
    assert.ok(before.every((block, i) => block === after[i]));
    const told = createBlocks();
    told('[x] is a link.\n\nMore.\n\nAnd more.\n', false);
    const [first] = told('[x] is a link.\n\nMore.\n\nAnd more.\n\n[x]: https://a.example\n', true);
    assert.match(JSON.stringify(first?.token), /a\.example/, 'an address told later reaches back');
  });

  it('parses little again, however long it is', () => {
    const read = createBlocks();
    const text = longMarkdown(2_000);
    for (let end = 500; end < text.length; end += 500) assert.ok(openIn(read(text.slice(0, end), false)) < 1_000);
  });

  it('starts over when the text is replaced', () => {
    const read = createBlocks();
    read(`${sample}[x] leads on.\n\nMore.\n\n[x]: https://a.example\n`, true);
    const [first, ...others] = read('[x] leads on.', false);
    assert.deepEqual([first?.raw, others], ['[x] leads on.', []]);
    assert.doesNotMatch(JSON.stringify(first?.token), /a\.example/);
  });
});

describe('a long text', () => {
  it('in one piece is parsed to its end in slices of whole lines', () => {
    const text = longMarkdown(8_000);
    const slices: number[] = [];
    for (let shown = 0; shown < text.length;) {
      const to = advance(text, shown, 200);
      assert.ok(to > shown && to - shown <= 10_000);
      assert.ok(to === text.length || text[to - 1] === '\n');
      slices.push((shown = to));
    }
    assert.ok(slices.length >= text.length / 10_000 && slices.length < text.length / 9_000);
  });

  it('in one paragraph is parsed in longer slices, since each is parsed with all before it', () => {
    const text = 'word '.repeat(80_000);
    let slices = 0;
    for (let shown = 0; shown < text.length; slices++) shown = advance(text, shown, shown);
    assert.ok(slices < 16);
  });

  it('is rendered in sections that stay the same while it grows, and contain every block in order', () => {
    const text = longMarkdown(1_000);
    const read = createBlocks();
    const group = createSections();
    let before = group([]);
    for (let end = 3_000; end < text.length; end += 1_700) {
      const blocks = read(text.slice(0, end), false);
      const sections = group(blocks);
      assert.deepEqual(sections.flat(), blocks);
      assert.ok(before.slice(0, -2).every((section, i) => section === sections[i]));
      before = sections;
    }
    assert.ok(before.length > 5);
  });
});
