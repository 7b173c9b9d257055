import assert from 'node:assert/strict';
import { createBlocks } from '../../../src/webview/markdown/blocks.js';
import { settledLength } from '../../../src/webview/markdown/unsettled.js';
import { markdownHtml } from '../../support/nodesHtml.js';

const draws = (text: string, html: string): void => assert.equal(markdownHtml(text), html, text);

describe('text of an answer', () => {
  it('strikes through between two tildes only', () => {
    for (const text of ['Takes ~3~5 minutes.', '约~12万~510万。', 'a~b~c', '~a ~~b', '~~~not~~~ struck'])
      assert.doesNotMatch(markdownHtml(text), /<del>/, text);
    draws('~3~ of ~~gone~~ text', '<p>~3~ of <del>gone</del> text</p>');
    draws('~~**both**~~', '<p><del><strong>both</strong></del></p>');
    draws('删除~~（旧）~~文本', '<p>删除<del>（旧）</del>文本</p>');
  });

  it('keeps lines that look like definitions of links, unless a link uses them', () => {
    draws(
      'Run:\n\n[INFO]: started\n[WARN]: skipped\n\nEnd.',
      '<p>Run:</p><p>[INFO]: started<br />[WARN]: skipped</p><p>End.</p>',
    );
    draws('- [a]: b\n\n> [c]: d', '<ul><li><p>[a]: b</p></li></ul><blockquote><p>[c]: d</p></blockquote>');
    draws('See [x].\n\n[x]: https://a.example', '<p>See <a href="https://a.example">x</a>.</p>');
    draws('[TODO]: see [TODO]', '<p>[TODO]: see [TODO]</p>');
    draws('A claim[^1].\n\n[^1]: source', '<p>A claim[^1].</p><p>[^1]: source</p>');
  });

  it('keeps formulas as written', () => {
    draws(
      'Inline \\(x_1 + y_1\\) and $a_1 * b_2 * c_3$; costs $5 and $10.',
      '<p>Inline <span>\\(x_1 + y_1\\)</span> and <span>$a_1 * b_2 * c_3$</span>; costs $5 and $10.</p>',
    );
    draws('\\[ E = mc^2 \\\\ \\frac{a}{b} \\]', '<p><span>\\[ E = mc^2 \\\\ \\frac{a}{b} \\]</span></p>');
    draws(
      '$$\n\\int_0^1 x^2 \\, dx\n= \\frac{1}{3} \\\\ \\{a\\}\n$$',
      '$$\n\\int_0^1 x^2 \\, dx\n= \\frac{1}{3} \\\\ \\{a\\}\n$$',
    );
    draws('Hence\n\\[\n- a\n\\]\nso.', '<p>Hence</p>\\[\n- a\n\\]<p>so.</p>');
    draws('**sum $a*b*c$ done**', '<p><strong>sum <span>$a*b*c$</span> done</strong></p>');
  });

  it('does not mistake a price, variable or escaped bracket for a formula', () => {
    draws('$5 *and* $10', '<p>$5 <em>and</em> $10</p>');
    draws('$HOME/*a* and $PATH', '<p>$HOME/<em>a</em> and $PATH</p>');
    draws('\\[not *a* link\\](x) and \\(\\)', '<p>[not <em>a</em> link](x) and ()</p>');
    draws('US$5 *or* A$7', '<p>US$5 <em>or</em> A$7</p>');
    draws('`$a` *and* `b$`', '<p><code>$a</code> <em>and</em> <code>b$</code></p>');
  });

  it('leaves code unchanged, and decodes character references everywhere else', () => {
    draws('`&amp;` &amp; &copy; &hellip; &#x41; &nosuch;', '<p><code>&amp;amp;</code> &amp; © … A &amp;nosuch;</p>');
    draws('[x](a&amp;b "&quot;t&quot;")', '<p><a href="a&amp;b" title="&quot;t&quot;">x</a></p>');
  });

  it('emphasizes next to punctuation of scripts without spaces between words', () => {
    draws('含**「重点」**内容。', '<p>含<strong>「重点」</strong>内容。</p>');
    draws('**粗体。**后文', '<p><strong>粗体。</strong>后文</p>');
    draws('中文**文本（带括号）。**这句', '<p>中文<strong>文本（带括号）。</strong>这句</p>');
    draws('**한국어(괄호)**를 씁니다', '<p><strong>한국어(괄호)</strong>를 씁니다</p>');
    draws('这是**“重点”**内容', '<p>这是<strong>“重点”</strong>内容</p>');
    draws('ใช้**(ตัวหนา)**ได้', '<p>ใช้<strong>(ตัวหนา)</strong>ได้</p>');
    draws('普通 **bold** ok', '<p>普通 <strong>bold</strong> ok</p>');
    draws('2 * 3 * 4 and a_b_c', '<p>2 * 3 * 4 and a_b_c</p>');
  });

  it('renders tags that only style text, and leaves comments out', () => {
    draws(
      'Line one<br>line two. <kbd>Ctrl</kbd>+<kbd>C</kbd>, H<sub>2</sub>O <!-- note -->',
      '<p>Line one<br />line two. <kbd>Ctrl</kbd>+<kbd>C</kbd>, H<sub>2</sub>O </p>',
    );
    draws('<!-- a note -->\n\nText', '<p>Text</p>');
    draws('<b>*both*</b> <b>never ended', '<p><b><em>both</em></b> &lt;b&gt;never ended</p>');
    draws(
      '<details>\n<summary>More</summary>\n\nInside.\n\n</details>',
      '<p>\n<strong>More</strong></p><p>Inside.</p>',
    );
    draws(
      'a <div onclick="x">b</div> <script>c</script>',
      '<p>a &lt;div onclick=&quot;x&quot;&gt;b&lt;/div&gt; &lt;script&gt;c&lt;/script&gt;</p>',
    );
    draws('<i><b>crossed</i></b>', '<p><i>&lt;b&gt;crossed</i>&lt;/b&gt;</p>');
  });

  it('aligns the columns of a table as specified', () => {
    assert.match(
      markdownHtml('| Step | Amount |\n|:--|--:|\n| 1 | first<br>second |'),
      /<th align="left">Step<\/th><th align="right">Amount<\/th>.*<td align="right">first<br \/>second<\/td>/s,
    );
  });

  it('is parsed in reasonable time, however often a mark is repeated', () => {
    for (const unit of [
      '$',
      '\\(',
      '\\[',
      '<b>',
      '</b>',
      '<b></i>',
      '$a',
      '$a$',
      '[a]: b\n',
      '[^',
      '~~',
      '~~a',
      '**「',
      '&amp;',
      '|',
      '<',
      '`$',
    ])
      assert.ok(createBlocks()(unit.repeat(20_000), true).length >= 1, unit);
  });
});

