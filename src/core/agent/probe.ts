import { Failure } from '../failure.js';
import { withoutEndSlashes } from '../../shared/trim.js';
import type { Clock, Fetch, Logger } from '../ports.js';
import { CONNECT, createHttp, linkedAbort, notASandbox, type Http } from './transport/http.js';
import { closedAtOnce, isCut } from './transport/networkErrors.js';
import type { AuthScheme, ServerIdentity, ServerKind } from './ports.js';
import { join } from './transport/url.js';

/** Where to look, and with what. */
export interface ProbeOptions {
  readonly url: string;
  readonly secret?: string;
  readonly username?: string;
  /** Skips the detection of the server kind. */
  readonly kind?: ServerKind;
  readonly fetch: Fetch;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

interface Answer {
  readonly status: number;
  readonly json: unknown;
}

/** Whether an address can be used at all; throws the Failure that says why not. */
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
 * Finds out which server answers at an address, its version, how it lets us in and under which base.
 * @throws Failure `unauthorized`, `wrongAddress`, `incompatible`, `waking`, `unreachable`
 */
export async function probe(options: ProbeOptions): Promise<ServerIdentity> {
  const started = options.clock.now();
  const url = checkUrl(options.url);
  const bases = url.endsWith('/opencode') ? [url] : [url, `${url}/opencode`];
  let first: Failure | undefined;
  for (const base of bases) {
    try {
      const found = await at(base, options);
      return { ...found, baseUrl: base, elapsed: options.clock.now() - started };
    } catch (error) {
      // Only what says that nothing is here leads on; any other answer may be another one in a moment.
      if (!(error instanceof Failure)) throw error;
      if (!isNothingHere(error)) throw url.startsWith('http:') && isCut(error) ? closedAtOnce(error) : error;
      first ??= error;
    }
  }
  if (await isOpenCode2(url, options))
    throw new Failure(
      'incompatible',
      'This is a server of OpenCode 2, which is not supported yet. Use OpenCode 1 (opencode serve, version 1.18) or a Sandbox Agent.',
    );
  throw first?.kind === 'wrongAddress'
    ? first
    : new Failure('wrongAddress', 'There is no sandbox at this address. Check its path.');
}

/** A web page, foreign JSON, or 404 or 405 in whatever form. */
const isNothingHere = ({ kind, status }: Failure): boolean =>
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

/** What a server without or with the wrong credentials is told. */
const PASSWORD = {
  wanted: 'This sandbox requires a password.',
  refused: 'This sandbox did not accept the password.',
};
const TOKEN = {
  wanted: 'This sandbox requires a token.',
  refused: 'This sandbox did not accept the token.',
};

async function at(
  base: string,
  options: ProbeOptions,
): Promise<{ kind: ServerKind; version: string; auth: AuthScheme }> {
  const schemes: readonly AuthScheme[] = options.secret === undefined ? ['none'] : ['none', 'basic', 'bearer'];
  let last: Failure | undefined;
  for (const auth of schemes) {
    try {
      const health = await get(base, '/global/health', auth, options);
      const version = versionOf(health.json);
      return { kind: options.kind ?? (await kindOf(base, auth, options)), version, auth };
    } catch (error) {
      if (!(error instanceof Failure) || error.kind !== 'unauthorized') throw error;
      last = error;
    }
  }
  const words = (await asksForBasic(join(base, '/global/health'), options)) ? PASSWORD : TOKEN;
  // A token that was never sent was not refused.
  if (words === TOKEN && last !== undefined && last.status === undefined) throw last;
  throw new Failure('unauthorized', options.secret === undefined ? words.wanted : words.refused, { status: 401 });
}

function versionOf(json: unknown): string {
  const healthy = typeof json === 'object' && json !== null && 'version' in json && typeof json.version === 'string';
  if (!healthy) throw new Failure('wrongAddress', 'The response is not from a sandbox.');
  return String((json as { version: string }).version).slice(0, 40);
}

/** Only OpenCode has `/api/health`; Sandbox Agent answers 404. */
async function kindOf(base: string, auth: AuthScheme, options: ProbeOptions): Promise<ServerKind> {
  try {
    await get(base, '/api/health', auth, options);
    return 'opencode-1';
  } catch (error) {
    if (error instanceof Failure && error.status !== undefined && isNothingHere(error)) return 'sandbox-agent';
    throw error;
  }
}

/** Whether a 401 without credentials asks for Basic; OpenCode does, Sandbox Agent speaks of a token. */
async function asksForBasic(url: string, options: ProbeOptions): Promise<boolean> {
  const { own, unlink } = linkedAbort(options.signal);
  const cancel = options.clock.after(CONNECT, () => own.abort());
  const response = await options
    .fetch(url, { redirect: 'error', signal: own.signal })
    .catch(() => undefined)
    .finally(cancel);
  unlink();
  void response?.body?.cancel().catch(() => {});
  if (response?.status !== 401) return false;
  return response.headers.get('www-authenticate')?.toLowerCase().startsWith('basic') === true;
}

/**
 * Whether OpenCode 2 answers: it guards `/api/info`, and serves its web page without credentials for all paths of version 1,
 * where a version 1 with a password guards all paths, even those that it does not have.
 */
async function isOpenCode2(url: string, options: ProbeOptions): Promise<boolean> {
  try {
    const { json } = await get(url, '/api/info', 'none', options);
    return typeof json === 'object' && json !== null && 'version' in json;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.kind === 'unauthorized')
      return (
        (await asksForBasic(join(url, '/api/info'), options)) &&
        !(await asksForBasic(join(url, '/global/health'), options))
      );
    if (isNothingHere(error)) return false;
    throw error;
  }
}
