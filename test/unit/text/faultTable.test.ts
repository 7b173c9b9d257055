import assert from 'node:assert/strict';
import { tableOf, withCells } from '../../integration/faults/document.js';

const document = [
  '# Faults',
  '',
  '| Fault | OpenCode 1 | Sandbox Agent |',
  '|---|---|---|',
  '| Cut | 1.00 s | 2.00 s (9 places) |',
  '',
  'More words.',
].join('\n');

describe('the table of faults in the documentation', () => {
  it('takes the cells of a run, keeps the others, and adds new faults at its end', () => {
    const next = withCells(document, [
      { fault: 'Cut', server: 'Sandbox Agent', text: '3.00 s (8 places)' },
      { fault: 'Frozen', server: 'OpenCode 1', text: '4.00 s' },
    ]);
    assert.deepEqual(next.split('\n').slice(4, 7), [
      '| Cut | 1.00 s | 3.00 s (8 places) |',
      '| Frozen | 4.00 s |  |',
      '',
    ]);
    assert.ok(next.endsWith('\n\nMore words.'));
  });

  it('is made of the cells of a run alone', () => {
    assert.equal(
      tableOf(['A', 'B'], [{ fault: 'Cut', server: 'B', text: '1 s' }]),
      '| Fault | A | B |\n|---|---|---|\n| Cut |  | 1 s |',
    );
  });

  it('leaves a document without such a table alone', () => {
    assert.equal(withCells('words', [{ fault: 'a', server: 'b', text: 'c' }]), 'words');
  });
});
