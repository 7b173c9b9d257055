// A manual clock: minutes pass instantly and in a known order.
import { systemClock, type Clock } from '../../src/core/ports.js';

/** Delays from here on are deadlines; shorter ones are pauses. */
const DEADLINE_MS = 10_000;
const PATIENCE = 6;

/** The real clock, with longer deadlines for busy machines: for tests of answers, not of times. */
export const patientClock: Clock = {
  ...systemClock,
  after: (ms, callback) => systemClock.after(ms < DEADLINE_MS ? ms : ms * PATIENCE, callback),
};

/** A test's own clock. */
export interface TestClock extends Clock {
  /** Advances by `ms`, runs due callbacks in order, and lets promises settle in between. */
  tick(ms: number): Promise<void>;
  /** The machine sleeps for `ms`: time advances, timers stand still. */
  sleep(ms: number): void;
  /** Number of pending callbacks. */
  readonly waiting: number;
}

const settle = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
};

/** Starts at `start` ms since 1970; `random` replaces randomness. */
export function createTestClock(start = 1_700_000_000_000, random: () => number = () => 0.5): TestClock {
  let now = start;
  let next = 0;
  const timers = new Map<number, { at: number; callback: () => void }>();
  return {
    now: () => now,
    random,
    after(ms, callback) {
      const id = next++;
      timers.set(id, { at: now + ms, callback });
      return () => void timers.delete(id);
    },
    async tick(ms) {
      const end = now + ms;
      await settle();
      for (;;) {
        const due = [...timers]
          .filter(([, timer]) => timer.at <= end)
          .toSorted((a, b) => a[1].at - b[1].at || a[0] - b[0])[0];
        if (due === undefined) break;
        timers.delete(due[0]);
        now = Math.max(now, due[1].at);
        due[1].callback();
        await settle();
      }
      now = end;
      await settle();
    },
    sleep(ms) {
      now += ms;
      for (const timer of timers.values()) timer.at += ms;
    },
    get waiting() {
      return timers.size;
    },
  };
}
