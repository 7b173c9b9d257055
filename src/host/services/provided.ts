import type { Disposable } from '../../core/emitter.js';

/** A function that one feature provides and others call, since features do not import each other. */
export interface Provided<Args extends readonly unknown[], Result> {
  /** Provides the function until disposed. */
  provide(work: (...args: Args) => Promise<Result>): Disposable;
  /** Calls the function; rejects if no feature provides it. */
  call(...args: Args): Promise<Result>;
}

/** Creates the slot for a function; `what` is its name in the error. */
export function createProvided<Args extends readonly unknown[], Result>(what: string): Provided<Args, Result> {
  let current: ((...args: Args) => Promise<Result>) | undefined;
  return {
    provide(work) {
      current = work;
      return { dispose: () => (current = undefined) };
    },
    async call(...args) {
      if (current === undefined) throw new Error(`Nothing provides ${what}.`);
      return current(...args);
    },
  };
}
