import assert from 'node:assert/strict';
import { tests } from 'commonmark-spec';
import gfm from '../../fixtures/markdown/gfm-extensions.json' with { type: 'json' };
import { comparable, markdownHtml } from '../../support/nodesHtml.js';
import { deviations, gfmDeviations } from './deviations.js';

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
  it('are drawn as the specification has them, but for the deviations that are listed with their reasons', () => {
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

describe('the examples of GFM’s extensions', () => {
  it('are drawn as the specification has them, but for the deviations that are listed with their reasons', () => {
    const found = different(gfm.examples);
    if (process.env['SHOW_DEVIATIONS'] !== undefined)
      for (const { number, markdown, html } of gfm.examples)
        if (found.includes(number))
          console.log(
            number,
            JSON.stringify(markdown),
            '\n ',
            comparable(tabs(html)),
            '\n ',
            comparable(markdownHtml(tabs(markdown))),
          );
    assert.deepEqual(found, listed(gfmDeviations));
  });
});
