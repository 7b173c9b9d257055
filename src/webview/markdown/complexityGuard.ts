/** Nesting of quotes and lists in one line that is deeper than in real text, and could overflow the parser's stack. */
const NESTED = /^[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*){50}/m;
/** Length of a paragraph in characters from which its marks are counted, and the share of marks that makes it hostile. */
const LONG = 4_000;
const SHARE = 8;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

const marksIn = (line: string): number => line.match(/[*_~[$`]/g)?.length ?? 0;

/** Whether parsing a text would take too long. Matching emphasis takes quadratic time in the number of marks. */
export function isHeavy(text: string): boolean {
  if (NESTED.test(text)) return true;
  if (text.length < LONG) return false;
  let size = 0;
  let marks = 0;
  /** The current code fence, inside which marks have no meaning. */
  let fence = '';
  for (const line of text.split('\n')) {
    const mark = FENCE.exec(line)?.[1] ?? '';
    const isInside = fence !== '';
    if (isInside && mark.startsWith(fence)) fence = '';
    else if (!isInside && mark !== '' && !line.slice(line.indexOf(mark) + mark.length).includes('`')) fence = mark;
    else if (!isInside && line.trim() !== '') {
      size += line.length + 1;
      marks += marksIn(line);
      continue;
    }
    if (size > LONG && marks * SHARE > size) return true;
    size = marks = 0;
  }
  return size > LONG && marks * SHARE > size;
}
