/** Quotes and lists within each other in one line: deeper than anyone writes, and than a parser's stack. */
const NESTED = /^[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*){50}/m;
/** Characters of a paragraph from which marks are counted, and the share of them that makes it hostile. */
const LONG = 4_000;
const SHARE = 8;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

const marksIn = (line: string): number => line.match(/[*_~[$`]/g)?.length ?? 0;

/** Whether parsing it would take too long. Pairing emphasis is quadratic in its marks. */
export function isHeavy(text: string): boolean {
  if (NESTED.test(text)) return true;
  if (text.length < LONG) return false;
  let size = 0;
  let marks = 0;
  /** The fence around code, where marks mean nothing. */
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
