/** Minimum length of a text node, in characters. */
const MIN_LENGTH = 2_000;

/** Positions where words end, also in scripts without spaces; never inside a composed character. */
const END = /[\s。，、！？]/g;

/**
 * Splits a long text into chunks. While a paragraph grows, only the last chunk changes, so that the browser lays out
 * only that one again.
 */
export function piecesOf(text: string): string | readonly string[] {
  if (text.length <= MIN_LENGTH) return text;
  const pieces: string[] = [];
  for (let from = 0; from < text.length; from = END.lastIndex) {
    END.lastIndex = from + MIN_LENGTH;
    if (END.exec(text) === null) END.lastIndex = text.length;
    pieces.push(text.slice(from, END.lastIndex));
  }
  return pieces;
}
