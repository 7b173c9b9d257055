import { Lexer, type Token, type Tokens } from 'marked';
import { isHeavy } from './complexityGuard.js';

/** One top-level block of a text, with the source it came from. */
export interface Block {
  readonly raw: string;
  readonly token: Token;
}

/** Blocks, and whether they say where links lead: that can change what stands anywhere in the text. */
interface Reading {
  readonly blocks: readonly Block[];
  readonly defines: boolean;
}

/** A text as it is: what cannot be read as markdown is shown all the same. */
const asIs = (text: string): Reading => ({
  blocks: [{ raw: text, token: { type: 'plain', raw: text } as Token }],
  defines: false,
});

function lex(text: string): Reading {
  if (isHeavy(text)) return asIs(text);
  try {
    const lexer = new Lexer({ gfm: true, breaks: false });
    const blocks = lexer.lex(text).map((token) => ({ raw: token.raw, token }));
    return { blocks, defines: Object.keys(lexer.tokens.links).length > 0 };
  } catch {
    return asIs(text);
  }
}

/** Blocks at the end that more text can still change. */
const OPEN = 2;

/** Is what comes after it read as at the beginning of a text? Lists, tables and paragraphs go on over a line's end. */
const closes = ({ token }: Block): boolean =>
  ['space', 'heading', 'hr'].includes(token.type) ||
  (token.type === 'code' && (token as Tokens.Code).codeBlockStyle !== 'indented');

/** The blocks that no more text can change. */
const settled = (blocks: readonly Block[]): readonly Block[] =>
  blocks.slice(0, blocks.slice(0, -OPEN).findLastIndex(closes) + 1);

/** Characters at the end that are read again with what comes next. */
export const openIn = (blocks: readonly Block[]): number =>
  blocks.slice(settled(blocks).length).reduce((sum, { raw }) => sum + raw.length, 0);

/** Equal sources can still differ by what stood before them when they were read. */
const isSame = (a: Block, b: Block): boolean =>
  a === b || (a.raw === b.raw && JSON.stringify(a.token) === JSON.stringify(b.token));

/** `next` with what is the same as `before`: the same object is not drawn again. */
const keep = (before: readonly Block[], next: readonly Block[]): readonly Block[] =>
  next.map((block, i) => {
    const known = before[i];
    return known !== undefined && isSame(known, block) ? known : block;
  });

/**
 * Splits a growing text into blocks, keeping the same object for a block that is finished. Only what comes after those is
 * read again, at the end too: what is then read as a whole once more is a text that says where links lead, or a hostile
 * one.
 */
export function createBlocks(): (text: string, done: boolean) => readonly Block[] {
  let frozen: readonly Block[] = [];
  let last: readonly Block[] = [];
  let head = '';
  let seen: string | undefined;
  let defines = false;
  const start = (): void => {
    frozen = [];
    head = '';
    defines = false;
  };
  return (source, done) => {
    // As the lexer has it: the lengths of blocks are those of its text.
    const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
    const needsWhole = (): boolean => done && head !== '' && (defines || isHeavy(text));
    // The end often brings nothing but the end.
    if (text === seen && !needsWhole()) return last;
    seen = text;
    if (!text.startsWith(head)) start();
    let tail = lex(text.slice(head.length));
    defines ||= tail.defines;
    if (needsWhole()) {
      start();
      tail = lex(text);
      ({ defines } = tail);
    }
    const blocks = [...frozen, ...tail.blocks];
    last = keep(last, blocks);
    const more = settled(tail.blocks);
    if (more.length > 0) {
      frozen = last.slice(0, frozen.length + more.length);
      head += more.map(({ raw }) => raw).join('');
    }
    return last;
  };
}
