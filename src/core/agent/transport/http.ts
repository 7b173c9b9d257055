import { Failure, toFailure } from '../../failure.js';
import type { Clock, Fetch, Logger } from '../../ports.js';
import { failureOf } from './httpErrors.js';
import { createCleaner } from '../../redact.js';
import { base64 } from '../../text/base64.js';
import type { AuthScheme } from '../ports.js';
import { maxAnswer } from './answerLimits.js';
import { deadlineOf } from './deadlines.js';
import { networkFailure } from './networkErrors.js';
import { withBody, type Traffic } from './traffic.js';
import { join } from './url.js';

/** Options of the HTTP client of a server. `credentials` is read for each request. */
export interface HttpOptions {
  readonly baseUrl: string;
  readonly auth: AuthScheme;
  readonly username?: string;
  readonly credentials: () => Promise<string | undefined>;
  readonly fetch: Fetch;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly onTraffic?: (entry: Traffic) => void;
  /** A 404 with an empty body is the server's own response, not that of another program at a wrong path. */
  readonly emptyNotFound?: boolean;
}

/** Idle timeout of a response body, in ms. */
export const IDLE_TIMEOUT_MS = 30_000;
/** Size limit of an error response, in bytes; only its message is needed. */
export const MAX_ERROR_BYTES = 256 * 1024;
/** Size limit of all concurrent responses of one server, in bytes; limits the memory that connecting uses. */
const MAX_BYTES_AT_ONCE = 128 * 1024 * 1024;

/** The failure for a timeout during which no data arrived. */
export const silence = (message: string): Failure => new Failure('unreachable', message, { silent: true });

/** A guarded HTTP client of one server: one origin, no redirects, deadlines, no secrets in any error text. */
export interface Http {
  readonly baseUrl: string;
  /** A `fetch` for the SDK: adds authentication to its `Request`, and throws a `Failure` for anything but a JSON response. */
  readonly sdkFetch: typeof fetch;
  /** Authentication headers. */
  headers(): Promise<Readonly<Record<string, string>>>;
  /** A call outside the SDK, below the base or, with `root`, beside it. */
  call(method: string, path: string, options?: CallOptions): Promise<Response>;
}

/** Options of a single call. */
export interface CallOptions {
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** The timeout until the headers arrive, in ms, or true for none; the one of the route by default. */
  readonly patient?: boolean | number;
  readonly base?: string;
}

/** Characters that fetch rejects in a header, with an error that quotes the complete value. */
const UNSENDABLE = /[^\t\x20-\x7e\x80-\xff]/;

/**
 * The authentication header.
 * @throws Failure `unauthorized` for a token that no header can hold
 */
function authorization(auth: AuthScheme, secret: string | undefined, username = 'opencode'): Record<string, string> {
  if (auth === 'none' || secret === undefined) return {};
  if (auth === 'bearer' && UNSENDABLE.test(secret))
    throw new Failure(
      'unauthorized',
      'The token has characters that cannot be sent, such as a line break. Enter it again.',
    );
  return { authorization: auth === 'bearer' ? `Bearer ${secret}` : `Basic ${base64(`${username}:${secret}`)}` };
}

/**
 * Creates a controller that is also aborted by a signal. It is strongly referenced, since a call on a dead connection
 * must end on abort. Call `unlink` when the call is done: the signal of a connection outlives thousands of calls.
 */
export function linkedAbort(signal?: AbortSignal | null): { readonly own: AbortController; unlink(): void } {
  const own = new AbortController();
  if (signal?.aborted) own.abort(signal.reason);
  return { own, unlink: signal?.aborted === false ? link(signal, own) : () => {} };
}

interface Links {
  readonly all: Set<AbortController>;
  unlisten(): void;
}
const links = new WeakMap<AbortSignal, Links>();

/**
 * Registers one listener for all controllers of a signal: a reconnect makes a dozen calls at once, and Node.js reports
 * that many listeners as a leak.
 */
function link(signal: AbortSignal, own: AbortController): () => void {
  const known = links.get(signal) ?? listen(signal);
  known.all.add(own);
  return () => {
    known.all.delete(own);
    if (known.all.size === 0) known.unlisten();
  };
}

function listen(signal: AbortSignal): Links {
  const all = new Set<AbortController>();
  const abort = (): void => all.forEach((one) => one.abort(signal.reason));
  const unlisten = (): void => {
    signal.removeEventListener('abort', abort);
    links.delete(signal);
  };
  signal.addEventListener('abort', abort, { once: true });
  links.set(signal, { all, unlisten });
  return { all, unlisten };
}

