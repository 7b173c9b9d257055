import { EventSource } from 'eventsource';
import { Failure } from '../../failure.js';
import type { Clock, Fetch } from '../../ports.js';
import type { EventStream } from '../ports.js';
import { bounded, MAX_ERROR_BYTES, notASandbox, silence } from './http.js';
import { failureOf } from './httpErrors.js';
import { networkFailure } from './networkErrors.js';
import { observeBody } from './observedBody.js';
import { SilenceWatch } from './silenceWatch.js';

/** Callbacks of a stream. `lost` is the last. */
export interface RawListener {
  open(): void;
  /** Data of the events of one chunk of bytes, in order. */
  messages(data: readonly string[]): void;
  gap(): void;
  lost(failure: Failure): void;
}

/** Options of a stream. */
export interface StreamOptions {
  readonly url: string;
  readonly headers: () => Promise<Readonly<Record<string, string>>>;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly clean: (text: string) => string;
  /** Size limit of one event, in characters; `MAX_EVENT` by default. */
  readonly maxEvent?: number;
}

/** Size limit of one event, in characters. */
const MAX_EVENT = 8 * 1024 * 1024;

/** Opens a stream once. Every error is final: the caller opens the next stream on its own schedule. */
export function openStream(options: StreamOptions, listener: RawListener): EventStream {
  return new ServerEventStream(options, listener);
}

class ServerEventStream implements EventStream {
  readonly #options: StreamOptions;
  readonly #listener: RawListener;
  readonly #watch: SilenceWatch;
  readonly #source: EventSource;
  readonly #abort = new AbortController();
  #isOver = false;
  #isOpen = false;
  #lastId: number | undefined;
  /** Why the request or its body failed; the event source does not report it. */
  #cause: Failure | undefined;
  #batch: string[] = [];
  #cancelBody = (): void => {};

  constructor(options: StreamOptions, listener: RawListener) {
    this.#options = options;
    this.#listener = listener;
    this.#watch = new SilenceWatch(options.clock, () =>
      this.#lost(silence(this.#isOpen ? 'The sandbox fell silent.' : 'The sandbox did not respond in time.')),
    );
    this.#source = new EventSource(options.url, {
      fetch: this.#fetch as never,
      maxBufferSize: options.maxEvent ?? MAX_EVENT,
    } as never);
    this.#source.addEventListener('open', (event) => {
      // A frame with the event name "open" arrives as a MessageEvent: ignore it.
      if (!this.#isOver && !('data' in event)) this.#opened();
    });
    this.#source.addEventListener('error', (event) => {
      if (!this.#isOver && !('data' in event)) this.#lost(this.#cause ?? this.#ended());
    });
    this.#source.onmessage = ({ data, lastEventId }) => {
      if (!this.#isOver) this.#received(String(data), lastEventId);
    };
  }

  readonly close = (): void => {
    this.#isOver = true;
    this.#watch.stop();
    this.#source.close();
    this.#abort.abort();
    this.#cancelBody();
  };

  readonly quiet = (): number => this.#watch.quiet;

  #opened(): void {
    this.#isOpen = true;
    this.#watch.opened();
    this.#listener.open();
  }

  #ended(): Failure {
    return new Failure(
      'unreachable',
      this.#isOpen ? 'The sandbox closed the stream.' : 'The sandbox cannot be reached.',
    );
  }

  #lost(failure: Failure): void {
    if (this.#isOver) return;
    this.#flush();
    this.close();
    this.#listener.lost(failure);
  }

  #received(data: string, lastEventId: string): void {
    const id = /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : undefined;
    if (id !== undefined) {
      const hasJumped = this.#lastId !== undefined && id > this.#lastId + 1;
      this.#lastId = id;
      if (hasJumped) {
        this.#flush();
        this.#listener.gap();
      }
    }
    this.#batch.push(data);
  }

  #flush(): void {
    if (this.#batch.length === 0) return;
    const data = this.#batch;
    this.#batch = [];
    this.#listener.messages(data);
  }

  /** Adds credentials, refuses redirects, and counts bytes as activity (comments too). */
  readonly #fetch = async (
    input: string | URL,
    init: { signal?: unknown; headers?: Record<string, string> },
  ): Promise<Response> => {
    const options = this.#options;
    try {
      const headers: Record<string, string> = {
        ...init.headers,
        ...(await options.headers()),
        accept: 'text/event-stream',
      };
      for (const name of Object.keys(headers)) if (name.toLowerCase() === 'last-event-id') delete headers[name];
      const response = await options.fetch(input, { headers, redirect: 'error', signal: this.#abort.signal });
      this.#watch.alive();
      if (!response.ok) throw await failureOf(bounded(response, options.clock, MAX_ERROR_BYTES), options.clean);
      const type = response.headers.get('content-type') ?? '';
      if (!type.startsWith('text/event-stream')) throw notASandbox(type);
      return this.#observed(response);
    } catch (error) {
      this.#cause = error instanceof Failure ? error : networkFailure(error, new URL(options.url));
      throw error;
    }
  };

  #observed(original: Response): Response {
    const { clock, url } = this.#options;
    const { response, cancel } = observeBody(original, clock, {
      beforeRead: () => this.#flush(),
      received: () => this.#watch.alive(),
      failed: (error) => (this.#cause = networkFailure(error, new URL(url))),
    });
    this.#cancelBody = cancel;
    return response;
  }
}
