import { signal } from '@preact/signals';

/** Translated texts by their English form; empty until the host sends them. */
export const texts = signal<Readonly<Record<string, string>>>({});

/** The text before and after `{0}`, if an element replaces it. */
export function around(english: string): readonly [before: string, after: string] {
  const [before = '', after = ''] = t(english, '\0').split('\0');
  return [before, after];
}

/** Translates a text; `values` replace `{0}`, `{1}` … */
export function t(english: string, ...values: readonly (string | number)[]): string {
  const template = Object.hasOwn(texts.value, english) ? (texts.value[english] ?? english) : english;
  return template.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? ''));
}
