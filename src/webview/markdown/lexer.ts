import { Lexer, Tokenizer, type MarkedOptions, type Token } from 'marked';
import { keepUnused } from './definitions.js';
import { emphasisRules } from './emphasis.js';
import { beginsInert } from './inertTags.js';
import { blockFormula, coverFormulas, inlineFormula } from './formulas.js';

type Links = Lexer['tokens']['links'];

/** Marked's tokenizer, noting which definitions links use. */
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

  // What begins with a tag that is drawn is a line like any other.
  override html(src: string): ReturnType<Tokenizer['html']> {
    return beginsInert(src) ? undefined : super.html(src);
  }

  // A footnote is no link: what stands after its colon is a text.
  override def(src: string): ReturnType<Tokenizer['def']> {
    return /^ {0,3}\[\^/.test(src) ? undefined : super.def(src);
  }
}

const { block, inline } = Lexer.rules;

/** The rule by which marked covers what is escaped before it pairs marks, with formulas covered as well. */
class Cover extends RegExp {
  override [Symbol.replace](text: string, by: string | ((substring: string, ...args: unknown[]) => string)): string {
    // `RegExp` has two signatures for the two kinds of `by`.
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

/** The local part of an address has 64 characters at the most. */
const bounded = (rule: RegExp): RegExp => new RegExp(rule.source.replace(/\]\+(?=\(?@)/g, ']{1,64}'), rule.flags);

const inlineRules = {
  ...inline.gfm,
  ...emphasisRules,
  // Text ends where a formula may begin, and no address is looked for further than one is long.
  text: bounded(edited(inline.gfm.text, '[\\\\<!\\[`*~_]', '[\\\\<!\\[`*~_$]')),
  url: bounded(inline.gfm.url),
  anyPunctuationOutsideCode: new Cover(
    inline.gfm.anyPunctuationOutsideCode.source,
    inline.gfm.anyPunctuationOutsideCode.flags,
  ),
};
const blockRules = {
  ...block.gfm,
  // A formula in lines of its own ends a paragraph.
  paragraph: edited(block.gfm.paragraph, '(?:\\n(?!', '(?:\\n(?! {0,3}(?:\\$\\$|\\\\\\[)[ \\t]*\\n|'),
};

/** What a text is read as. */
export interface Lexed {
  readonly tokens: readonly Token[];
  /** Where its definitions say that links lead. */
  readonly links: Links;
}

/**
 * Reads Markdown: CommonMark and GFM, with the differences that answers of models need. `known` are definitions from
 * before the text; `grows` says that more text comes. Throws where the lexer cannot go on.
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
  // What is only text must not lead anywhere.
  for (const label of Object.keys(links)) if (!tokenizer.used.has(label)) delete lexer.tokens.links[label];
  return { tokens: keepUnused(lexer, tokens, tokenizer.used), links };
}
