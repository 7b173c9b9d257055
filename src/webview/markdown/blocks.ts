import { Lexer, type Token } from 'marked';

/** One top-level block of a text, with the source it came from. */
export interface Block {
  readonly raw: string;
  readonly token: Token;
}

/** Blocks at the end that more text can still change. */
const OPEN = 2;

const lex = (text: string): readonly Block[] =>
  new Lexer({ gfm: true, breaks: false }).lex(text).map((token) => ({ raw: token.raw, token }));

/**
 * Splits a growing text into blocks, keeping the same object for a block that is finished. All but the last two blocks
 * are frozen: only what comes after them is read again.
 */
export function createBlocks(): (text: string, done: boolean) => readonly Block[] {
  let frozen: readonly Block[] = [];
  let length = 0;
  let head = '';
  return (text, done) => {
    if (done || !text.startsWith(head)) {
      frozen = [];
      length = 0;
      head = '';
    }
    const before = frozen;
    const tail = lex(text.slice(length));
    const blocks = [...before, ...tail];
    if (!done && tail.length > OPEN) {
      const more = tail.slice(0, -OPEN);
      frozen = [...before, ...more];
      length += more.reduce((sum, block) => sum + block.raw.length, 0);
      head = text.slice(0, length);
    }
    return blocks;
  };
}
