import { Failure } from '../../failure.js';
import { certificateErrors } from './certificateErrors.js';
import * as known from './connectionErrors.js';
import type { NetworkError } from './connectionErrors.js';

const TABLE: Readonly<Record<string, NetworkError>> = { ...certificateErrors, ...known.connectionErrors };

/** Finds an error without a code by its message. */
function byMessage(message: string): NetworkError | undefined {
  if (/redirect/i.test(message)) return known.REDIRECT;
  if (/bad port/i.test(message)) return known.BAD_PORT;
  if (/Proxy response \(407\)/.test(message)) return known.PROXY_SIGN_IN;
  if (/Proxy response \(/.test(message)) return known.PROXY_REFUSED;
  if (/wrong version number|packet length too long/i.test(message)) return known.NOT_HTTPS;
  return undefined;
}

/** Finds a code that is not in the table by its prefix. */
function byFamily(code: string): NetworkError | undefined {
  if (code.startsWith('HPE_')) return known.NOT_HTTP;
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) return known.NO_ENCRYPTION;
  return undefined;
}

/** An error followed by its causes; fetch puts the reason into the cause of its "fetch failed". */
function chainOf(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  for (let at: unknown = error; at instanceof Error && chain.length < 6;) {
    chain.push(at);
    at = at.cause ?? (at instanceof AggregateError ? at.errors[0] : undefined);
  }
  return chain;
}

const codeOf = (error: Error): string | undefined => {
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code)) return code;
  return /\bnet::(ERR_[A-Z0-9_]{1,60})/.exec(error.message)?.[1];
};

/** The code of a network error, or of its cause. */
const networkCode = (error: unknown): string | undefined =>
  chainOf(error)
    .map(codeOf)
    .findLast((code) => code !== undefined);

/** Codes with several meanings, distinguished only by the message. */
const VAGUE = new Set(['EPROTO', 'UND_ERR_ABORTED']);
const CONNECTING: readonly (NetworkError | undefined)[] = [
  known.REFUSED,
  known.NO_HOST,
  known.NO_LOOKUP,
  known.LATE,
  known.NO_ROUTE,
];

/** Whether the failed connection was to a host other than the address's, that is, to a proxy. */
function isToOther(chain: readonly Error[], address: URL): boolean {
  const port = address.port === '' ? (address.protocol === 'https:' ? 443 : 80) : Number(address.port);
  return chain.some(
    (error) =>
      ('port' in error && typeof error.port === 'number' && error.port !== port) ||
      ('hostname' in error && typeof error.hostname === 'string' && error.hostname !== address.hostname),
  );
}

function lookUp(chain: readonly Error[], code: string | undefined, address: URL | undefined): NetworkError | undefined {
  if (code === undefined || VAGUE.has(code)) {
    const meant = chain.map(({ message }) => byMessage(message)).find((one) => one !== undefined);
    if (meant !== undefined) return meant;
  }
  if (code === undefined) return chain.some(({ name }) => name === 'HTTPParserError') ? known.NOT_HTTP : undefined;
  const found = Object.hasOwn(TABLE, code) ? TABLE[code] : byFamily(code);
  return CONNECTING.includes(found) && address !== undefined && isToOther(chain, address) ? known.PROXY_GONE : found;
}

/**
 * The failure for a call without a response. The platform's own message is never shown: it may quote the address or the
 * secret. `address` distinguishes errors of a proxy from those of the sandbox.
 */
export function networkFailure(error: unknown, address?: URL): Failure {
  const chain = chainOf(error);
  const code = networkCode(error);
  const found = lookUp(chain, code, address);
  if (found === undefined) {
    const message = code === undefined ? 'The sandbox cannot be reached.' : `The sandbox cannot be reached (${code}).`;
    return new Failure('unreachable', message, { cause: error });
  }
  const { words, remedy = 'retry', isFinal, isSilent } = found;
  const kind = isFinal === true ? 'wrongAddress' : 'unreachable';
  return new Failure(kind, words, { cause: error, remedy, silent: isSilent === true });
}

/** Whether the connection was closed before a response, as happens if a server expects https and receives plain http. */
export const isCut = (failure: Failure): boolean => failure.message === known.CUT.words;

/** The failure for a connection to an http address that was closed; a retry may succeed. */
export const closedAtOnce = (failure: Failure): Failure =>
  new Failure('unreachable', known.CLOSED.words, { cause: failure.cause, remedy: 'retry' });

/** The failure for a server that expects https; `status` is that of its response, if any. */
export const expectsHttps = (status?: number): Failure =>
  new Failure('unreachable', known.NOT_HTTP.words, { remedy: 'address', ...(status === undefined ? {} : { status }) });

/** The failure for a 407: the response of a proxy. */
export const proxyWantsSignIn = (status: number): Failure =>
  new Failure('unreachable', known.PROXY_SIGN_IN.words, { status, remedy: 'retry' });
