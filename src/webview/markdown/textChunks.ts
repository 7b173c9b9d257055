/** Characters of a text node. */
const LEAST = 2_000;

/** Where words end, even in scripts without spaces; never inside a composed character. */
const END = /[\s。，、！？]/g;

/**
 * A long text as several that follow each other. Of a paragraph that grows all but the last stay the same, so that the
 * browser shapes only that one again, not the whole each time.
 */
export function piecesOf(text: string): string | readonly string[] {
  if (text.length <= LEAST) return text;
  const pieces: string[] = [];
  for (let from = 0; from < text.length; from = END.lastIndex) {
    END.lastIndex = from + LEAST;
    if (END.exec(text) === null) END.lastIndex = text.length;
    pieces.push(text.slice(from, END.lastIndex));
  }
  return pieces;
}
