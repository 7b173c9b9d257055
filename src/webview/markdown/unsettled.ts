/** Markers of quotes and list items at the start of a line. */
const CONTAINERS = /^[ \t]*(?:(?:>|[-+*]|\d{1,9}[.)])[ \t]+)*/;

/**
 * Beginnings of lines whose kind of block is not certain yet: incomplete marks of lists, rules, headings, fences,
 * formulas and tasks.
 */
const UNSETTLED =
  /^(?:[-+*][ \t]*|[-+*][ \t]\[[ xX]?\]?|[*_-][*_ \t-]*|=+[ \t]*|#{1,6}|\d{1,9}[.)]?[ \t]*|`{1,2}|`{3,}[^`]*|~{1,2}|~~~.*|\$\$?[ \t]*|\\\[?[ \t]*|<(?:!-{0,2}|!--.*)?|\|.*)$/;

const TAG = /<\/?[a-zA-Z][^<>\n]{0,60}$/;
/** Length from which a line counts as text, in characters. */
const MAX_LINE = 1_000;
/** The second line of a table, possibly incomplete. */
const DELIMITERS = /^[ \t:|-]*$/;

const ROW = /^[ \t]*\|/;

/** The line that ends before `end`, with its start. */
function lineBefore(text: string, end: number): readonly [from: number, line: string] {
  if (end === 0) return [0, ''];
  const from = text.lastIndexOf('\n', end - 2) + 1;
  return [from, text.slice(from, Math.min(end - 1, from + MAX_LINE))];
}

/**
 * Length of the part of a growing text whose interpretation cannot change. Excludes a last line whose first characters
 * may still become a list, a heading or a fence, and the first line of a table until the second is complete.
 */
export function settledLength(text: string): number {
  const line = text.lastIndexOf('\n') + 1;
  const last = text.slice(line);
  const [before, previous] = lineBefore(text, line);
  const isHeader = ROW.test(previous) && !ROW.test(lineBefore(text, before)[1]);
  if (isHeader && DELIMITERS.test(last)) return before;
  if (last.length > MAX_LINE) return text.length;
  const content = last.slice(CONTAINERS.exec(last)?.[0].length ?? 0);
  // A row of a known table is shown while it grows.
  if (content.startsWith('|') && ROW.test(previous)) return text.length;
  if (UNSETTLED.test(content) || UNSETTLED.test(last.trimStart())) return line;
  return text.length - (TAG.exec(last.slice(-80))?.[0].length ?? 0);
}
