import { EventSource } from 'eventsource';
import { Failure } from '../../failure.js';
import type { Clock, Fetch } from '../../ports.js';
import { failureOf } from './httpErrors.js';
import { bounded, LARGEST_REFUSAL, notASandbox, silence } from './http.js';
import { networkFailure } from './networkErrors.js';
import type { EventStream } from '../ports.js';

/** Callbacks of a stream. `lost` is the last. */
export interface RawListener {
  open(): void;
  /** Data of the events of one chunk of bytes, in order. */
  messages(data: readonly string[]): void;
  gap(): void;
  lost(failure: Failure): void;
}

/** How a stream is opened. */
export interface StreamOptions {
  readonly url: string;
  readonly headers: () => Promise<Readonly<Record<string, string>>>;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly clean: (text: string) => string;
  /** Characters of one event at the most, where that is not `LARGEST_EVENT`. */
  readonly maxEvent?: number;
}

/** Size limit of one event, in characters. */
const LARGEST_EVENT = 8 * 1024 * 1024;
/** Timeout of silence in ms: three times the longest heartbeat interval, within these limits. */
export const MIN_SILENCE_MS = 20_000;
export const MOST_SILENCE = 45_000;
/** Ms of a burst after which other tasks run: one frame. */
const BUSY = 16;
/** Timeout of the headers in ms. */
const CONNECT = 10_000;

/** Opens a stream once. Every error is final: the caller opens the next stream on its own schedule. */
export function openStream(options: StreamOptions, listener: RawListener): EventStream {
  const { clock } = options;
  let over = false;
  let opened = false;
  let lastByte = clock.now();
  let longest = 0;
  let lastId: number | undefined;
  let cause: Failure | undefined;
  let batch: string[] = [];
  let cancelWatch = (): void => {};
  const abort = new AbortController();
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;

  const close = (): void => {
    over = true;
    cancelWatch();
    source.close();
    abort.abort();
    // After the headers, a request and its signal may be garbage-collected: only this reliably ends the connection.
    void reader?.cancel().catch(() => {});
  };
  const lost = (failure: Failure): void => {
    if (over) return;
    flush();
    close();
    listener.lost(failure);
  };
  const limit = (): number =>
    longest === 0 ? MOST_SILENCE : Math.min(MOST_SILENCE, Math.max(MIN_SILENCE_MS, longest * 3));
  const watch = (): void => {
    cancelWatch();
    const wait = Math.max(0, lastByte + (opened ? limit() : CONNECT) - clock.now());
    cancelWatch = clock.after(wait, () => {
      if (clock.now() - lastByte >= (opened ? limit() : CONNECT))
        lost(silence(opened ? 'The sandbox fell silent.' : 'The sandbox did not answer in time.'));
      else watch();
    });
  };
  const alive = (): void => {
    const now = clock.now();
    longest = Math.max(longest, now - lastByte);
    lastByte = now;
  };
  const flush = (): void => {
    if (batch.length === 0) return;
    const data = batch;
    batch = [];
    listener.messages(data);
  };

  /** Our fetch: adds credentials, refuses redirects, counts bytes (comments count as activity). */
  const guarded = async (
    input: string | URL,
    init: { signal?: unknown; headers?: Record<string, string> },
  ): Promise<Response> => {
    try {
      const headers: Record<string, string> = {
        ...init.headers,
        ...(await options.headers()),
        accept: 'text/event-stream',
      };
      for (const name of Object.keys(headers)) if (name.toLowerCase() === 'last-event-id') delete headers[name];
      const response = await options.fetch(input, { headers, redirect: 'error', signal: abort.signal });
      alive();
      if (!response.ok) throw await failureOf(bounded(response, clock, LARGEST_REFUSAL), options.clean);
      const type = response.headers.get('content-type') ?? '';
      if (!type.startsWith('text/event-stream')) throw notASandbox(type);
      return counted(response);
    } catch (error) {
      cause = error instanceof Failure ? error : networkFailure(error, new URL(options.url));
      throw error;
    }
  };

  const counted = (response: Response): Response => {
    const bytes = response.body?.getReader();
    if (bytes === undefined) return response;
    reader = bytes;
    let turn = clock.now();
    const read = async (): Promise<{ done: boolean; value?: Uint8Array | undefined }> => {
      // The events of the last chunk are dispatched before the next one is requested.
      flush();
      // A buffered burst would block all other tasks, including rendering.
      if (clock.now() - turn > BUSY) {
        await new Promise((go) => setImmediate(go));
        turn = clock.now();
      }
      try {
        const result = await bytes.read();
        if (!result.done) alive();
        return result;
      } catch (error) {
        cause = networkFailure(error, new URL(options.url));
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
    return new Proxy(response, { get: (target, name) => (name === 'body' ? body : Reflect.get(target, name, target)) });
  };

  const source = new EventSource(options.url, {
    fetch: guarded as never,
    maxBufferSize: options.maxEvent ?? LARGEST_EVENT,
  } as never);
  source.addEventListener('open', (event) => {
    // A frame that calls itself "open" arrives as a MessageEvent: not ours.
    if (over || 'data' in event) return;
    opened = true;
    alive();
    watch();
    listener.open();
  });
  source.addEventListener('error', (event) => {
    if (over || 'data' in event) return;
    lost(
      cause ?? new Failure('unreachable', opened ? 'The sandbox closed the stream.' : 'The sandbox cannot be reached.'),
    );
  });
  source.onmessage = (event) => {
    if (over) return;
    const id = /^\d{1,15}$/.test(event.lastEventId) ? Number(event.lastEventId) : undefined;
    if (id !== undefined) {
      const jumped = lastId !== undefined && id > lastId + 1;
      lastId = id;
      if (jumped) {
        flush();
        listener.gap();
      }
    }
    batch.push(String(event.data));
  };
  watch();
  return { close, quiet: () => clock.now() - lastByte };
}
