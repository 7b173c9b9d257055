/** A rule of GFM's extensions: Markdown, and the HTML that the specification asks for. */
export interface GfmCase {
  readonly rule: string;
  readonly markdown: string;
  readonly html: string;
}

const table = (head: string, body = ''): string =>
  `<table><thead><tr>${head}</tr></thead>${body === '' ? '' : `<tbody>${body}</tbody>`}</table>`;
const checkbox = (checked: boolean): string => `<input ${checked ? 'checked="" ' : ''}disabled="" type="checkbox">`;

/** One case at least for each rule; written for this project. */
export const gfmCases: readonly GfmCase[] = [
  {
    rule: 'a table has a head, a line of dashes and rows',
    markdown: '| Name | Size |\n| --- | --- |\n| a.ts | 12 |',
    html: table('<th>Name</th><th>Size</th>', '<tr><td>a.ts</td><td>12</td></tr>'),
  },
  {
    rule: 'colons align columns, and outer pipes may be missing',
    markdown: 'left | mid | right\n:-- | :-: | --:\n1 | 2 | 3',
    html: table(
      '<th align="left">left</th><th align="center">mid</th><th align="right">right</th>',
      '<tr><td align="left">1</td><td align="center">2</td><td align="right">3</td></tr>',
    ),
  },
  {
    rule: 'an escaped pipe is part of a cell, also in code',
    markdown: '| key |\n| --- |\n| a \\| b |\n| `x \\| y` |',
    html: table('<th>key</th>', '<tr><td>a | b</td></tr><tr><td><code>x | y</code></td></tr>'),
  },
  {
    rule: 'a table ends where another block begins',
    markdown: '| a |\n| --- |\n| 1 |\n> quoted',
    html: `${table('<th>a</th>', '<tr><td>1</td></tr>')}<blockquote><p>quoted</p></blockquote>`,
  },
  {
    rule: 'a table ends at an empty line',
    markdown: '| a |\n| --- |\n| 1 |\n\nafter',
    html: `${table('<th>a</th>', '<tr><td>1</td></tr>')}<p>after</p>`,
  },
  {
    rule: 'a head with another number of cells than the line of dashes is no table',
    markdown: '| a | b |\n| --- |\n| 1 |',
    html: '<p>| a | b |\n| --- |\n| 1 |</p>',
  },
  {
    rule: 'missing cells are empty and extra cells are dropped',
    markdown: '| a | b |\n| --- | --- |\n| 1 |\n| 1 | 2 | 3 |',
    html: table('<th>a</th><th>b</th>', '<tr><td>1</td><td></td></tr><tr><td>1</td><td>2</td></tr>'),
  },
  { rule: 'a table may have no rows', markdown: '| a |\n| --- |', html: table('<th>a</th>') },
  {
    rule: 'a list item may begin with a box',
    markdown: '- [ ] open\n- [x] done',
    html: `<ul><li>${checkbox(false)} open</li><li>${checkbox(true)} done</li></ul>`,
  },
  {
    rule: 'boxes may be nested',
    markdown: '- [x] one\n  - [ ] two',
    html: `<ul><li>${checkbox(true)} one<ul><li>${checkbox(false)} two</li></ul></li></ul>`,
  },
  { rule: 'two tildes strike through', markdown: '~~gone~~ here', html: '<p><del>gone</del> here</p>' },
  { rule: 'three tildes do not', markdown: 'not ~~~gone~~~ here', html: '<p>not ~~~gone~~~ here</p>' },
  {
    rule: 'a paragraph ends a strike-through',
    markdown: 'this ~~begins\n\nand~~ ends',
    html: '<p>this ~~begins</p><p>and~~ ends</p>',
  },
  {
    rule: 'www. begins a link',
    markdown: 'see www.example.com/docs',
    html: '<p>see <a href="http://www.example.com/docs">www.example.com/docs</a></p>',
  },
  {
    rule: 'a scheme begins a link, and punctuation after it is not part of it',
    markdown: 'at https://example.com/a?b=1.',
    html: '<p>at <a href="https://example.com/a?b=1">https://example.com/a?b=1</a>.</p>',
  },
  {
    rule: 'a closing parenthesis without an opening one ends a link',
    markdown: '(https://example.com/a_(b))',
    html: '<p>(<a href="https://example.com/a_(b)">https://example.com/a_(b)</a>)</p>',
  },
  {
    rule: 'an e-mail address is a link',
    markdown: 'ask ada@example.com',
    html: '<p>ask <a href="mailto:ada@example.com">ada@example.com</a></p>',
  },
  { rule: 'one tilde strikes through as well', markdown: '~gone~', html: '<p><del>gone</del></p>' },
  {
    rule: 'tags that run something are escaped, others are kept',
    markdown: '<b>bold</b> <title>',
    html: '<p><b>bold</b> &lt;title></p>',
  },
];
