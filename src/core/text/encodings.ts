// Decoding of what other programs encode in a text, with the way back: where each piece of the result was in the original.
// Everything works on byte strings, of one character (U+0000 to U+00FF) for each byte of the UTF-8 text, since a percent
// code stands for a byte, not for a character.

/** A way to encode characters in a text. */
export interface Encoding {
  /** A character that occurs in every text with this encoding. */
  readonly hint: string;
  /** Global expression for one encoded character. */
  readonly token: RegExp;
  /** The byte string of one token. */
  decode(token: string): string;
}

/** A decoded text. */
export interface Decoded {
  readonly text: string;
  /** Range in the original of a range of `text`, both without the end. Includes whole tokens. */
  original(start: number, end: number): readonly [start: number, end: number];
}

/** The UTF-8 bytes of a character; of U+FFFD for half of a surrogate pair, as `TextEncoder` does. */
function bytesOf(char: string): string {
  const point = char.codePointAt(0) ?? 0;
  const code = point >= 0xd800 && point < 0xe000 ? 0xfffd : point;
  const next = (shift: number): number => 0x80 | ((code >> shift) & 0x3f);
  if (code < 0x80) return char;
  if (code < 0x800) return String.fromCharCode(0xc0 | (code >> 6), next(0));
  if (code < 0x10000) return String.fromCharCode(0xe0 | (code >> 12), next(6), next(0));
  return String.fromCharCode(0xf0 | (code >> 18), next(12), next(6), next(0));
}

/** The byte string of a text. */
export const toByteString = (text: string): string => text.replaceAll(/[^\0-\x7f]/gu, bytesOf);

const character = (code: number): string => (code <= 0x10ffff ? toByteString(String.fromCodePoint(code)) : '');

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', apos: "'", gt: '>', lt: '<', quot: '"' };

const percent: Encoding = {
  hint: '%',
  token: /%[\da-f]{2}/gi,
  decode: (token) => String.fromCharCode(Number.parseInt(token.slice(1), 16)),
};

/** Like `percent`, with `+` for a space. */
const form: Encoding = {
  hint: '+',
  token: /\+|%[\da-f]{2}/gi,
  decode: (token) => (token === '+' ? ' ' : percent.decode(token)),
};

/** Escapes of JSON and JavaScript. */
const backslash: Encoding = {
  hint: '\\',
  token: /\\(?:u(?:d[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|[\da-f]{4})|x[\da-f]{2}|["'`\\/bfnrt])/gi,
  decode: (token) => {
    if (token.length === 2) return ESCAPES[token.charAt(1)] ?? token.charAt(1);
    const units = token.split(/\\[ux]/i).slice(1);
    return toByteString(String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16))));
  },
};

/** Entities of HTML and XML. */
const entity: Encoding = {
  hint: '&',
  token: /&(?:amp|apos|gt|lt|quot|#\d{1,7}|#x[\da-f]{1,6});/gi,
  decode: (token) => {
    const name = token.slice(1, -1).toLowerCase();
    if (name.startsWith('#x')) return character(Number.parseInt(name.slice(2), 16));
    return name.startsWith('#') ? character(Number(name.slice(1))) : (ENTITIES[name] ?? token);
  },
};

/** Common encodings in URLs, JSON and HTML. */
export const ENCODINGS: readonly Encoding[] = [percent, backslash, entity];

/** These, and that of forms, which only differs for texts with a space. */
export const ENCODINGS_OF_SPACES: readonly Encoding[] = [...ENCODINGS, form];

/** The UTF-8 encoding itself: from a text to its byte string. */
export const UTF8: Encoding = { hint: '', token: /[^\0-\x7f]/gu, decode: bytesOf };

/** A decoded token: its range in the decoded text, and in the original. */
interface Token {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

/** The last token that starts at or before a position of the decoded text. */
function tokenAt(tokens: readonly Token[], position: number): Token | undefined {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.from ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return tokens[low - 1];
}

/** Decodes a text once. Undefined if there is nothing to decode. */
export function decodeOnce(text: string, { hint, token, decode }: Encoding): Decoded | undefined {
  if (!text.includes(hint)) return undefined;
  const tokens: Token[] = [];
  let decoded = '';
  let done = 0;
  for (const { 0: found, index: start } of text.matchAll(token)) {
    decoded += text.slice(done, start);
    const from = decoded.length;
    decoded += decode(found);
    done = start + found.length;
    tokens.push({ from, to: decoded.length, start, end: done });
  }
  if (tokens.length === 0) return undefined;
  const rangeOf = (position: number): readonly [start: number, end: number] => {
    const before = tokenAt(tokens, position) ?? { from: 0, to: 0, start: 0, end: 0 };
    if (position < before.to) return [before.start, before.end];
    const start = before.end + position - before.to;
    return [start, start + 1];
  };
  return {
    text: decoded + text.slice(done),
    original: (start, end) => [rangeOf(start)[0], rangeOf(end - 1)[1]],
  };
}
