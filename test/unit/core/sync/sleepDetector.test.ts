import assert from 'node:assert/strict';
import { detectSleep } from '../../../../src/core/sync/sleepDetector.js';
import { createTestClock } from '../../../support/clock.js';

describe('a machine that sleeps', () => {
  it('is detected once at each wake-up', async () => {
    const clock = createTestClock();
    let woken = 0;
    const watch = detectSleep(clock, () => woken++);
    await clock.tick(60 * 60_000);
    assert.equal(woken, 0, 'time that passes is no sleep');
    clock.sleep(2 * 60 * 60_000);
    await clock.tick(10_000);
    assert.equal(woken, 1);
    await clock.tick(60_000);
    clock.sleep(60_000);
    await clock.tick(10_000);
    assert.equal(woken, 2);
    watch.dispose();
    assert.equal(clock.waiting, 0);
  });

  it('is not confused with a slow one', async () => {
    const clock = createTestClock();
    let woken = 0;
    const watch = detectSleep(clock, () => woken++);
    clock.sleep(9_000);
    await clock.tick(60_000);
    assert.equal(woken, 0);
    watch.dispose();
  });
});
