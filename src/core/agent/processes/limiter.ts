import { Failure } from '../../failure.js';

/** Limits concurrency, in order of request. */
export interface Limiter {
  /** Waits for a free slot; an abort while waiting cancels it. */
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
        // The next one takes over this slot.
        const next = waiting.shift();
        if (next === undefined) active--;
        else next();
      }
    },
  };
}
