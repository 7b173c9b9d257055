import { Lexer } from 'marked';

/**
 * Rules for `*` and `~~` in text without spaces between words. CommonMark decides by the characters beside a run of marks
 * whether it may open or close, and takes a letter for the middle of a word. Chinese, Japanese, Korean, Thai and others
 * write words without spaces, so there a mark between a letter and punctuation may do both. `_` keeps CommonMark's rule:
 * it never marks a part of a word.
 */

/** A character of a script without spaces between words, or its punctuation. */
const DENSE =
  '\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Hangul}\\p{scx=Bopomofo}\\p{scx=Yi}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}\\p{scx=Tibetan}\\u3000-\\u303f\\uff01-\\uff60\\uffe0-\\uffee';
/** Other punctuation; `~` counts as a letter, so that marks can stand beside a strikethrough. */
const PUNCTUATION = `(?![${DENSE}~])[\\p{P}\\p{S}]`;
/** Any other character except whitespace. */
const LETTER = `(?:(?![${DENSE}])[^\\s\\p{P}\\p{S}]|~)`;

/** The places of a run `mark` as marked numbers them: 1 and 2 only close, 3 and 4 only open, 5 and 6 do both. */
const places = (mark: string, run: string): string =>
  [
    `(?!${mark})(?:${PUNCTUATION}|[${DENSE}])(${run})(?=\\s|$)`,
    `${LETTER}(${run})(?!${mark})(?=${PUNCTUATION}|\\s|$)`,
    `(?!${mark})(?:${PUNCTUATION}|\\s)(${run})(?=${LETTER})`,
    `\\s(${run})(?!${mark})(?=${PUNCTUATION}|[${DENSE}])`,
    `(?!${mark})(?:${PUNCTUATION}|[${DENSE}])(${run})(?!${mark})(?=${PUNCTUATION}|[${DENSE}])`,
    `(?:${LETTER}|[${DENSE}])(${run})(?=${LETTER}|[${DENSE}])`,
  ].join('|');

/** Strikethrough next to `~` itself, which is then ordinary punctuation. */
const withTilde = (rule: string): string => rule.replaceAll(`(?![${DENSE}~])`, `(?![${DENSE}])`).replaceAll('|~)', ')');

const { emStrongLDelim } = Lexer.rules.inline.gfm;

/** Marked's rules of emphasis and strikethrough, for any script; only two tildes strike through. */
export const emphasisRules = {
  emStrongLDelim: new RegExp(
    `^(?:\\*+(?:((?!\\*)${PUNCTUATION})|([^\\s*]))?)|${emStrongLDelim.source.slice(emStrongLDelim.source.indexOf('^_'))}`,
    'u',
  ),
  // The first two skip marks inside of others, and go on to the next mark.
  emStrongRDelimAst: new RegExp(`^[^_*]*?__[^_*]*?\\*[^_*]*?(?=__)|[^*]+(?=[^*])|${places('\\*', '\\*+')}`, 'gu'),
  delLDelim: new RegExp(withTilde(`^~~(?:((?!~)${PUNCTUATION})|[^\\s~])`), 'u'),
  delRDelim: new RegExp(withTilde(`^[^~]+(?=[^~])|${places('~', '~~')}`), 'gu'),
  // What may stand before a mark that opens before punctuation; half of a pair is an emoji, or a rare Han character.
  punctuation: new RegExp(`^((?![*_])[\\s\\p{P}\\p{S}${DENSE}\\udc00-\\udfff])`, 'u'),
};
