/** Quotes and lists within each other in one line: deeper than anyone writes, and than a parser's stack. */
const NESTED = /^[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*){50}/m;
/** Characters of a paragraph from which marks are counted, and the share of them that makes it hostile. */
const LONG = 4_000;
const SHARE = 8;

/** Would reading it take time out of all proportion? Pairing emphasis is quadratic in its marks. */
export function isHeavy(text: string): boolean {
  if (NESTED.test(text)) return true;
  if (text.length < LONG) return false;
  return text
    .replace(/^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?^ {0,3}\1/gm, '')
    .split(/\n[ \t]*\n/)
    .some(
      (paragraph) => paragraph.length > LONG && (paragraph.match(/[*_~[]/g)?.length ?? 0) * SHARE > paragraph.length,
    );
}
