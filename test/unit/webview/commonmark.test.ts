import assert from 'node:assert/strict';
import { tests } from 'commonmark-spec';
import { comparable, markdownHtml } from '../../support/nodesHtml.js';
import { deviations, gfmDeviations } from './deviations.js';
import { gfmCases } from './gfmCases.js';

interface Example {
  readonly number: number;
  readonly markdown: string;
  readonly html: string;
}

const tabs = (text: string): string => text.replaceAll('→', '\t');
/** The numbers of the examples that are not drawn as the specification has them. */
const different = (examples: readonly Example[]): readonly number[] =>
  examples
    .filter(({ markdown, html }) => comparable(markdownHtml(tabs(markdown))) !== comparable(tabs(html)))
    .map(({ number }) => number);

const listed = (table: Readonly<Record<string, readonly number[]>>): readonly number[] =>
  Object.values(table)
    .flat()
    .toSorted((a, b) => a - b);

describe('the examples of CommonMark', () => {
  it('are rendered as specified, except for deviations that are listed with reasons', () => {
    assert.equal(tests.length, 652);
    const found = different(tests);
    if (process.env['SHOW_DEVIATIONS'] !== undefined)
      for (const { number, markdown, html } of tests)
        if (found.includes(number) && !listed(deviations).includes(number))
          console.log(
            number,
            JSON.stringify(markdown),
            '\n ',
            comparable(tabs(html)),
            '\n ',
            comparable(markdownHtml(tabs(markdown))),
          );
    assert.deepEqual(found, listed(deviations));
  });
});

describe('the rules of GFM’s extensions', () => {
  for (const { rule, markdown, html } of gfmCases) {
    const reason = gfmDeviations[rule];
    it(reason === undefined ? rule : `${rule} (not here: ${reason})`, () => {
      const drawn = comparable(markdownHtml(markdown));
      if (reason === undefined) assert.equal(drawn, comparable(html));
      else assert.notEqual(drawn, comparable(html), 'the deviation is no longer one');
    });
  }

  it('have only deviations for existing cases', () => {
    for (const rule of Object.keys(gfmDeviations))
      assert.ok(
        gfmCases.some((one) => one.rule === rule),
        rule,
      );
  });
});
