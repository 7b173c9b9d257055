import assert from 'node:assert/strict';
import fc from 'fast-check';
import { emptyLedger, levelOf, readCostAlert, readLedger, record } from '../../../../src/core/cost/ledger.js';

const day = '2026-11-21';
const at = (key: string, cost: number, today = false) => ({ key, cost, today });

describe('the cost of today', () => {
  it('is the increase of each session, and the full cost of those created today', () => {
    const first = record(emptyLedger(day), day, [at('old', 5), at('new', 0.5, true)]);
    assert.equal(first.spent, 0.5);
    assert.equal(record(first, day, [at('old', 5.25), at('new', 1, true)]).spent, 1.25);
  });

  it('starts at zero each day and continues from the known costs', () => {
    const first = record(emptyLedger(day), day, [at('a', 5, true)]);
    const next = record(first, '2026-11-22', [at('a', 6)]);
    assert.deepEqual([next.day, next.spent], ['2026-11-22', 1]);
  });

  it('never decreases, and stays the same object when nothing changed', () => {
    const first = record(emptyLedger(day), day, [at('a', 5, true)]);
    assert.equal(record(first, day, [at('a', 2)]).spent, 5);
    assert.equal(record(first, day, [at('a', 5)]), first);
  });

  it('is restored from storage, and malformed data is ignored', () => {
    const kept = record(emptyLedger(day), day, [at('a', 5, true)]);
    assert.deepEqual(readLedger(JSON.parse(JSON.stringify(kept)), day), kept);
    fc.assert(fc.property(fc.jsonValue(), (value) => typeof readLedger(value, day).spent === 'number'));
  });
});

describe('a cost limit', () => {
  it('is near from 80 %, exceeded from 100 %, and off at 0', () => {
    assert.deepEqual(
      [7.99, 8, 9.99, 10].map((cost) => levelOf(cost, 10)),
      ['below', 'near', 'near', 'over'],
    );
    assert.equal(levelOf(1000, 0), 'below');
  });

  it('is read from any malformed setting', () => {
    assert.deepEqual(readCostAlert({ session: 2, day: -1, action: 'ask' }), { session: 2, day: 0, action: 'ask' });
    assert.deepEqual(readCostAlert('x'), { session: 0, day: 0, action: 'tell' });
  });
});
