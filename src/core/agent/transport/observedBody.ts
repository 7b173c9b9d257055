import type { Clock } from '../../ports.js';

/** Duration of a burst, in ms, after which other tasks run: one frame. */
const MAX_BURST_MS = 16;

/** Callbacks of an observed body. */
interface BodyObserver {
  /** The next chunk is about to be requested; the content of the last one has been dispatched. */
  beforeRead(): void;
  received(): void;
  failed(error: unknown): void;
}

/** A response whose body is observed. */
interface ObservedBody {
  readonly response: Response;
  /** Ends the connection. */
  cancel(): void;
}

/**
 * Observes the bytes of a response, and lets other tasks run during a burst, which would otherwise block them,
 * including rendering.
 */
export function observeBody(response: Response, clock: Clock, observer: BodyObserver): ObservedBody {
  const bytes = response.body?.getReader();
  if (bytes === undefined) return { response, cancel() {} };
  let turn = clock.now();
  const read = async (): Promise<{ done: boolean; value?: Uint8Array | undefined }> => {
    observer.beforeRead();
    if (clock.now() - turn > MAX_BURST_MS) {
      await new Promise((go) => setImmediate(go));
      turn = clock.now();
    }
    try {
      const result = await bytes.read();
      if (!result.done) observer.received();
      return result;
    } catch (error) {
      observer.failed(error);
      throw error;
    }
  };
  const body = {
    getReader: () => ({
      read,
      cancel: (reason?: unknown) => bytes.cancel(reason),
      releaseLock: () => bytes.releaseLock(),
    }),
  };
  return {
    response: new Proxy(response, {
      get: (target, name) => (name === 'body' ? body : Reflect.get(target, name, target)),
    }),
    // After the headers, a request and its signal may be garbage-collected: only this reliably ends the connection.
    cancel: () => void bytes.cancel().catch(() => {}),
  };
}
