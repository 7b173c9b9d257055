import { trimEnd } from '../shared/trim.js';

/** Detects secrets by the names of settings, headers, variables, query parameters and flags. */

/** Words that mark a secret anywhere in a name. */
const WORDS = new Set([
  ...['password', 'passwd', 'pwd', 'passphrase', 'passcode', 'secret', 'token', 'jwt', 'otp', 'mnemonic', 'dsn'],
  ...['cookie', 'bearer', 'auth', 'authorization', 'authentication', 'credential'],
]);
/** Words that mark a secret only at the end of a name. */
const LAST = new Set(['key', 'pass', 'pw', 'pat', 'sas', 'sig', 'signature']);
/** Words before "key" that make it harmless. */
const HARMLESS_KEYS = new Set([
  'public',
  'primary',
  'foreign',
  'sort',
  'partition',
  'cache',
  'leader',
  'hot',
  'shortcut',
]);
/** Endings of names that describe a secret without containing one: `tokenUrl`, `authType`. */
const ABOUT = new Set([
  ...['url', 'uri', 'endpoint', 'path', 'file', 'dir', 'directory', 'type', 'kind', 'name', 'id', 'user', 'username'],
  ...[
    'method',
    'scheme',
    'mode',
    'provider',
    'host',
    'hostname',
    'port',
    'header',
    'env',
    'variable',
    'field',
    'format',
  ],
  ...['count', 'limit', 'max', 'min', 'length', 'size', 'ttl', 'expiry', 'expires', 'expiration', 'timeout', 'budget'],
  ...[
    'algorithm',
    'prefix',
    'usage',
    'policy',
    'enabled',
    'required',
    'version',
    'issuer',
    'audience',
    'scope',
    'email',
  ],
]);
/** Endings of names that are written without separators between words. */
const JOINED =
  /(?:password|passwd|passphrase|pwd|secret|token|cookie|credential|apikey|accesskey|privatekey|secretkey|authkey|connectionstring)s?\d*$/;
/** A quick check: matches all secret names and few others. */
const HINT = /pass|pw|secret|token|jwt|otp|mnemonic|dsn|cookie|bearer|auth|credential|key|pat|sas|sig|connection/i;
const MAX_NAME = 200;

const singular = (word: string): string => {
  const bare = trimEnd(word, '0123456789');
  return bare.length > 3 && bare.endsWith('s') && !bare.endsWith('ss') ? bare.slice(0, -1) : bare;
};

const wordsOf = (name: string): readonly string[] =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map(singular)
    .filter((word) => word !== '');

/** Whether a name describes a secret without containing one, such as `tokenUrl`. */
export function describesSecret(name: string): boolean {
  return ABOUT.has(wordsOf(name.slice(-MAX_NAME)).at(-1) ?? '');
}

/** Whether a value with this name is a secret. Prefers false positives, as a displayed secret is leaked. */
export function namesSecret(name: string): boolean {
  if (!HINT.test(name)) return false;
  const words = wordsOf(name.slice(-MAX_NAME));
  const last = words.at(-1);
  if (last === undefined || ABOUT.has(last)) return false;
  if (words.some((word, at) => WORDS.has(word) || (word === 'string' && words[at - 1] === 'connection'))) return true;
  if (words.some((word, at) => word === 'key' && /^(api|access|private|secret)$/.test(words[at - 1] ?? '')))
    return true;
  if (last === 'key' && HARMLESS_KEYS.has(words.at(-2) ?? '')) return false;
  return LAST.has(last) || JOINED.test(words.join(''));
}
