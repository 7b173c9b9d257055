/** Text of servers, models and files, made safe to read: for people, not for parsing. */

const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

/** Characters that hide or reorder text, made visible: what is allowed must be what is read. */
export const visible = (text: string): string =>
  text.replace(HIDDEN, (char) => `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`);

/** Joiners belong to emoji and to scripts that join letters; anywhere else they hide something. */
const JOINED =
  /(?<=\p{Extended_Pictographic}[\ufe0f\p{EMod}]*|[^\P{L}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]\p{M}*)[\u200c-\u200f]/gu;
const PLACE = '\ue000';

/** The same for running text of any language. */
export function readable(text: string): string {
  if (text.search(HIDDEN) < 0) return text;
  const kept: string[] = [];
  const held = text.replaceAll(PLACE, '\ufffd').replace(JOINED, (char) => {
    kept.push(char);
    return PLACE;
  });
  return visible(held).replaceAll(PLACE, () => kept.shift() ?? '');
}

/**
 * VS Code makes a link of `[words](command:…)` in notifications, input boxes and errors of file systems, and a click on
 * it runs the command: what a server or a model said, or a name that came with a link, must stay words.
 */
export const withoutLinks = (text: string): string => text.replaceAll('](', '] (');

/** A name that would become a link in a message of VS Code's own, which we do not write. */
export const looksLikeLink = (name: string): boolean => name.includes('](');

/**
 * Text as Markdown that shows exactly these characters: no link, image, HTML, formula or emphasis comes of it, on one
 * line. For places of VS Code that read Markdown where a plain string is meant.
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
