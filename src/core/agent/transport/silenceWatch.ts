import type { Clock } from '../../ports.js';

/** Limits of the silence timeout in ms, which is three times the longest heartbeat interval. */
export const MIN_SILENCE_MS = 20_000;
export const MAX_SILENCE_MS = 45_000;
/** Timeout in ms until the headers arrive. */
const HEADERS_TIMEOUT_MS = 10_000;

/** Reports a stream on which no data arrives for too long. */
export class SilenceWatch {
  readonly #clock: Clock;
  readonly #silent: () => void;
  #lastByte: number;
  #longest = 0;
  #isOpen = false;
  #cancel = (): void => {};

  constructor(clock: Clock, silent: () => void) {
    this.#clock = clock;
    this.#silent = silent;
    this.#lastByte = clock.now();
    this.#wait();
  }

  /** Ms since the last byte. */
  get quiet(): number {
    return this.#clock.now() - this.#lastByte;
  }

  /** Call when bytes arrive. */
  alive(): void {
    this.#longest = Math.max(this.#longest, this.quiet);
    this.#lastByte = this.#clock.now();
  }

  /** Call when the headers have arrived: from now on, heartbeats are expected. */
  opened(): void {
    this.#isOpen = true;
    this.alive();
    this.#wait();
  }

  stop(): void {
    this.#cancel();
  }

  get #limit(): number {
    if (!this.#isOpen) return HEADERS_TIMEOUT_MS;
    return this.#longest === 0 ? MAX_SILENCE_MS : Math.min(MAX_SILENCE_MS, Math.max(MIN_SILENCE_MS, this.#longest * 3));
  }

  #wait(): void {
    this.#cancel();
    this.#cancel = this.#clock.after(Math.max(0, this.#limit - this.quiet), () => {
      if (this.quiet >= this.#limit) this.#silent();
      else this.#wait();
    });
  }
}
