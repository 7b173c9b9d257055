import { Failure } from '../../failure.js';
import { expectsHttps, proxyWantsSignIn } from './networkErrors.js';

/** Upper limit of `Retry-After` in ms. */
const MAX_RETRY_AFTER_MS = 30_000;

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
const asText = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** The message of an error body, in any of the known formats of the servers. */
export function errorText(body: unknown): string | undefined {
  const errors = field(body, 'errors');
  return (
    asText(field(field(body, 'data'), 'message')) ??
    asText(field(Array.isArray(errors) ? errors[0] : undefined, 'message')) ??
    asText(field(body, 'message')) ??
    asText(field(body, 'detail')) ??
    asText(field(body, 'title')) ??
    asText(field(body, '_tag')) ??
    asText(field(body, 'name'))
  );
}

/** The value of `Retry-After` in ms from now; the header holds seconds, or a date relative to the server's clock. */
function retryAfter({ headers }: Response): number | undefined {
  const value = headers.get('retry-after')?.trim().slice(0, 40);
  if (value === undefined) return undefined;
  if (/^\d{1,12}$/.test(value)) return Math.min(MAX_RETRY_AFTER_MS, Number(value) * 1000);
  const until = Date.parse(value) - Date.parse(headers.get('date') ?? '');
  return Number.isFinite(until) ? Math.min(MAX_RETRY_AFTER_MS, Math.max(0, until)) : undefined;
}

/** Whether an error is temporary. A server error without the server's JSON comes from a gateway. */
const isTemporary = (status: number, isJson: boolean): boolean =>
  [408, 425, 429].includes(status) || status > 505 || (status === 500 && !isJson);

/** Whether this is how nginx, Apache or Go respond to plain http if they expect https. */
const isMeantForHttps = (status: number, text: string): boolean =>
  status === 400 &&
  ['sent to HTTPS port', 'to an SSL-enabled server port', 'to an HTTPS server'].some((words) =>
    text.slice(0, 4_000).includes(words),
  );

/**
 * Converts an error response to a `Failure` with a readable message. `emptyNotFound`: a 404 without a body means that a
 * resource is missing, not that there is no sandbox.
 */
export async function failureOf(
  response: Response,
  clean: (text: string) => string,
  emptyNotFound = false,
): Promise<Failure> {
  const { status } = response;
  const type = response.headers.get('content-type') ?? '';
  const raw = await response.text().catch(() => '');
  let body: unknown;
  try {
    body = type.includes('json') ? JSON.parse(raw) : undefined;
  } catch {
    body = undefined;
  }
  const said = clean(errorText(body) ?? (type.startsWith('text/plain') ? raw : ''))
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
  if (status === 407) return proxyWantsSignIn(status);
  if (isMeantForHttps(status, raw)) return expectsHttps(status);
  if (status === 401 || status === 403)
    return new Failure('unauthorized', 'The sandbox did not accept the password or token.', { status });
  const retryAfterMs = retryAfter(response);
  if (status === 502 || status === 503 || status === 504)
    return new Failure('waking', 'The sandbox is not ready yet.', {
      status,
      ...(retryAfterMs === undefined ? {} : { retryAfter: retryAfterMs }),
    });
  const isOwn = emptyNotFound && type === '';
  if (!isOwn && body === undefined && (status === 404 || status === 405) && !type.startsWith('text/plain'))
    return new Failure('wrongAddress', 'There is no sandbox at this path.', { status });
  return new Failure('rejected', said === '' ? `The sandbox answered with error ${status}.` : said, {
    status,
    temporary: isTemporary(status, body !== undefined),
    ...(retryAfterMs === undefined ? {} : { retryAfter: retryAfterMs }),
  });
}
