import type { Lexer, Token, Tokens } from 'marked';

/** Renders unused definitions as lines of text. */
function asText(lexer: Lexer, lines: readonly Tokens.Def[]): Tokens.Paragraph {
  const raw = lines.map((line) => line.raw).join('');
  const tokens = lines.flatMap((line, i): readonly Token[] => [
    ...(i === 0 ? [] : [{ type: 'br', raw: '' }]),
    ...lexer.inlineTokens(line.raw.trim()),
  ]);
  return { type: 'paragraph', raw, text: raw.trim(), tokens };
}

/**
 * Converts link definitions that no link uses back to text, also in lists and quotes: a line such as `[INFO]: started`
 * is not meant as a definition.
 */
export function keepUnused(lexer: Lexer, tokens: readonly Token[], used: ReadonlySet<string>): Token[] {
  const kept: Token[] = [];
  let lines: Tokens.Def[] = [];
  const flush = (): void => {
    if (lines.length > 0) kept.push(asText(lexer, lines));
    lines = [];
  };
  for (const token of tokens) {
    if (token.type === 'def' && !used.has((token as Tokens.Def).tag)) {
      lines.push(token as Tokens.Def);
      continue;
    }
    flush();
    if (token.type === 'list')
      for (const item of (token as Tokens.List).items) item.tokens = keepUnused(lexer, item.tokens, used);
    else if (token.type === 'blockquote') token.tokens = keepUnused(lexer, token.tokens ?? [], used);
    kept.push(token);
  }
  flush();
  return kept;
}
