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
