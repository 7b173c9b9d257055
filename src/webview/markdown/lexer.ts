import { Lexer, Tokenizer, type MarkedOptions, type Token } from 'marked';
import { keepUnused } from './definitions.js';
import { emphasisRules } from './emphasis.js';
import { beginsInert } from './inertTags.js';
import { blockFormula, coverFormulas, inlineFormula } from './formulas.js';

type Links = Lexer['tokens']['links'];

/** Marked's tokenizer, extended to record which definitions are used by links. */
class ChatTokenizer extends Tokenizer {
  readonly used = new Set<string>();

  override reflink(src: string, links: Links): ReturnType<Tokenizer['reflink']> {
    const noted = new Proxy(links, {
      get: (target, label: string) => {
        if (Object.hasOwn(target, label)) this.used.add(label);
        return target[label];
      },
    });
    return super.reflink(src, noted);
  }

  // A block that starts with a supported tag is a paragraph.
  override html(src: string): ReturnType<Tokenizer['html']> {
    return beginsInert(src) ? undefined : super.html(src);
  }

  // A footnote is not a link definition: the text after the colon is prose.
  override def(src: string): ReturnType<Tokenizer['def']> {
    return /^ {0,3}\[\^/.test(src) ? undefined : super.def(src);
  }
}

const { block, inline } = Lexer.rules;

/** Extends the rule by which marked masks escaped characters before it matches marks, to mask formulas as well. */
class Cover extends RegExp {
  override [Symbol.replace](text: string, by: string | ((substring: string, ...args: unknown[]) => string)): string {
    // `RegExp` has separate signatures for the two types of `by`.
    return super[Symbol.replace](coverFormulas(text), by as (substring: string, ...args: unknown[]) => string);
  }
}

const edited = (rule: RegExp, from: string, to: string): RegExp => {
  if (!rule.source.includes(from)) throw new Error(`marked has another rule than ${from}`);
  return new RegExp(
    rule.source.replace(from, () => to),
    rule.flags,
  );
};

/** Limits the local part of an email address to 64 characters. */
const bounded = (rule: RegExp): RegExp => new RegExp(rule.source.replace(/\]\+(?=\(?@)/g, ']{1,64}'), rule.flags);

const inlineRules = {
  ...inline.gfm,
  ...emphasisRules,
  // Text ends where a formula can start, and the search for email addresses is bounded.
  text: bounded(edited(inline.gfm.text, '[\\\\<!\\[`*~_]', '[\\\\<!\\[`*~_$]')),
  url: bounded(inline.gfm.url),
  anyPunctuationOutsideCode: new Cover(
    inline.gfm.anyPunctuationOutsideCode.source,
    inline.gfm.anyPunctuationOutsideCode.flags,
  ),
};
const blockRules = {
  ...block.gfm,
  // A block formula ends a paragraph.
  paragraph: edited(block.gfm.paragraph, '(?:\\n(?!', '(?:\\n(?! {0,3}(?:\\$\\$|\\\\\\[)[ \\t]*\\n|'),
};

/** The result of parsing a text. */
export interface Lexed {
  readonly tokens: readonly Token[];
  /** Its link definitions. */
  readonly links: Links;
}

/**
 * Parses Markdown: CommonMark and GFM, with the differences that answers of models need. `known` are definitions that
 * precede the text; `grows`: more text follows. Throws if the lexer fails.
 */
export function lex(text: string, known: Links, grows: boolean): Lexed {
  const tokenizer = new ChatTokenizer();
  const extensions = {
    block: [(src: string) => blockFormula(src, grows)],
    inline: [inlineFormula],
    renderers: {},
    childTokens: {},
  } as NonNullable<MarkedOptions['extensions']>;
  const lexer = new Lexer({ gfm: true, breaks: false, tokenizer, extensions });
  tokenizer.rules = { ...tokenizer.rules, block: blockRules, inline: inlineRules };
  Object.assign(lexer.tokens.links, known);
  const tokens = lexer.lex(text);
  const links = { ...lexer.tokens.links };
  if (Object.keys(links).length === Object.keys(known).length) return { tokens, links: known };
  // Definitions that are shown as text must not define links.
  for (const label of Object.keys(links)) if (!tokenizer.used.has(label)) delete lexer.tokens.links[label];
  return { tokens: keepUnused(lexer, tokens, tokenizer.used), links };
}
