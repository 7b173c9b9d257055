import assert from 'node:assert/strict';
import { Failure } from '../../../../src/core/failure.js';
import { probeInParallel } from '../../../../src/core/sync/probeInParallel.js';
import { createTestClock } from '../../../support/clock.js';

/** A server that never answers some calls: those of these numbers, from 0. */
function door(dead: (call: number) => boolean) {
  const calls: { readonly aborted: () => boolean }[] = [];
  const ask = (signal: AbortSignal): Promise<string> => {
    const call = calls.length;
    calls.push({ aborted: () => signal.aborted });
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Failure('aborted', 'Stopped.')), { once: true });
      if (!dead(call)) resolve(`answer ${call}`);
    });
  };
  return { ask, calls };
}

describe('probing in parallel', () => {
  it('uses every possibly dead connection, round by round, and abandons those that stay silent', async () => {
    const clock = createTestClock();
    const at = door((call) => call < 3 || call === 5);
    const answered = probeInParallel(at.ask, 4, clock, new AbortController().signal);
    await clock.tick(250);
    assert.deepEqual([at.calls.length, at.calls[0]?.aborted()], [8, true]);
    await clock.tick(250);
    assert.equal(await answered, 'answer 8');
    assert.deepEqual([at.calls.length, at.calls[5]?.aborted()], [12, true]);
    assert.equal(clock.waiting, 0, 'no timer is left');
  });

  it('ends even if some connections stay silent every time', async () => {
    const clock = createTestClock();
    const at = door((call) => call % 2 === 0);
    const answered = probeInParallel(at.ask, 2, clock, new AbortController().signal);
    await clock.tick(1_000);
    assert.equal(await answered, 'answer 7');
    assert.equal(clock.waiting, 0, 'no timer is left');
  });

  it('probes again if the server accepts a call and never responds', async () => {
    const clock = createTestClock();
    const at = door((call) => call < 2);
    const answered = probeInParallel(at.ask, 1, clock, new AbortController().signal);
    await clock.tick(1_000);
    assert.equal(at.calls.length, 2);
    await clock.tick(1_250);
    assert.equal(await answered, 'answer 3');
    assert.equal(clock.waiting, 0, 'no timer is left');
  });

  it('reports a refusal and stops probing', async () => {
    const clock = createTestClock();
    let asked = 0;
    const refused = probeInParallel(
      () => (asked++, Promise.reject(new Failure('unreachable', 'refused'))),
      1,
      clock,
      new AbortController().signal,
    );
    await assert.rejects(refused, /refused/);
    await clock.tick(10_000);
    assert.deepEqual([asked, clock.waiting], [1, 0]);
  });

  it('ends with its connection attempt', async () => {
    const clock = createTestClock();
    const at = door(() => true);
    const attempt = new AbortController();
    const given = probeInParallel(at.ask, 2, clock, attempt.signal);
    attempt.abort();
    await assert.rejects(given, /Stopped/);
    await clock.tick(10_000);
    assert.deepEqual([at.calls.length, clock.waiting], [2, 0]);
  });
});
