/** Characters that are invisible or reorder text, so that a name differs from what is displayed. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]/u;
const INVISIBLE_ALL = new RegExp(INVISIBLE.source, 'gu');

/** Whether a name contains invisible or reordering characters. */
export const hasInvisible = (name: string): boolean => INVISIBLE.test(name);

/** Removes invisible and reordering characters from a name. */
export const withoutInvisible = (name: string): string => name.replace(INVISIBLE_ALL, '');

/** A path with invisible characters made visible. */
export const visiblePath = (path: string): string =>
  path.replace(
    /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
