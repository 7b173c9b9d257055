import { decodeOnce, ENCODINGS, ENCODINGS_OF_SPACES, type Encoding } from './text/encodings.js';

/** Levels of encoding that are decoded, such as a URL in JSON. */
const MAX_LEVELS = 2;

/** A range of a text, without the end. */
export type Range = readonly [start: number, end: number];

/** All occurrences, from left to right, without overlaps. */
function occurrences(text: string, part: string): Range[] {
  const found: Range[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length))
    found.push([at, at + part.length]);
  return found;
}

/** What a decoder may take from the start of a form, after text that ends like the start of a code, such as `%`. */
const TAKEN = /^(?:[\da-f]{1,4}|u[\da-f]{4}|x[\da-f]{2}|["'`\\/bfnrt])$/i;
const MAX_TAKEN = 5;

/** The forms of all secrets, as they are searched for. */
export interface Needles {
  readonly forms: readonly string[];
  /** Forms of which a decoder may take the start, in two pieces. */
  readonly halves: readonly (readonly [taken: string, rest: string])[];
  readonly encodings: readonly Encoding[];
}

/** Prepares a search for forms. */
export function needlesOf(forms: readonly string[]): Needles {
  const halves = forms.flatMap((form) =>
    Array.from({ length: MAX_TAKEN }, (_, at) => [form.slice(0, at + 1), form.slice(at + 1)] as const).filter(
      ([taken, rest]) => TAKEN.test(taken) && rest !== '',
    ),
  );
  return { forms, halves, encodings: forms.some((form) => form.includes(' ')) ? ENCODINGS_OF_SPACES : ENCODINGS };
}

/** The ranges of a byte string that have one of the forms, as it is or encoded in any mixture, in no order. */
export function rangesOf(text: string, needles: Needles, levels = MAX_LEVELS): Range[] {
  const ranges = needles.forms.flatMap((form) => occurrences(text, form));
  if (levels === 0) return ranges;
  for (const encoding of needles.encodings) {
    const decoded = decodeOnce(text, encoding);
    if (decoded === undefined) continue;
    for (const range of rangesOf(decoded.text, needles, levels - 1)) ranges.push(decoded.original(...range));
    for (const [taken, rest] of needles.halves)
      for (const range of occurrences(decoded.text, rest)) {
        const [start, end] = decoded.original(...range);
        const before = start - taken.length;
        if (before >= 0 && text.startsWith(taken, before)) ranges.push([before, end]);
      }
  }
  return ranges;
}
