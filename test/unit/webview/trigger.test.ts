import assert from 'node:assert/strict';
import { triggerAt } from '../../../src/webview/composer/trigger.js';

/** The caret is at `|`. */
const at = (text: string) => triggerAt(text.replace('|', ''), text.indexOf('|'));

describe('completion at the caret', () => {
  const mentions: readonly (readonly [string, string, number])[] = [
    ['see @src/a|', 'src/a', 4],
    ['@|', '', 0],
    ['(@src/a|', 'src/a', 1],
    ['"@src/a|"', 'src/a', 1],
    ["'@src/a|", 'src/a', 1],
    ['[@src/a|](x)', 'src/a', 1],
    ['`@src/a|`', 'src/a', 1],
    ['see\n@a|', 'a', 4],
    ['see @my notes/to do|', 'my notes/to do', 4],
    ['@資料/メモ|', '資料/メモ', 0],
    ['「@資料|', '資料', 1],
    ['/review @src/a|', 'src/a', 8],
    ['@a @b|', 'b', 3],
  ];
  for (const [text, name, from] of mentions)
    it(`is the file ${JSON.stringify(name)} in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(at(text), { trigger: '@', text: name, from });
    });

  for (const name of ['he', '', 'team/re', 'two wo', '审', 'naïve-é', 'a.b:c'])
    it(`is the command ${JSON.stringify(name)} at the beginning`, () => {
      assert.deepEqual(at(`/${name}| and more`), { trigger: '/', text: name, from: 0 });
    });

  for (const text of ['a/b|', 'see /he|', 'mail@host|', 'a\n/he|', '|', '|@a', '@a\nb|', `@${'x'.repeat(300)}|`])
    it(`is nothing in ${JSON.stringify(text.slice(0, 20))}`, () => {
      assert.equal(at(text), undefined);
    });
});
