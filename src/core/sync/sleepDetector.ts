import type { Disposable } from '../emitter.js';
import type { Clock } from '../ports.js';

/** Ms between looks at the clock, and ms that it may be ahead of what was waited for. */
const CHECK_INTERVAL_MS = 10_000;
const DRIFT = 10_000;

/** Tells that the machine slept: the clock went on while timers stood still. */
export function detectSleep(clock: Clock, woke: () => void): Disposable {
  let cancel = (): void => {};
  const look = (): void => {
    const due = clock.now() + CHECK_INTERVAL_MS;
    cancel = clock.after(CHECK_INTERVAL_MS, () => {
      const late = clock.now() - due > DRIFT;
      look();
      if (late) woke();
    });
  };
  look();
  return { dispose: () => cancel() };
}
