import assert from 'node:assert/strict';
import { plainOutput } from '../../../../../src/host/features/terminal/plainOutput.js';

describe('the output of a terminal as text', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['a\r\nb\r\n', 'a\nb\n'],
    ['\u001b[1;31mred\u001b[0m', 'red'],
    ['10 %\r50 %\r100 %\r\ndone', '100 %\ndone'],
    ['\u001b]0;title\u0007text', 'text'],
  ];
  for (const [printed, text] of cases)
    it(`is ${JSON.stringify(text)} for ${JSON.stringify(printed)}`, () => assert.equal(plainOutput(printed), text));
});
