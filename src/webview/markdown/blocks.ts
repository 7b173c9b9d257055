import type { Token, Tokens } from 'marked';
import { isHeavy } from './complexityGuard.js';
import { lex, type Lexed } from './lexer.js';
import { settledLength } from './unsettled.js';

/** A top-level block of a text with its source. */
export interface Block {
  readonly raw: string;
  readonly token: Token;
}

/** Parsed blocks with their link definitions, which can affect any part of the text. */
interface Reading {
  readonly blocks: readonly Block[];
  readonly links: Lexed['links'];
}

/** Fallback for text that cannot be parsed as Markdown: plain text. */
const asIs = (text: string, links: Lexed['links']): Reading => ({
  blocks: text === '' ? [] : [{ raw: text, token: { type: 'plain', raw: text } as Token }],
  links,
});

function read(text: string, links: Lexed['links'], grows: boolean): Reading {
  if (isHeavy(text)) return asIs(text, links);
  try {
    const lexed = lex(text, links, grows);
    return { blocks: lexed.tokens.map((token) => ({ raw: token.raw, token })), links: lexed.links };
  } catch {
    return asIs(text, links);
  }
}

/** Number of blocks at the end that more text can still change. */
const OPEN = 2;

/** Whether the text after a block is parsed independently of it. Lists, tables and paragraphs continue after a line break. */
const closes = ({ token }: Block): boolean =>
  ['space', 'heading', 'hr'].includes(token.type) ||
  (token.type === 'code' && (token as Tokens.Code).codeBlockStyle !== 'indented');

/** The blocks that further text cannot change. */
const settled = (blocks: readonly Block[]): readonly Block[] =>
  blocks.slice(0, blocks.slice(0, -OPEN).findLastIndex(closes) + 1);

/** Number of characters at the end that are parsed again with further text. */
export const openIn = (blocks: readonly Block[]): number =>
  blocks.slice(settled(blocks).length).reduce((sum, { raw }) => sum + raw.length, 0);

/** Blocks with equal sources can still differ in the text before them when they were parsed. */
const isSame = (a: Block, b: Block): boolean =>
  a === b || (a.raw === b.raw && JSON.stringify(a.token) === JSON.stringify(b.token));

/** Returns `next` with the unchanged objects of `before`, so that they are not rendered again. */
const keep = (before: readonly Block[], next: readonly Block[]): readonly Block[] =>
  next.map((block, i) => {
    const known = before[i];
    return known !== undefined && isSame(known, block) ? known : block;
  });

/**
 * Splits a growing text into blocks, and returns the same object for a finished block. Only the text after finished
 * blocks is parsed again. At the end, the complete text is parsed once more only if it has link definitions or is
 * hostile. Text that may still become another kind of block is held back until more text or the end arrives.
 */
export function createBlocks(): (text: string, done: boolean) => readonly Block[] {
  let frozen: readonly Block[] = [];
  let last: readonly Block[] = [];
  let head = '';
  let seen: string | undefined;
  /** The definitions of the finished blocks, and all parsed text. */
  let links: Lexed['links'] = {};
  let latest = links;
  const start = (): void => {
    frozen = [];
    head = '';
    links = {};
  };
  return (source, done) => {
    // Normalize line breaks as the lexer does, since the lengths of blocks refer to its text.
    const whole = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
    const text = done ? whole : whole.slice(0, settledLength(whole));
    const needsWhole = (known: Lexed['links']): boolean =>
      done && head !== '' && (Object.keys(known).length > 0 || isHeavy(text));
    // The last call often adds no text.
    const isOpen = done && last.at(-1)?.token.type === 'formula';
    if (text === seen && !isOpen && !needsWhole(latest)) return last;
    seen = text;
    if (!text.startsWith(head)) start();
    let tail = read(text.slice(head.length), links, !done);
    if (needsWhole(tail.links)) {
      start();
      tail = read(text, links, false);
    }
    latest = tail.links;
    const blocks = [...frozen, ...tail.blocks];
    last = keep(last, blocks);
    const more = settled(tail.blocks);
    if (more.length > 0) {
      frozen = last.slice(0, frozen.length + more.length);
      head += more.map(({ raw }) => raw).join('');
      links = tail.links;
    }
    return last;
  };
}
