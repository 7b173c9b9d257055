import assert from 'node:assert/strict';
import { hostileInputs } from '../support/hostile.js';
import { checkNamedTests, rowsOf } from '../support/namedTests.js';

/** Rows of the tables of promises and threats, each with its cell of tests. */
const rows = rowsOf('docs/threats.md').map((cells) => ({ name: cells[0] ?? '', test: cells.at(-1) ?? '' }));

describe('docs/threats.md', () => {
  for (const { name, test } of rows)
    it(`names tests that exist: ${name.slice(0, 60)}`, () => {
      assert.ok(checkNamedTests(test) > 0 || test.includes('npm run'), `no test is named: ${test}`);
      for (const [id] of test.matchAll(/\b(?:md|to|tt|fp|pa|st|sse|http|bu|pt|qt|pn|im)-\d\d\b/g))
        assert.ok(
          hostileInputs.some((input) => input.id === id),
          `there is no hostile input ${id}`,
        );
    });

  it('has a row for every threat and every promise', () => {
    assert.ok(rows.length > 35);
    const threats = new Set(hostileInputs.flatMap(({ threat }) => threat ?? []));
    const listed = new Set(
      rows.flatMap(({ name }) => {
        const [first, last] = name.split('–').map((each) => Number(/T(\d\d)/.exec(each)?.[1]));
        if (last !== undefined && first !== undefined)
          return Array.from({ length: last - first + 1 }, (_, index) => `T${first + index}`);
        return name.match(/T\d\d/g) ?? [];
      }),
    );
    for (const threat of threats) assert.ok(listed.has(threat), `${threat} has no row`);
    for (let number = 1; number <= 37; number++)
      assert.ok(listed.has(`T${String(number).padStart(2, '0')}`), `T${number} has no row`);
  });
});
