import { createLowlight } from 'lowlight';
import bash from 'highlight.js/lib/languages/bash';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

const lowlight = createLowlight({
  bash,
  css,
  diff,
  go,
  java,
  javascript,
  json,
  python,
  rust,
  sql,
  typescript,
  xml,
  yaml,
});

/** A node of highlighted code: a text, or an element with a class and children. */
export interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
  readonly properties?: { readonly className?: unknown };
}

/** Whether code of this length in this language is highlighted; longer code is not. */
export const hasColors = (language: string, length: number): boolean =>
  length <= 40_000 && lowlight.registered(language);

/** The highlighted code from the end of the previous chunk up to `to`. */
export interface Piece {
  readonly nodes: readonly Node[];
  readonly to: number;
}

/** Approximate number of characters that are parsed at once. */
const PIECE = 2_000;

/**
 * Position where a chunk can end: after an empty line that precedes an unindented one, or, if there is none nearby,
 * after any line.
 */
function endOf(code: string, at: number): number {
  const gap = /\n[ \t]*\n(?=\S)/g;
  gap.lastIndex = at;
  const found = gap.exec(code);
  if (found !== null && found.index < at + PIECE) return gap.lastIndex;
  const line = code.indexOf('\n', at);
  return line < 0 ? code.length : line + 1;
}

/** Whether the chunk ends inside a token, such as a comment over many lines. */
const isOpen = (nodes: readonly Node[]): boolean => nodes.at(-1)?.value?.endsWith('\n') !== true;

/**
 * Highlights code in chunks, so that no chunk takes long. A chunk that ends inside a token is parsed again with twice
 * the length.
 */
export function* colors(language: string, code: string): Generator<Piece, undefined> {
  for (let from = 0, size = PIECE; from < code.length;) {
    const to = endOf(code, from + size);
    const nodes = lowlight.highlight(language, code.slice(from, to)).children as unknown as readonly Node[];
    if (to < code.length && isOpen(nodes)) size *= 2;
    else {
      yield { nodes, to };
      from = to;
      size = PIECE;
    }
  }
  return undefined;
}
