/** Quotes and list items that a line begins with. */
const CONTAINERS = /^[ \t]*(?:(?:>|[-+*]|\d{1,9}[.)])[ \t]+)*/;

/**
 * Beginnings of lines that can still become one kind of block or another: marks of lists, rules, headings, fences,
 * formulas and tasks before it is known what follows.
 */
const UNSETTLED =
  /^(?:[-+*][ \t]*|[-+*][ \t]\[[ xX]?\]?|[*_-][*_ \t-]*|=+[ \t]*|#{1,6}|\d{1,9}[.)]?[ \t]*|`{1,2}|`{3,}[^`]*|~{1,2}|~~~.*|\$\$?[ \t]*|\\\[?[ \t]*|<(?:!-{0,2}|!--.*)?|\|.*)$/;

const TAG = /<\/?[a-zA-Z][^<>\n]{0,60}$/;
/** Longer lines are text. */
const MAX_LINE = 1_000;
/** The second line of a table, as far as it came. */
const DELIMITERS = /^[ \t:|-]*$/;

const ROW = /^[ \t]*\|/;

/** The line that ends before `end`, and where it begins. */
function lineBefore(text: string, end: number): readonly [from: number, line: string] {
  if (end === 0) return [0, ''];
  const from = text.lastIndexOf('\n', end - 2) + 1;
  return [from, text.slice(from, Math.min(end - 1, from + MAX_LINE))];
}

/**
 * How much of a text that grows is certain to stay what it is read as. A line whose first characters may still become a
 * list, a heading or a fence waits for the next ones, the first line of a table for the second.
 */
export function settledLength(text: string): number {
  const line = text.lastIndexOf('\n') + 1;
  const last = text.slice(line);
  const [before, previous] = lineBefore(text, line);
  const isHeader = ROW.test(previous) && !ROW.test(lineBefore(text, before)[1]);
  if (isHeader && DELIMITERS.test(last)) return before;
  if (last.length > MAX_LINE) return text.length;
  const content = last.slice(CONTAINERS.exec(last)?.[0].length ?? 0);
  // A row of a table that is known as one grows cell by cell.
  if (content.startsWith('|') && ROW.test(previous)) return text.length;
  if (UNSETTLED.test(content) || UNSETTLED.test(last.trimStart())) return line;
  return text.length - (TAG.exec(last.slice(-80))?.[0].length ?? 0);
}