/** Creates the guarded client. */
export function createHttp(options: HttpOptions): Http {
  const { baseUrl, clock, logger } = options;
  const { origin, pathname } = new URL(baseUrl);
  const basePath = pathname.replace(/\/$/, '');
  /** The path relative to the base; the complete path if a call has another base. */
  const pathOf = (url: URL): string =>
    url.pathname.startsWith(`${basePath}/`) ? url.pathname.slice(basePath.length) : url.pathname;
  const budget: Budget = { left: MAX_BYTES_AT_ONCE };
  const cleanerFor = createCleaner(options.username);

  const send = async (url: URL, init: RequestInit & { duplex?: 'half' }, limit: number): Promise<Response> => {
    if (url.origin !== origin) throw new Failure('bug', 'A request to another server was blocked.');
    const secret = await options.credentials();
    const clean = cleanerFor(secret);
    const headers = new Headers(init.headers);
    for (const [name, value] of Object.entries(authorization(options.auth, secret, options.username)))
      headers.set(name, value);
    const { own, unlink } = linkedAbort(init.signal);
    const cancel = Number.isFinite(limit)
      ? clock.after(limit, () => own.abort(silence('The sandbox did not respond in time.')))
      : () => {};
    const route = `${init.method ?? 'GET'} ${clean(pathOf(url))}`;
    const started = clock.now();
    const note = (status: number): void => {
      const elapsed = clock.now() - started;
      logger.trace(`${route} ${status} ${elapsed} ms`);
      const entry = { at: started, kind: 'request' as const, title: route, status, elapsed };
      options.onTraffic?.(typeof init.body === 'string' ? withBody(entry, init.body, clean) : entry);
    };
    try {
      const response = await options.fetch(url.href, {
        ...init,
        headers,
        redirect: 'error',
        signal: own.signal,
      });
      cancel();
      note(response.status);
      if (!response.ok) throw await failureOf(bounded(response, clock, MAX_ERROR_BYTES), clean, options.emptyNotFound);
      const largest = maxAnswer(pathOf(url));
      return bounded(response, clock, largest, budget, unlink);
    } catch (error) {
      cancel();
      unlink();
      if (error instanceof Failure) throw error;
      if (init.signal?.aborted) throw new Failure('aborted', 'Stopped.', { cause: error });
      if (own.signal.aborted) throw toFailure(own.signal.reason);
      note(0);
      throw networkFailure(error, url);
    }
  };

  return {
    baseUrl,
    async headers() {
      return authorization(options.auth, await options.credentials(), options.username);
    },
    async call(method, path, { query, body, headers, signal, patient, base } = {}) {
      const url = new URL(join(base ?? baseUrl, path));
      for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
      return send(
        url,
        {
          method,
          ...(body === undefined ? {} : { body: body as string }),
          ...(headers === undefined ? {} : { headers }),
          ...(signal === undefined ? {} : { signal }),
        },
        patient === true ? Infinity : patient || deadlineOf(method, url.pathname),
      );
    },
    sdkFetch: async (input, init) => {
      const request = input instanceof Request && init === undefined ? input : new Request(input, init);
      const headers = new Headers(request.headers);
      const body = request.body === null ? undefined : await request.text();
      const { method, signal } = request;
      const url = new URL(request.url);
      const response = await send(
        url,
        { method, headers, signal, ...(body === undefined ? {} : { body }) },
        deadlineOf(method, url.pathname),
      );
      const type = response.headers.get('content-type') ?? '';
      if (response.status !== 204 && !type.includes('json')) throw notASandbox(type);
      return response;
    },
  };
}

/** OpenCode responds to any unknown path with 200 and the HTML of its web UI. */
export const notASandbox = (type: string): Failure =>
  new Failure(
    'wrongAddress',
    type.includes('html')
      ? 'A web page answered, not a sandbox. Check the path of the address.'
      : 'The response is not from a sandbox.',
  );

/** Remaining bytes for concurrent responses. */
export interface Budget {
  left: number;
}

/** Wraps a response so that its body fails if it stalls or exceeds the limit; `onEnd` is called at its end. */
export function bounded(
  response: Response,
  clock: Clock,
  largest: number,
  budget: Budget = { left: Infinity },
  onEnd: () => void = () => {},
): Response {
  if (response.body === null) {
    onEnd();
    return response;
  }
  const reader = response.body.getReader();
  let size = 0;
  const release = (): void => {
    budget.left += size;
    size = 0;
    onEnd();
  };
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      let cancel = (): void => {};
      const stalled = new Promise<never>((_, reject) => {
        cancel = clock.after(IDLE_TIMEOUT_MS, () =>
          reject(silence('The sandbox stopped in the middle of a response.')),
        );
      });
      try {
        const { done, value } = await Promise.race([reader.read(), stalled]);
        if (done) {
          release();
          return controller.close();
        }
        size += value.byteLength;
        budget.left -= value.byteLength;
        if (size > largest || budget.left < 0) throw new Failure('rejected', 'The response is too large.');
        controller.enqueue(value);
      } catch (error) {
        release();
        void reader.cancel().catch(() => {});
        controller.error(error instanceof Failure ? error : networkFailure(error));
      } finally {
        cancel();
      }
    },
    cancel(reason) {
      release();
      return reader.cancel(reason);
    },
  });
  return new Response(body, { status: response.status, headers: response.headers });
}
