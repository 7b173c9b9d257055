// The list itself: `test/fixtures/hostile-inputs.json`.
import assert from 'node:assert/strict';
import { homeless } from '../../support/hostileCoverage.js';
import { hostileInputs } from '../../support/hostile.js';

describe('the list of hostile inputs', () => {
  it('has an ID, a place, an expectation and a suite for each', () => {
    assert.deepEqual(homeless(), []);
    assert.equal(new Set(hostileInputs.map(({ id }) => id)).size, hostileInputs.length);
    assert.ok(hostileInputs.every((each) => each.entry_point !== '' && each.expectation !== ''));
  });
});
