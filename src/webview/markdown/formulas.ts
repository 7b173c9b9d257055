import type { Tokens } from 'marked';

/** Length limits of an inline and of a block formula, in characters. */
const MAX_INLINE = 500;
const MAX_BLOCK = 20_000;

const ENDS = /^\s|\s$/;
const WORD = /[\p{L}\p{N}]/u;
const BLANK_LINE = /\n[ \t]*\n/;

/** Matches `\(x\)` and `\[ x \]`. Escaped square brackets are common in prose, so their content must look like a formula. */
function bracketed(src: string): string | undefined {
  const close = src[1] === '(' ? '\\)' : '\\]';
  const end = src.slice(0, MAX_INLINE).indexOf(close, 2);
  const inner = src.slice(2, Math.max(2, end));
  if (!WORD.test(inner) || inner.includes('`') || BLANK_LINE.test(inner)) return undefined;
  return close === '\\)' || /[\\^_={}]|^\s/.test(inner) ? src.slice(0, end + 2) : undefined;
}

/**
 * Matches `$x$` and `$$x$$`: without spaces inside single dollars and without a letter or digit after them, so that
 * prices stay text.
 */
function dollars(src: string): string | undefined {
  const mark = src.startsWith('$$') ? '$$' : '$';
  const end = src.slice(0, MAX_INLINE).indexOf('$', mark.length);
  const inner = src.slice(mark.length, Math.max(mark.length, end));
  if (inner === '' || inner.includes('`') || inner.endsWith('\\') || BLANK_LINE.test(inner)) return undefined;
  if (mark === '$' && ENDS.test(inner)) return undefined;
  const after = src.slice(end + mark.length, end + mark.length + 2);
  if (!src.startsWith(mark, end) || (mark === '$' && (after.startsWith('$') || WORD.test(after.slice(0, 1)))))
    return undefined;
  return src.slice(0, end + mark.length);
}

const formulaAt = (src: string): string | undefined => {
  if (src.startsWith('$')) return dollars(src);
  return src.startsWith('\\(') || src.startsWith('\\[') ? bracketed(src) : undefined;
};

/** Text after which a dollar is not the start of a formula, as in `US$5`. */
const JOINS = /[\p{L}\p{N}$\\]$/u;

/** Tokenizer extension for an inline formula, which is shown unchanged. */
export function inlineFormula(src: string, tokens: readonly Tokens.Generic[] = []): Tokens.Generic | undefined {
  const first = src[0];
  const raw = first === '$' || first === '\\' ? formulaAt(src) : undefined;
  if (raw === undefined) return undefined;
  const last = tokens.at(-1);
  if (first === '$' && last?.type === 'text' && JOINS.test(last.raw.slice(-2))) return undefined;
  return { type: 'formula', raw };
}

/** Masks the formulas of a text, so that no mark in them matches one outside. */
export function coverFormulas(text: string): string {
  if (!/[$\\]/.test(text)) return text;
  const start = /\\[\s\S]|\$+/g;
  let covered = '';
  let at = 0;
  for (let found = start.exec(text); found !== null; found = start.exec(text)) {
    const { index } = found;
    const raw = formulaAt(text.slice(index, index + MAX_INLINE + 2));
    if (raw === undefined || (raw.startsWith('$') && JOINS.test(text.slice(Math.max(0, index - 2), index)))) continue;
    covered += text.slice(at, index) + '+'.repeat(raw.length);
    at = start.lastIndex = index + raw.length;
  }
  return covered + text.slice(at);
}

const OPENING = /^ {0,3}(\$\$|\\\[)[ \t]*\n/;

/**
 * Tokenizer extension for a block formula, without empty lines. `grows`: more text follows, so a formula without an end
 * extends to the end of the text.
 */
export function blockFormula(src: string, grows: boolean): Tokens.Generic | undefined {
  const opening = OPENING.exec(src);
  if (opening === null) return undefined;
  const from = opening[0].length;
  const near = src.slice(0, MAX_BLOCK);
  const blank = near.slice(from - 1).search(BLANK_LINE);
  const until = blank < 0 ? near.length : from + blank;
  const close = near.slice(0, until).indexOf(opening[1] === '$$' ? '$$' : '\\]', from);
  if (close >= 0) {
    const rest = /^[ \t]*(?:\n|$)/.exec(src.slice(close + 2, close + 100));
    return rest === null ? undefined : { type: 'formula', block: true, raw: src.slice(0, close + 2 + rest[0].length) };
  }
  return grows && until === src.length ? { type: 'formula', block: true, raw: src } : undefined;
}
