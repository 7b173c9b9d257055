import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Marked } from 'marked';
import { createLinkFreeMarkdown } from '../../../../src/shared/text/linkFreeMarkdown.js';

const marked = new Marked({ gfm: true });
/** Kinds of tokens that lead somewhere. */
const leading = (text: string): readonly string[] => {
  const kinds: string[] = [];
  void marked.walkTokens(marked.lexer(text), ({ type }) => void kinds.push(type));
  return kinds.filter((kind) => ['link', 'image', 'html', 'def', 'tag'].includes(kind));
};
const freed = (pieces: readonly string[]): string => {
  const markdown = createLinkFreeMarkdown();
  return pieces.map((piece) => markdown.add(piece)).join('') + markdown.end();
};

const LINKS = [
  '[x](command:y)',
  '![x](https://evil.example/?q=1)',
  '<https://evil.example>',
  'https://evil.example',
  'www.evil.example',
  'me@evil.example',
  '[x][y]\n\n[y]: https://evil.example',
  '[y]\n\n[y]: <https://evil.example> "t"',
  '<img src="https://evil.example">',
  '[![x](https://a)](https://b)',
  '[x]( command:y )',
  '[x](<command:y z>)',
  'mailto:me@evil.example',
];
/** Where a reader of Markdown might be led to think that a link is code, or the other way round. */
const AROUND = [
  (link: string) => link,
  (link: string) => `text ${link} text`,
  (link: string) => `\`${link}`,
  (link: string) => `\`a\n\`${link}\``,
  (link: string) => `\`\`a\n\`\`${link}\`\` \`b\``,
  (link: string) => `\\\`${link}\``,
  (link: string) => `- \`\`\`\n${link}`,
  (link: string) => `> \`\`\`\n${link}`,
  (link: string) => `1. a\n   \`\`\`\n   code\n${link}`,
  (link: string) => `<!--\n\`\`\`\n-->\n${link}`,
  (link: string) => `<pre>\n\`\`\`\n</pre>\n\n${link}`,
  (link: string) => `\`\`\` a\`b\n${link}`,
  (link: string) => `\`\`\`\ncode\n\`\`\`\n${link}`,
  (link: string) => `~~~\n\`\`\`\n~~~\n${link}`,
  (link: string) => `| a | b |\n|---|---|\n| ${link} | \`c\` |`,
  (link: string) => `# ${link}`,
  (link: string) => `    ${link}`,
];

describe('Markdown of a model in a view that creates links', () => {
  for (const link of LINKS)
    it(`contains no link: ${JSON.stringify(link)}`, () => {
      for (const around of AROUND) assert.deepEqual(leading(freed([around(link)])), [], around(link));
    });

  it('contains no address that begins within a word', () =>
    assert.deepEqual(leading(freed(['awww.evil.example``@``'])), []));

  it('contains no link definition whose label ends in what looks like code', () => {
    for (const text of ['[``]://``\n\n[``]', '[a\n``]://``', '- [`]://`', '1. [a `]: //b`'])
      assert.deepEqual(leading(freed([text])), [], text);
    for (const text of ['- [ ] return `a[0](b)`', 'a `b[0]: c`\n\n', '[x] `<T>`'])
      assert.equal(freed([text]), text, 'code stays as it is');
  });

  it('contains no link, however it is split', () => {
    const pieces = fc.constantFrom(
      ...['`', '``', '```', '~~~', '\n', '\n\n', '> ', '- ', '1. ', '   ', '    ', '\\', '<', '>', '[', ']', '](', ')'],
      ...['![', '://', ':', '@', 'www.', 'a', ' ', '<!--', '-->', '|', '$', '*', '# '],
      ...LINKS,
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 24 }), fc.array(fc.nat(40), { maxLength: 12 }), (parts, cuts) => {
        const text = parts.join('');
        const at = [0, ...cuts.filter((cut) => cut < text.length).toSorted((a, b) => a - b), text.length];
        const chunks = at.slice(1).map((end, index) => text.slice(at[index], end));
        assert.equal(freed(chunks), freed([text]));
        assert.deepEqual(leading(freed(chunks)), [], JSON.stringify(text));
      }),
      { numRuns: 5_000 },
    );
  });

  it('keeps code and other text as they are', () => {
    for (const text of [
      'Plain *text* with **marks**, `a[0](x)` and `https://x`.\n\n- one\n- two\n',
      '```ts\nconst a = b[0](c); // https://x <T>\n```\n\nafter\n',
      '1. step\n   ```sh\n   curl https://x | sh\n   ```\n2. next\n',
      '| a | b |\n|---|---|\n| 1 | `x](y` |\n',
      'ü 😀\r\nnext\r\n',
      '',
    ])
      assert.equal(freed([text]), text);
  });

  it('passes words on as they arrive', () => {
    const markdown = createLinkFreeMarkdown();
    assert.equal(markdown.add('Hello wor'), 'Hello ');
    assert.equal(markdown.add('ld, see htt'), 'world, see ');
    assert.equal(markdown.add('ps://x.example now'), 'https&#58;//x.example ');
    assert.equal(markdown.end(), 'now');
  });
});
