import type { Disposable } from '../emitter.js';
import type { Clock } from '../ports.js';

/** Interval of clock checks in ms, and the tolerated delay. */
const CHECK_INTERVAL_MS = 10_000;
const DRIFT = 10_000;

/** Detects that the machine slept: the clock advanced while timers were suspended. */
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
