/** Short forms of what is counted: for people, not for parsing. */

/** Milliseconds as `0.4 s`, `12 s`, `3 min 5 s`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/** Dollars; small sums keep their cents' parts. */
export const cost = (usd: number): string => (usd >= 1 ? `$${usd.toFixed(2)}` : `$${usd.toFixed(usd < 0.01 ? 4 : 3)}`);

/** `950`, `12.3k`, `1.2M`. */
export function count(n: number): string {
  if (n < 1000) return String(n);
  return n < 1_000_000 ? `${(n / 1000).toFixed(n < 10_000 ? 1 : 0)}k` : `${(n / 1_000_000).toFixed(1)}M`;
}

/** Bytes as `12 kB`. */
export function bytes(n: number): string {
  if (n < 1000) return `${n} B`;
  return n < 1_000_000 ? `${(n / 1000).toFixed(0)} kB` : `${(n / 1_000_000).toFixed(1)} MB`;
}

/** The end of a path: its last two names. */
export const shortPath = (path: string): string => path.split('/').filter(Boolean).slice(-2).join('/');

const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

/** Characters that hide or reorder text, made visible: what is allowed must be what is read. */
export const visible = (text: string): string =>
  text.replace(HIDDEN, (char) => `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`);

/** Joiners belong to emoji and to scripts that join letters; anywhere else they hide something. */
const JOINED =
  /(?<=\p{Extended_Pictographic}[\ufe0f\p{EMod}]*|[^\P{L}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]\p{M}*)[\u200c-\u200f]/gu;
const PLACE = '\ue000';

/** The same for running text of any language. */
export function readable(text: string): string {
  if (text.search(HIDDEN) < 0) return text;
  const kept: string[] = [];
  const held = text.replaceAll(PLACE, '\ufffd').replace(JOINED, (char) => {
    kept.push(char);
    return PLACE;
  });
  return visible(held).replaceAll(PLACE, () => kept.shift() ?? '');
}
