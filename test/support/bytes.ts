// Responses whose bytes a test delivers chunk by chunk, in a known order.
import type { Fetch } from '../../src/core/ports.js';

/** A body that a test writes. */
export interface Faucet {
  readonly body: ReadableStream<Uint8Array>;
  write(piece: string | Uint8Array): void;
  end(): void;
  fail(error: Error): void;
  /** The reader canceled. */
  readonly cancelled: boolean;
}

/** Creates an empty body. */
export function createFaucet(): Faucet {
  let control: ReadableStreamDefaultController<Uint8Array> | undefined;
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    start: (given) => void (control = given),
    cancel: () => void (cancelled = true),
  });
  return {
    body,
    write: (piece) => {
      if (!cancelled) control?.enqueue(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece);
    },
    end: () => {
      if (!cancelled) control?.close();
    },
    fail: (error) => control?.error(error),
    get cancelled() {
      return cancelled;
    },
  };
}

/** A request as it was made. */
export interface Asked {
  readonly url: string;
  readonly init: RequestInit;
}

/** A `fetch` that a test answers; an aborted request rejects as a real one does. */
export function createFetch(answer: (asked: Asked) => Response | Promise<Response>): {
  readonly fetch: Fetch;
  readonly asked: Asked[];
} {
  const asked: Asked[] = [];
  return {
    asked,
    fetch: (input, init = {}) => {
      const one = { url: input instanceof Request ? input.url : String(input), init };
      asked.push(one);
      return new Promise((resolve, reject) => {
        const abort = (): void => reject(init.signal?.reason as Error);
        if (init.signal?.aborted) return abort();
        init.signal?.addEventListener('abort', abort, { once: true });
        Promise.resolve(answer(one)).then(resolve, reject);
      });
    },
  };
}

/** Lets promises and streams settle. */
export const settle = async (rounds = 8): Promise<void> => {
  for (let round = 0; round < rounds; round++) await new Promise((resolve) => setImmediate(resolve));
};
