import type { Clock } from '../ports.js';

/** Limit of sandboxes that load at the same time. */
export const MAX_AT_ONCE = 4;
/** Time in ms after which the next one starts anyway, so that an unresponsive server does not delay the others. */
export const MAX_TURN_MS = 500;

/** Starts tasks in order, with limited concurrency. */
export interface Stagger {
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** Creates an idle stagger; all sandboxes of a window share one. */
export function createStagger(clock: Clock): Stagger {
  const waiting: (() => void)[] = [];
  let active = 0;
  const turn = (): Promise<() => void> =>
    new Promise((resolve) => {
      const start = (): void => {
        active++;
        let over = false;
        const end = (): void => {
          if (over) return;
          over = true;
          cancel();
          active--;
          waiting.shift()?.();
        };
        const cancel = clock.after(MAX_TURN_MS, end);
        resolve(end);
      };
      if (active < MAX_AT_ONCE) start();
      else waiting.push(start);
    });
  return {
    async run(work) {
      const end = await turn();
      try {
        return await work();
      } finally {
        end();
      }
    },
  };
}
