import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hostileInputs } from '../support/hostile.js';

/** Rows of the tables of promises and threats, each with its cell of tests. */
const rows = readFileSync('docs/threats.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| #') && !line.startsWith('| Promise'))
  .map((line) => {
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    return { name: (cells[1] ?? '').slice(0, 60), test: cells.at(-2) ?? '' };
  });

/** The test files that a name such as `unit/core/sync` or `e2e/hostile` stands for. */
function filesOf(name: string): readonly string[] {
  const path = name.startsWith('test/') ? name : join('test', name);
  for (const ending of ['', '.test.ts', '.long.test.ts', '.e2e.ts', '.long.e2e.ts', '.ts']) {
    const file = path + ending;
    if (!existsSync(file)) continue;
    return statSync(file).isFile()
      ? [file]
      : readdirSync(file, { recursive: true, encoding: 'utf8' })
          .filter((each) => each.endsWith('.ts'))
          .map((each) => join(file, each));
  }
  return [];
}

/** Test files named in a cell, each with the titles that follow it. */
const named = (cell: string): readonly { readonly file: string; readonly titles: readonly string[] }[] =>
  [...cell.matchAll(/`((?:unit|integration|e2e|extension|test)\/?[\w/.-]*)`([^`]*)/g)].map(
    ([, file = '', after = '']) => ({
      file,
      titles: [...after.matchAll(/“([^”]+)”/g)].map(([, title = '']) => title.replace(/ ?…$/, '')),
    }),
  );

describe('docs/threats.md', () => {
  for (const { name, test } of rows)
    it(`names tests that exist: ${name}`, () => {
      const found = named(test);
      assert.ok(found.length > 0 || test.includes('npm run'), `no test is named: ${test}`);
      for (const { file, titles } of found) {
        const files = filesOf(file);
        assert.ok(files.length > 0, `there is no ${file}`);
        const text = files
          .map((each) => readFileSync(each, 'utf8'))
          .join('\n')
          .replaceAll('\\u2019', '’');
        for (const title of titles) assert.ok(text.includes(title), `“${title}” is not in ${file}`);
      }
      for (const [id] of test.matchAll(/\b(?:md|to|tt|fp|pa|st|sse|http|bu|pt|qt|pn|im)-\d\d\b/g))
        assert.ok(
          hostileInputs.some((input) => input.id === id),
          `there is no hostile input ${id}`,
        );
    });

  it('has a row for every threat and every promise', () => {
    assert.ok(rows.length > 35);
    const threats = new Set(hostileInputs.flatMap(({ threat }) => threat ?? []));
    const text = readFileSync('docs/threats.md', 'utf8');
    const listed = new Set(
      [...text.matchAll(/^\| (T\d\d[^|]*)\|/gm)].flatMap(([, cell = '']) => {
        const [first, last] = cell.split('–').map((each) => Number(/\d\d/.exec(each)?.[0]));
        if (last !== undefined && first !== undefined)
          return Array.from({ length: last - first + 1 }, (_, index) => `T${first + index}`);
        return cell.match(/T\d\d/g) ?? [];
      }),
    );
    for (const threat of threats) assert.ok(listed.has(threat), `${threat} has no row`);
    for (let number = 1; number <= 35; number++)
      assert.ok(listed.has(`T${String(number).padStart(2, '0')}`), `T${number} has no row`);
  });
});
