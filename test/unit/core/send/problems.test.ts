import assert from 'node:assert/strict';
import { problemsAttachment, type Problem } from '../../../../src/core/send/problems.js';

const lines = Array.from({ length: 60 }, (_, i) => `line ${i + 1}`);
const at = (line: number, more: Partial<Problem> = {}): Problem => ({
  severity: 'error',
  message: 'wrong',
  line,
  lastLine: line,
  column: 2,
  ...more,
});
const textOf = (...problems: readonly Problem[]): string =>
  problemsAttachment({ path: 'a.ts', language: 'typescript', lines, problems }).text ?? '';

describe('problems sent to a sandbox', () => {
  it('include position, severity, message and source', () => {
    const text = textOf(at(3, { source: 'ts', code: '2304', message: 'Cannot find\n  name x' }));
    assert.ok(text.includes('- line 3:2 error: Cannot find name x (ts 2304)'), text);
  });

  it('include the surrounding code, each line once', () => {
    const text = textOf(at(10), at(18), at(50));
    assert.deepEqual(
      [...text.matchAll(/^Lines (\d+)-(\d+):/gm)].map((match) => match[0]),
      ['Lines 5-23:', 'Lines 45-55:'],
    );
    assert.equal(text.split('line 14\n').length - 1, 1);
  });

  it('stay within the file', () => {
    assert.ok(textOf(at(1), at(60)).includes('Lines 55-60:'));
  });

  it('are counted past the hundredth', () => {
    const text = textOf(...Array.from({ length: 130 }, () => at(7)));
    assert.equal(text.split('\n- line 7').length - 1, 100);
    assert.ok(text.includes('- and 30 more'));
  });
});
