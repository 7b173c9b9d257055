/** Number of characters on both sides of a cut that are checked for something the cut would split. */
const NEAR = 80;

/** A complete or partial terminal escape sequence. */
const ESCAPE =
  /\u001b(?:\[[0-?]{0,64}[ -/]{0,4}[@-~]?|[\]PX^_][^\u0007\u001b]{0,64}(?:\u0007|\u001b\\)?|[ -/]{0,4}[0-~]?)/g;

/** Removes terminal escape sequences from a text. */
export const withoutEscapes = (text: string): string => text.replaceAll(ESCAPE, '');

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The nearest position at or after `at` that splits neither a character nor a terminal escape. */
export function wholeFrom(text: string, at: number): number {
  if (at <= 0 || at >= text.length) return Math.max(0, Math.min(at, text.length));
  const from = Math.max(0, at - NEAR);
  const near = text.slice(from, at + NEAR);
  for (const { index, 0: escape } of near.matchAll(ESCAPE))
    if (index < at - from && index + escape.length > at - from) return from + index + escape.length;
  const letter = letters.segment(near).containing(at - from);
  return letter === undefined || from + letter.index === at ? at : from + letter.index + letter.segment.length;
}

/** The end of a text, at most `length` characters, that starts with a whole character and outside an escape sequence. */
export const endOf = (text: string, length: number): string =>
  text.length <= length ? text : text.slice(wholeFrom(text, text.length - length));

/** The beginning of a text, at most `length` characters, that ends with a whole character. */
export function beginningOf(text: string, length: number): string {
  if (text.length <= length) return text;
  const near = text.slice(Math.max(0, length - NEAR), length + NEAR);
  const letter = letters.segment(near).containing(length - Math.max(0, length - NEAR));
  return text.slice(0, Math.max(0, length - NEAR) + (letter?.index ?? 0));
}
