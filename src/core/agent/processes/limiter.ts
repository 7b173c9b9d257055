import { Failure } from '../../failure.js';

/** Limits concurrency; tasks run in the order of their requests. */
export interface Limiter {
  /** Waits for a free slot and runs the task; an abort while waiting cancels it. */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** Creates an idle limiter. */
export function createLimiter(atOnce: number): Limiter {
  const waiting: (() => void)[] = [];
  let active = 0;
  return {
    async run(work, signal) {
      if (active >= atOnce) await new Promise<void>((resolve) => void waiting.push(resolve));
      else active++;
      try {
        if (signal?.aborted) throw new Failure('aborted', 'Stopped.');
        return await work();
      } finally {
        // Pass this slot on to the next task.
        const next = waiting.shift();
        if (next === undefined) active--;
        else next();
      }
    },
  };
}
