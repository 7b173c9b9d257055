import { Lexer } from 'marked';

/**
 * Rules for `*` and `~~` in text without spaces between words. In CommonMark, the adjacent characters decide whether a
 * run of marks can open or close emphasis, and a letter counts as the middle of a word. Chinese, Japanese, Korean, Thai
 * and others write words without spaces, so there a mark between a letter and punctuation can do both. `_` keeps
 * CommonMark's rule: it never marks a part of a word.
 */

/** A character of a script without spaces between words, or its punctuation. */
const DENSE =
  '\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Hangul}\\p{scx=Bopomofo}\\p{scx=Yi}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}\\p{scx=Tibetan}\\u3000-\\u303f\\uff01-\\uff60\\uffe0-\\uffee';
/** Other punctuation; `~` counts as a letter, so that marks can be next to a strikethrough. */
const PUNCTUATION = `(?![${DENSE}~])[\\p{P}\\p{S}]`;
/** Any other character except whitespace. */
const LETTER = `(?:(?![${DENSE}])[^\\s\\p{P}\\p{S}]|~)`;

/**
 * The alternatives for a run of `mark`, in the order that marked expects: 1 and 2 only close, 3 and 4 only open, 5 and
 * 6 do both.
 */
const places = (mark: string, run: string): string =>
  [
    `(?!${mark})(?:${PUNCTUATION}|[${DENSE}])(${run})(?=\\s|$)`,
    `${LETTER}(${run})(?!${mark})(?=${PUNCTUATION}|\\s|$)`,
    `(?!${mark})(?:${PUNCTUATION}|\\s)(${run})(?=${LETTER})`,
    `\\s(${run})(?!${mark})(?=${PUNCTUATION}|[${DENSE}])`,
    `(?!${mark})(?:${PUNCTUATION}|[${DENSE}])(${run})(?!${mark})(?=${PUNCTUATION}|[${DENSE}])`,
    `(?:${LETTER}|[${DENSE}])(${run})(?=${LETTER}|[${DENSE}])`,
  ].join('|');

/** Adapts a rule for strikethrough, where `~` is ordinary punctuation. */
const withTilde = (rule: string): string => rule.replaceAll(`(?![${DENSE}~])`, `(?![${DENSE}])`).replaceAll('|~)', ')');

const { emStrongLDelim } = Lexer.rules.inline.gfm;

/** Marked's rules of emphasis and strikethrough for any script; strikethrough requires two tildes. */
export const emphasisRules = {
  emStrongLDelim: new RegExp(
    `^(?:\\*+(?:((?!\\*)${PUNCTUATION})|([^\\s*]))?)|${emStrongLDelim.source.slice(emStrongLDelim.source.indexOf('^_'))}`,
    'u',
  ),
  // The first two alternatives skip marks inside others, and continue to the next mark.
  emStrongRDelimAst: new RegExp(`^[^_*]*?__[^_*]*?\\*[^_*]*?(?=__)|[^*]+(?=[^*])|${places('\\*', '\\*+')}`, 'gu'),
  delLDelim: new RegExp(withTilde(`^~~(?:((?!~)${PUNCTUATION})|[^\\s~])`), 'u'),
  delRDelim: new RegExp(withTilde(`^[^~]+(?=[^~])|${places('~', '~~')}`), 'gu'),
  // Characters that can precede a mark that opens before punctuation; a low surrogate is part of an emoji or a rare Han
  // character.
  punctuation: new RegExp(`^((?![*_])[\\s\\p{P}\\p{S}${DENSE}\\udc00-\\udfff])`, 'u'),
};
