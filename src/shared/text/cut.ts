/** Characters on both sides of a cut that tell what it would break. */
const NEAR = 80;

/** An escape of a terminal, as far as it stands there. */
const ESCAPE =
  /\u001b(?:\[[0-?]{0,64}[ -/]{0,4}[@-~]?|[\]PX^_][^\u0007\u001b]{0,64}(?:\u0007|\u001b\\)?|[ -/]{0,4}[0-~]?)/g;

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The nearest place at or after `at` where neither a letter nor an escape of a terminal is broken. */
export function wholeFrom(text: string, at: number): number {
  if (at <= 0 || at >= text.length) return Math.max(0, Math.min(at, text.length));
  const from = Math.max(0, at - NEAR);
  const near = text.slice(from, at + NEAR);
  for (const { index, 0: escape } of near.matchAll(ESCAPE))
    if (index < at - from && index + escape.length > at - from) return from + index + escape.length;
  const letter = letters.segment(near).containing(at - from);
  return letter === undefined || from + letter.index === at ? at : from + letter.index + letter.segment.length;
}

/** The end of a text, of `length` characters at the most, that begins with a whole letter and outside of an escape. */
export const endOf = (text: string, length: number): string =>
  text.length <= length ? text : text.slice(wholeFrom(text, text.length - length));

/** The beginning of a text, of `length` characters at the most, that ends with a whole letter. */
export function beginningOf(text: string, length: number): string {
  if (text.length <= length) return text;
  const near = text.slice(Math.max(0, length - NEAR), length + NEAR);
  const letter = letters.segment(near).containing(length - Math.max(0, length - NEAR));
  return text.slice(0, Math.max(0, length - NEAR) + (letter?.index ?? 0));
}
