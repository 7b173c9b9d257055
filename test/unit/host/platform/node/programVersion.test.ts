import assert from 'node:assert/strict';
import { majorVersionIn } from '../../../../../src/host/platform/node/findProgram.js';

describe('the version that a program of OpenCode prints', () => {
  for (const [printed, major] of [
    ['1.18.33\n', 1],
    ['opencode v2.0.15\n', 2],
    ['opencode 2.1.0-beta.1', 2],
    ['v10.0.0', 10],
    ['0.0.0-next-16350', 0],
    ['', undefined],
    ['no such option', undefined],
    ['listening on 127.0.0.1', undefined],
  ] as const)
    it(`is ${major} in "${printed.trim()}"`, () => assert.equal(majorVersionIn(printed), major));
});
