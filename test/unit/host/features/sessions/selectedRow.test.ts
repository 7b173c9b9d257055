import assert from 'node:assert/strict';
import { selectedRow } from '../../../../../src/host/features/sessions/selectedRow.js';
import { createTestClock } from '../../../../support/clock.js';

describe('the row that was clicked', () => {
  it('is found once the rows that are drawn again are there', async () => {
    const clock = createTestClock();
    const rows: string[] = [];
    const found = selectedRow(() => rows, clock);
    await clock.tick(500);
    rows.push('a session');
    await clock.tick(100);
    assert.equal(await found, 'a session');
  });

  it('is none if nothing is selected', async () => {
    const clock = createTestClock();
    const found = selectedRow(() => [], clock);
    await clock.tick(10_000);
    assert.equal(await found, undefined);
  });
});
