import assert from 'node:assert/strict';
import { createSandbox } from '../../../../src/core/sandbox/createSandbox.js';
import { createStagger, MAX_AT_ONCE, MAX_TURN_MS } from '../../../../src/core/sync/stagger.js';
import { sandboxId } from '../../../../src/shared/model/ids.js';
import { createTestClock } from '../../../support/clock.js';
import { silentLogger } from '../../../support/silentLogger.js';

describe('many sandboxes that connect at the same time', () => {
  it('load a few at a time, and one that hangs does not block the others', async () => {
    const clock = createTestClock();
    const stagger = createStagger(clock);
    const asked = new Set<string>();
    const all = Array.from({ length: 50 }, (_, index) =>
      createSandbox({
        profile: {
          id: sandboxId(`box${index}`),
          name: `box${index}`,
          kind: 'auto',
          url: `https://box${index}.example`,
        },
        fetch: (url) => {
          asked.add(new URL(new Request(url).url).host);
          return new Promise<Response>(() => {});
        },
        logger: silentLogger,
        clock,
        credentials: async () => undefined,
        consent: () => true,
        outbox: { claim: () => ({ prompts: [], others: false }), save: async () => {} },
        stagger,
      }),
    );
    for (const sandbox of all) sandbox.connect();
    await clock.tick(0);
    assert.equal(asked.size, MAX_AT_ONCE);
    await clock.tick(MAX_TURN_MS);
    assert.equal(asked.size, 2 * MAX_AT_ONCE);
    await clock.tick((all.length / MAX_AT_ONCE) * MAX_TURN_MS);
    assert.equal(asked.size, all.length);
    for (const sandbox of all) sandbox.dispose();
  });

  it('start in order, each when another is done', async () => {
    const stagger = createStagger(createTestClock());
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const work = (n: number) =>
      stagger.run(() => {
        begun.push(n);
        return new Promise<void>((resolve) => ends.push(resolve));
      });
    const all = Array.from({ length: MAX_AT_ONCE + 2 }, (_, n) => work(n));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(begun.length, MAX_AT_ONCE);
    ends[1]?.();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(begun.at(-1), MAX_AT_ONCE);
    while (begun.length < all.length || ends.length > 0) {
      ends.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(all);
  });
});
