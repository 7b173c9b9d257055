import { hideSecrets } from './hideSecrets.js';
import { trimEnd } from '../shared/trim.js';
import { base64, base64OfBytes } from './text/base64.js';

/** Removes known secrets from text by value, and possible ones by context, before anything is logged or shown. */
export interface Redactor {
  /** Registers a secret, which is then removed in every common encoding. */
  add(secret: string, username?: string): void;
  clean(text: string): string;
}

/** Minimum length of a secret; shorter values would match ordinary words. */
export const MIN_SECRET_LENGTH = 4;
/** Minimum length of base64 that is removed on its own. */
const MIN_BASE64_PIECE = 8;
const MARK = '•••';

const encoder = new TextEncoder();
const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
const map = (text: string, each: (char: string) => string): string => Array.from(text, each).join('');
const upperPercent = (text: string): string => text.replaceAll(/%[\da-f]{2}/g, (code) => code.toUpperCase());

/** Percent-encodes, in lower case, all characters except those that match `plain`. */
const percent = (text: string, plain: RegExp): string =>
  map(text, (char) =>
    plain.test(char) ? char : Array.from(encoder.encode(char), (byte) => `%${hex(byte, 2)}`).join(''),
  );

/** The forms in a URL, in a part of one, and in form data. */
function percentForms(text: string): readonly string[] {
  const strict = percent(text, /[\w.~-]/);
  const component = percent(text, /[\w.~!*'()-]/);
  const address = percent(text, /[\w.~!*'();/?:@&=+$,#-]/);
  const path = percent(text, /[\w.~!*'();/:@&=+$,[\]|^-]/);
  // Newer versions of Node.js encode `^` in a path.
  const newerPath = percent(text, /[\w.~!*'();/:@&=+$,[\]|-]/);
  const every = percent(text, /(?!)/);
  const form = percent(text, /[\w.*-]|\s/).replaceAll(' ', '+');
  return [strict, component, address, path, newerPath, every, form, strict.replaceAll('%20', '+')].flatMap((one) => [
    one,
    upperPercent(one),
  ]);
}

/** The forms in JSON, including writers that escape slashes or non-ASCII characters, and in JSON nested in a JSON string. */
function jsonForms(text: string): readonly string[] {
  const inner = (value: string): string => JSON.stringify(value).slice(1, -1);
  const escaped = inner(text);
  const ascii = escaped.replaceAll(/[^\x20-\x7e]/g, (char) => `\\u${hex(char.charCodeAt(0), 4)}`);
  const markup = ascii.replaceAll(/[<>&']/g, (char) => `\\u${hex(char.charCodeAt(0), 4)}`);
  const upper = (value: string): string =>
    value.replaceAll(/\\u([\da-f]{4})/g, (_, code: string) => `\\u${code.toUpperCase()}`);
  const once = [escaped, ascii, upper(ascii), markup, upper(markup)];
  const all = [...once, ...once.map((one) => one.replaceAll('/', '\\/'))];
  return [...all, ...all.map(inner)];
}

/** The forms in HTML, with the named and numeric entities of common escapers. */
function htmlForms(text: string): readonly string[] {
  const escape = (quote: string, apostrophe: string, codes = (char: string): string => char): string =>
    map(text, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': quote, "'": apostrophe })[char] ?? codes(char));
  const decimal = (char: string): string => (/[\x20-\x7e]/.test(char) ? char : `&#${char.codePointAt(0) ?? 0};`);
  const quotes = [
    ['&quot;', '&#39;'],
    ['&quot;', '&#039;'],
    ['&quot;', '&#x27;'],
    ['&#34;', '&#39;'],
    ['&#x22;', '&apos;'],
    ['"', "'"],
  ] as const;
  return quotes.flatMap(([quote, apostrophe]) => [escape(quote, apostrophe), escape(quote, apostrophe, decimal)]);
}

/** The forms in base64, alone and at any position in a longer encoded text, such as credentials with any user name. */
function base64Forms(texts: readonly string[], secret: string): readonly string[] {
  const whole = texts.map(base64);
  const bytes = encoder.encode(secret);
  const pieces = [0, 1, 2].flatMap((offset) => {
    const coded = base64OfBytes(Uint8Array.from([...Array.from({ length: offset }, () => 0), ...bytes]));
    // Skip the characters that also encode bits of neighboring bytes; they vary.
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + bytes.length) * 8) / 6);
    const piece = coded.slice(first, last);
    return piece.length < MIN_BASE64_PIECE ? [] : [piece];
  });
  const plain = [...whole, ...pieces];
  const all = [...plain, ...plain.map((one) => one.replaceAll('+', '-').replaceAll('/', '_'))];
  return all
    .flatMap((one) => [one, trimEnd(one, '=')])
    .flatMap((one) => {
      const coded = one.replaceAll('+', '%2b').replaceAll('/', '%2f').replaceAll('=', '%3d');
      return [one, one.replaceAll('/', '\\/'), coded, upperPercent(coded)];
    });
}

/** Every form of a secret, longest first: if one is part of another, replacing it first would leave the rest. */
function formsOf(secret: string, username: string): readonly string[] {
  const credentials = [...new Set([username, 'opencode', ''])].map((user) => `${user}:${secret}`);
  const forms = [
    secret,
    ...percentForms(secret),
    ...jsonForms(secret),
    ...htmlForms(secret),
    ...base64Forms([secret, ...credentials], secret),
    Array.from(encoder.encode(secret), (byte) => hex(byte, 2)).join(''),
  ];
  return forms.filter((form) => form.length >= MIN_SECRET_LENGTH);
}

/** Creates a redactor without secrets. */
export function createRedactor(): Redactor {
  const known = new Set<string>();
  let ordered: readonly string[] = [];
  return {
    add(secret, username = 'opencode') {
      if (secret.length < MIN_SECRET_LENGTH) return;
      for (const form of formsOf(secret, username)) known.add(form);
      ordered = [...known].toSorted((a, b) => b.length - a.length);
    },
    clean(text) {
      let left = text;
      for (const form of ordered) if (left.includes(form)) left = left.replaceAll(form, MARK);
      return hideSecrets(left, MARK);
    },
  };
}

/** Creates a function that removes a secret from text; the forms of a secret are computed once, not for each request. */
export function createCleaner(username?: string): (secret: string | undefined) => (text: string) => string {
  let last: string | undefined;
  let redactor = createRedactor();
  return (secret) => {
    if (secret !== last) {
      redactor = createRedactor();
      if (secret !== undefined) redactor.add(secret, username);
      last = secret;
    }
    return redactor.clean;
  };
}
