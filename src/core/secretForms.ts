import { trimEnd } from '../shared/trim.js';
import { base64, base64OfBytes } from './text/base64.js';
import { toByteString } from './text/encodings.js';

/** Minimum length of a secret; shorter values would match ordinary words. */
export const MIN_SECRET_LENGTH = 4;
/** Minimum length of base64 that is removed on its own. */
const MIN_BASE64_PIECE = 8;

const encoder = new TextEncoder();

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
  return all.flatMap((one) => [one, trimEnd(one, '=')]);
}

/** The byte strings that give a secret away, in a decoded text. */
export function formsOf(secret: string, username: string): readonly string[] {
  const credentials = [...new Set([username, 'opencode', ''])].map((user) => `${user}:${secret}`);
  const forms = [
    toByteString(secret),
    ...base64Forms([secret, ...credentials], secret),
    Array.from(encoder.encode(secret), (byte) => byte.toString(16).padStart(2, '0')).join(''),
  ];
  return forms.filter((form) => form.length >= MIN_SECRET_LENGTH);
}
