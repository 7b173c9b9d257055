/** Makes text of servers, models and files safe to display; not for parsing. */

/** Characters that are invisible or reorder their neighbors, except tabs, line feeds and carriage returns. */
const HIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]/u;
const HIDDEN_ALL = new RegExp(HIDDEN.source, 'gu');
const CARRIAGE_RETURN = /\r(?!\n|$)/;

const PICTURE = /\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]{0,40}$/u;
/** Letters whose form changes next to a joiner: those of every script except the ones that never join. */
const JOINING =
  /[^\P{L}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Hebrew}\p{Script=Thai}\p{Script=Lao}]\p{M}{0,40}$/u;
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/** Scripts without spaces, where a zero-width space allows a line break. */
const UNSPACED = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}{0,40}$/u;
/** A flag: a black flag, letters and digits of its region as tags, and their end. */
const FLAG_BEFORE = /\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{0,40}$/u;
const TAG = /[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}\u{e007f}]/u;

/** Number of characters before a hidden one that are checked for what it belongs to. */
const NEAR = 40;

/** Whether a hidden character belongs to the letters or the emoji before it. */
function belongs(char: string, before: string): boolean {
  switch (char) {
    case '\u200c':
    case '\u200d':
      return PICTURE.test(before) || JOINING.test(before);
    case '\ufe0e':
    case '\ufe0f':
      return /[\p{Emoji}\p{L}\p{S}]$/u.test(before);
    default:
      if (TAG.test(char)) return FLAG_BEFORE.test(before);
      // Variants of Han characters, Mongolian vowels, Hangul fillers.
      if (/[\u{e0100}-\u{e01ef}]/u.test(char)) return /\p{Script=Han}$/u.test(before);
      if (/[\u180b-\u180f]/.test(char)) return /[\p{Script=Mongolian}]$/u.test(before);
      return /[\u115f\u1160]/.test(char) && /[\p{Script=Hangul}\u115f]$/u.test(before);
  }
}

const mark = (char: string): string => `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;

/** Marks each hidden character that `isFine` does not allow. */
const marked = (text: string, isFine: (char: string, before: string) => boolean): string =>
  text.replace(HIDDEN_ALL, (char, at: number) =>
    isFine(char, text.slice(Math.max(0, at - NEAR), at)) ? char : mark(char),
  );

/** Invisible direction marks that only order a sign between two words. */
const isDirection = (char: string): boolean => /[\u061c\u200e\u200f]/.test(char);

/**
 * Marks each hidden or reordering character of a text for consent dialogs. Keeps those that letters or an emoji need:
 * joiners of Persian, Hindi and emoji, the tags of a flag.
 */
export function escapeInvisible(text: string): string {
  const shown = HIDDEN.test(text) ? marked(text, belongs) : text;
  return CARRIAGE_RETURN.test(shown) ? shown.replace(/\r(?!\n|$)/g, mark) : shown;
}

/** Whether a text contains hidden or reordering characters that the characters next to them do not need. */
export function hidesText(text: string): boolean {
  if (!HIDDEN.test(text)) return false;
  for (const { 0: char, index } of text.matchAll(HIDDEN_ALL))
    if (!/[\u0000-\u001f\u007f-\u009f]/.test(char) && !belongs(char, text.slice(Math.max(0, index - NEAR), index)))
      return true;
  return false;
}

/**
 * Like `escapeInvisible`, for prose in any language: also keeps the hyphens, breaks and direction marks that its
 * scripts use.
 */
export function sanitizeText(text: string): string {
  if (!HIDDEN.test(text)) return text;
  const isMixed = RIGHT_TO_LEFT.test(text);
  return marked(text, (char, before) => {
    if (char === '\u00ad' || (isMixed && isDirection(char))) return true;
    return char === '\u200b' ? UNSPACED.test(before) : belongs(char, before);
  });
}

/**
 * Breaks Markdown links in a text. VS Code turns `[words](command:…)` in notifications, input boxes and file system
 * errors into a link that runs the command; text of a server or a model, or a name from a link, must stay plain text.
 */
export const withoutLinks = (text: string): string => text.replaceAll('](', '] (');

/** Whether a name would become a link in a message of VS Code itself. */
export const looksLikeLink = (name: string): boolean => name.includes('](');

/**
 * Escapes a text as one line of Markdown that shows exactly these characters, without links, images, HTML, formulas or
 * emphasis. For views of VS Code that always parse Markdown.
 */
export const escapeMarkdown = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll('&', '&amp;')
    .replaceAll(/[\\`*_{}[\]()<>~!|$#]/g, '\\$&')
    .replaceAll('://', '&#58;//')
    .replaceAll('@', '&#64;')
    .replaceAll(/\bwww\./gi, (www) => `${www.slice(0, -1)}&#46;`);
