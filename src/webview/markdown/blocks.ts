import { Lexer, type Token } from 'marked';

/** One top-level block of a text, with the source it came from. */
export interface Block {
  readonly raw: string;
  readonly token: Token;
}

/** Blocks at the end that more text can still change. */
const OPEN = 2;

/** Quotes and lists within each other in one line: deeper than anyone writes, and than a parser's stack. */
const NESTED = /^(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])[ \t]*){50}/m;
/** Characters of a paragraph from which marks are counted, and the share of them that makes it hostile. */
const LONG = 4_000;
const SHARE = 8;

/** Would reading it take time out of all proportion? Pairing emphasis is quadratic in its marks. */
function isHeavy(text: string): boolean {
  if (NESTED.test(text)) return true;
  if (text.length < LONG) return false;
  return text
    .replace(/^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?^ {0,3}\1/gm, '')
    .split(/\n[ \t]*\n/)
    .some(
      (paragraph) => paragraph.length > LONG && paragraph.replace(/[^*_~[]/g, '').length * SHARE > paragraph.length,
    );
}

const DEFINITION = /^ {0,3}\[[^\]\n]+\]:/m;

/** A text as it is: what cannot be read as markdown is shown all the same. */
const asIs = (text: string): readonly Block[] => [{ raw: text, token: { type: 'plain', raw: text } as Token }];

function lex(text: string): readonly Block[] {
  if (isHeavy(text)) return asIs(text);
  try {
    return new Lexer({ gfm: true, breaks: false }).lex(text).map((token) => ({ raw: token.raw, token }));
  } catch {
    return asIs(text);
  }
}

/** `next` with the blocks of `before` that it begins with: what is the same object is not drawn again. */
function keep(before: readonly Block[], next: readonly Block[]): readonly Block[] {
  let same = 0;
  while (before[same] !== undefined && before[same]?.raw === next[same]?.raw) same++;
  return [...before.slice(0, same), ...next.slice(same)];
}

/**
 * Splits a growing text into blocks, keeping the same object for a block that is finished. All but the last two blocks
 * are frozen: only what comes after them is read again. At the end the whole is read once more.
 */
export function createBlocks(): (text: string, done: boolean) => readonly Block[] {
  let frozen: readonly Block[] = [];
  let last: readonly Block[] = [];
  let length = 0;
  let head = '';
  const start = (): void => {
    frozen = [];
    length = 0;
    head = '';
  };
  return (text, done) => {
    if (done) {
      start();
      const whole = lex(text);
      // A link's address that is told at the end changes what stands before it.
      last = DEFINITION.test(text) ? whole : keep(last, whole);
      return last;
    }
    if (!text.startsWith(head)) start();
    const before = frozen;
    const tail = lex(text.slice(length));
    const blocks = [...before, ...tail];
    if (tail.length > OPEN) {
      const more = tail.slice(0, -OPEN);
      frozen = [...before, ...more];
      length += more.reduce((sum, block) => sum + block.raw.length, 0);
      head = text.slice(0, length);
    }
    last = blocks;
    return blocks;
  };
}
