import { Failure } from '../failure.js';
import { withoutEndSlashes } from '../../shared/trim.js';
import type { Clock, Fetch, Logger } from '../ports.js';
import { CHECK_MS } from './transport/deadlines.js';
import { createHttp, linkedAbort, notASandbox, type Http } from './transport/http.js';
import { closedAtOnce, isCut } from './transport/networkErrors.js';
import type { AuthScheme, ServerIdentity, ServerKind } from './ports.js';
import { join } from './transport/url.js';
import { checkVersion2, version2Of } from './version2.js';

/** Options of a probe. */
export interface ProbeOptions {
  readonly url: string;
  readonly secret?: string;
  readonly username?: string;
  /** The kinds to look for; all if absent. */
  readonly kinds?: readonly ServerKind[];
  readonly fetch: Fetch;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

interface Answer {
  readonly status: number;
  readonly json: unknown;
}

/** Normalizes an address; throws a `Failure` with the reason if it cannot be used. */
export function checkUrl(text: string): string {
  const trimmed = text.trim();
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(trimmed) || !URL.canParse(trimmed))
    throw new Failure('wrongAddress', 'This is not an address.');
  const url = new URL(trimmed);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new Failure('wrongAddress', 'Only http and https addresses can be used.');
  if (url.username !== '' || url.password !== '')
    throw new Failure(
      'wrongAddress',
      'The address contains a user name or password. Remove it; you enter it in the next step.',
    );
  url.search = '';
  url.hash = '';
  return withoutEndSlashes(url.href);
}

/**
 * Detects the server at an address: its kind, version, authentication and base URL.
 * @throws Failure `unauthorized`, `wrongAddress`, `incompatible`, `waking`, `unreachable`
 */
export async function probe(options: ProbeOptions): Promise<ServerIdentity> {
  const started = options.clock.now();
  const url = checkUrl(options.url);
  const bases = url.endsWith('/opencode') ? [url] : [url, `${url}/opencode`];
  let first: Failure | undefined;
  for (const base of bases) {
    try {
      const found = await detectAt(base, options);
      return { ...found, baseUrl: base, elapsed: options.clock.now() - started };
    } catch (error) {
      // Continue only after a response that means "nothing here"; any other error may be temporary.
      if (!(error instanceof Failure)) throw error;
      if (!isNothingHere(error)) throw url.startsWith('http:') && isCut(error) ? closedAtOnce(error) : error;
      first ??= error;
    }
  }
  throw first?.kind === 'wrongAddress'
    ? first
    : new Failure('wrongAddress', 'There is no sandbox at this address. Check its path.');
}

/** Whether the response is a web page, JSON of another program, or 404 or 405 in any form. */
export const isNothingHere = ({ kind, status }: Failure): boolean =>
  kind === 'wrongAddress' || (kind === 'rejected' && (status === 404 || status === 405));

const httpFor = (base: string, auth: AuthScheme, options: ProbeOptions): Http =>
  createHttp({
    baseUrl: base,
    auth,
    credentials: async () => options.secret,
    fetch: options.fetch,
    logger: options.logger,
    clock: options.clock,
    ...(options.username === undefined ? {} : { username: options.username }),
  });

async function get(base: string, path: string, auth: AuthScheme, options: ProbeOptions): Promise<Answer> {
  const response = await httpFor(base, auth, options).call(
    'GET',
    path,
    options.signal === undefined ? {} : { signal: options.signal },
  );
  const type = response.headers.get('content-type') ?? '';
  if (!type.includes('json')) throw notASandbox(type);
  const text = await response.text();
  try {
    return { status: response.status, json: JSON.parse(text) };
  } catch {
    return { status: response.status, json: undefined };
  }
}

/** Messages for missing or wrong credentials. */
const PASSWORD = {
  wanted: 'This sandbox requires a password.',
  refused: 'This sandbox did not accept the password.',
};
const TOKEN = {
  wanted: 'This sandbox requires a token.',
  refused: 'This sandbox did not accept the token.',
};

type Found = Pick<ServerIdentity, 'kind' | 'version' | 'auth' | 'untested'>;

