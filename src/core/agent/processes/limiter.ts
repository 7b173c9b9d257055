import { Failure } from '../../failure.js';

/** Lets a few things happen at a time, in the order they were asked for. */
export interface Limiter {
  /** Waits for its turn; an abort while it waits ends it before it begins. */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** Makes an idle limiter. */
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
        // Whoever waits takes over this place.
        const next = waiting.shift();
        if (next === undefined) active--;
        else next();
      }
    },
  };
}
