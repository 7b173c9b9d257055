import type { Disposable } from './emitter.js';
import type { Clock } from './ports.js';

/** Timers that are canceled with their owner. */
export class Timers implements Disposable {
  readonly #clock: Clock;
  readonly #cancels = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls back once after `ms` unless disposed before; the returned function cancels it. */
  after(ms: number, callback: () => void): () => void {
    const stop = this.#clock.after(ms, () => {
      this.#cancels.delete(cancel);
      callback();
    });
    const cancel = (): void => {
      this.#cancels.delete(cancel);
      stop();
    };
    this.#cancels.add(cancel);
    return cancel;
  }

  dispose(): void {
    for (const cancel of [...this.#cancels]) cancel();
  }
}
