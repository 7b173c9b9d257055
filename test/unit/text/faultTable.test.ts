import assert from 'node:assert/strict';
import { tableKey, withLines } from '../../integration/faults/document.js';

const document = [
  '# Faults',
  '',
  '| Fault | Server | Recovered after |',
  '|---|---|---|',
  '| Cut (9 places) | OpenCode | 1.00 s |',
  '| Cut (9 places) | Sandbox Agent | 2.00 s |',
  '',
  'More words.',
].join('\n');

describe('the table of faults in the documentation', () => {
  it('takes the rows of a run, keeps the others, and adds new ones at its end', () => {
    const next = withLines(document, [
      { key: tableKey('Cut', 'Sandbox Agent'), text: '| Cut (8 places) | Sandbox Agent | 3.00 s |' },
      { key: tableKey('Frozen', 'OpenCode'), text: '| Frozen | OpenCode | 4.00 s |' },
    ]);
    assert.deepEqual(next.split('\n').slice(4, 8), [
      '| Cut (9 places) | OpenCode | 1.00 s |',
      '| Cut (8 places) | Sandbox Agent | 3.00 s |',
      '| Frozen | OpenCode | 4.00 s |',
      '',
    ]);
    assert.ok(next.endsWith('\n\nMore words.'));
  });

  it('leaves a document without such a table alone', () => {
    assert.equal(withLines('words', [{ key: 'a · b', text: '| a | b |' }]), 'words');
  });
});
