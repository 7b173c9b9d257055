import assert from 'node:assert/strict';
import { Marked } from 'marked';
import { escapeMarkdown, looksLikeLink, withoutLinks } from '../../../../src/shared/text/sanitizeText.js';
import { fenced } from '../../../../src/shared/text/fenced.js';

/** How VS Code finds links in notifications, in the prompts of input boxes and in the errors of file systems. */
const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;

const HOSTILE = [
  '[Sign in](command:workbench.action.terminal.sendSequence?%7B%22text%22%3A%22id%5Cn%22%7D)',
  'a [b](https://evil.example/x "title") c',
  '[x](file:///etc/passwd)',
  '[[x]](command:a)](command:b)',
  '[x] (command:a) [y](COMMAND:b)',
  '![pixel](https://evil.example/?q=1)',
  '<https://evil.example/>',
  '<a href="https://evil.example">x</a>',
  '<img src=x onerror=alert(1)>',
  'see https://evil.example/path and http://evil.example',
  'www.evil.example',
  'mail me@evil.example',
  '[ref]\n\n[ref]: https://evil.example',
  '[ref]: command:x "t"\n[ref]',
  '`[x](command:y)`',
  '\\[x](command:y)',
  '\\\\[x](command:y)',
  '&#91;x&#93;(command:y)',
  '# heading\n- [x](command:y)\n> ![z](u)',
  '$\\href{https://evil.example}{x}$',
];

describe('text that VS Code would turn into links', () => {
  for (const text of HOSTILE)
    it(`has no link in a notification: ${JSON.stringify(text)}`, () =>
      assert.equal([...withoutLinks(text).matchAll(LINK)].length, 0));

  for (const text of HOSTILE)
    it(`renders as the same characters in Markdown: ${JSON.stringify(text)}`, () => {
      const marked = new Marked({ gfm: true });
      const kinds: string[] = [];
      void marked.walkTokens(marked.lexer(escapeMarkdown(text)), ({ type }) => void kinds.push(type));
      assert.deepEqual(
        kinds.filter((kind) => !['paragraph', 'text', 'escape'].includes(kind)),
        [],
      );
      const html = marked.parse(escapeMarkdown(text), { async: false });
      const shown = html
        .replaceAll(/<[^>]*>/g, '')
        .replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&');
      assert.equal(shown.trim(), text.replaceAll(/\s+/g, ' ').trim());
    });

  it('leaves other text unchanged', () => {
    for (const text of ['a[0] (b)', 'f(x)[1]', 'plain', '', 'ü 😀']) assert.equal(withoutLinks(text), text);
    assert.ok(looksLikeLink('a](command:x).txt'));
    assert.ok(!looksLikeLink('[id].tsx'));
  });

  it('cannot leave the fence of a confirmation', () => {
    for (const text of [
      '```\n[x](command:y)',
      '~~~\n![x](y)',
      '````\n```\n# h',
      '\n```\n\n[x](command:y)\n\n```text\n',
    ]) {
      const marked = new Marked({ gfm: true });
      const [code, ...rest] = marked.lexer(fenced(text, 'text'));
      assert.equal(code?.type, 'code');
      assert.deepEqual(rest, []);
    }
  });
});