describe('an incomplete answer', () => {
  const kinds = (text: string): readonly string[] =>
    createBlocks()(text, false)
      .filter(({ token }) => token.type !== 'space')
      .map(({ token }) => token.type);
  const KINDS: readonly (readonly [text: string, last: string])[] = [
    ['**Bold** words.', 'paragraph'],
    ['- an item', 'list'],
    ['1.5 percent', 'paragraph'],
    ['1. first', 'list'],
    ['#tag and more', 'paragraph'],
    ['# Head', 'heading'],
    ['```ts\ncode\n```\n', 'code'],
    ['```inline``` code', 'paragraph'],
    ['---\n', 'hr'],
    ['-5 degrees', 'paragraph'],
    ['| a | b |\n|---|---|\n| 1 | 2 |', 'table'],
    ['[INFO]: started\n', 'paragraph'],
    ['$$\nx = 1\n$$\n', 'formula'],
    ['~3 minutes', 'paragraph'],
    ['> quoted', 'blockquote'],
    ['<!-- note -->\n', 'html'],
    ['\\(x\\) is', 'paragraph'],
  ];
  it('shows no block as another kind before its kind is known', () => {
    for (const [text, last] of KINDS)
      for (const before of ['', 'Text.\n\n', '# Title\n'])
        for (let end = 1; end <= text.length; end++) {
          const shown = kinds(before + text.slice(0, end)).slice(kinds(before).length);
          assert.ok(
            shown.length === 0 || (shown.length === 1 && shown[0] === last),
            JSON.stringify([before + text.slice(0, end), shown]),
          );
        }
  });

  it('does not turn a paragraph before a list into a heading', () => {
    const text = 'Steps:\n- one\n- two';
    for (let end = 8; end <= text.length; end++)
      assert.ok(!kinds(text.slice(0, end)).includes('heading'), text.slice(0, end));
  });

  it('is held back by one line at most, or by the first two lines of a table', () => {
    for (const text of ['a\n- ', 'a\n\n| x |\n', 'a\n\n| x |\n|--', 'a\n```ts'])
      assert.ok(text.length - settledLength(text) <= 10, text);
    assert.equal(settledLength('plain words\nand more'), 20);
    assert.equal(settledLength(`${'-'.repeat(5_000)}`), 5_000);
  });
});