/** OpenCode 2 first: it answers the other kinds' paths with its web page, with and without credentials. */
async function detectAt(base: string, options: ProbeOptions): Promise<Found> {
  const { kinds, secret } = options;
  const info = kinds?.includes('opencode-2') === false ? 'absent' : await detectOpenCode2(base, options);
  if (typeof info === 'object') return info;
  const other = await detectVersion1(base, options);
  if (!(other instanceof Failure)) return other;
  if (info === 'refused' && (await asksForBasic(join(base, INFO), options)))
    throw new Failure('unauthorized', secret === undefined ? PASSWORD.wanted : PASSWORD.refused, { status: 401 });
  if (info === 'absent') await refuseEarlyVersion2(base, options);
  throw other;
}

/**
 * Detects OpenCode 1 or Sandbox Agent; returns the failure if, without credentials, their path returns a web page or
 * nothing.
 */
async function detectVersion1(base: string, options: ProbeOptions): Promise<Found | Failure> {
  const schemes: readonly AuthScheme[] = options.secret === undefined ? ['none'] : ['none', 'basic', 'bearer'];
  let last: Failure | undefined;
  for (const auth of schemes) {
    try {
      const health = await get(base, '/global/health', auth, options);
      const version = versionOf(health.json);
      return { kind: await kindOf(base, auth, options), version, auth };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (auth === 'none' && isNothingHere(error)) return error;
      if (error.kind !== 'unauthorized') throw error;
      last = error;
    }
  }
  const words = (await asksForBasic(join(base, '/global/health'), options)) ? PASSWORD : TOKEN;
  // Do not report a token as wrong if it was never sent.
  if (words === TOKEN && last !== undefined && last.status === undefined) throw last;
  throw new Failure('unauthorized', options.secret === undefined ? words.wanted : words.refused, { status: 401 });
}

function versionOf(json: unknown): string {
  const healthy = typeof json === 'object' && json !== null && 'version' in json && typeof json.version === 'string';
  if (!healthy) throw new Failure('wrongAddress', 'The response is not from a sandbox.');
  return String((json as { version: string }).version).slice(0, 40);
}

/** Distinguishes the kinds by `/api/health`: OpenCode 1 has it, Sandbox Agent responds with 404. */
async function kindOf(base: string, auth: AuthScheme, options: ProbeOptions): Promise<ServerKind> {
  const { kinds } = options;
  if (kinds?.includes('sandbox-agent') === false) return 'opencode-1';
  if (kinds?.includes('opencode-1') === false) return 'sandbox-agent';
  try {
    await get(base, '/api/health', auth, options);
    return 'opencode-1';
  } catch (error) {
    if (error instanceof Failure && error.status !== undefined && isNothingHere(error)) return 'sandbox-agent';
    throw error;
  }
}

/** Whether a 401 without credentials asks for Basic authentication; OpenCode does, Sandbox Agent requires a token. */
async function asksForBasic(url: string, options: ProbeOptions): Promise<boolean> {
  const { own, unlink } = linkedAbort(options.signal);
  const cancel = options.clock.after(CHECK_MS, () => own.abort());
  const response = await options
    .fetch(url, { redirect: 'error', signal: own.signal })
    .catch(() => undefined)
    .finally(cancel);
  unlink();
  void response?.body?.cancel().catch(() => {});
  if (response?.status !== 401) return false;
  return response.headers.get('www-authenticate')?.toLowerCase().startsWith('basic') === true;
}

/** An endpoint that only OpenCode 2 has, and that requires its password. */
const INFO = '/api/info';

/** The user name of OpenCode 2 is not configurable; the profile's applies to OpenCode 1 only. */
const asVersion2 = (options: ProbeOptions): ProbeOptions => ({ ...options, username: 'opencode' });

/** Detects OpenCode 2; `refused` if credentials are missing or wrong, which OpenCode 1 reports the same way. */
async function detectOpenCode2(base: string, options: ProbeOptions): Promise<Found | 'refused' | 'absent'> {
  const auth = options.secret === undefined ? 'none' : 'basic';
  try {
    const { json } = await get(base, INFO, auth, asVersion2(options));
    const version = version2Of(json);
    return version === undefined ? 'absent' : { kind: 'opencode-2', auth, ...checkVersion2(version) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.kind === 'unauthorized') return 'refused';
    if (isNothingHere(error)) return 'absent';
    throw error;
  }
}

/** Rejects versions before 2.0.6, which report their version elsewhere and have other endpoints. */
async function refuseEarlyVersion2(base: string, options: ProbeOptions): Promise<void> {
  const auth = options.secret === undefined ? 'none' : 'basic';
  const answer = await get(base, '/api/status', auth, asVersion2(options)).catch(() => undefined);
  const version = version2Of(answer?.json);
  if (version !== undefined) checkVersion2(version);
}
