/** Removes any of these characters from the end of a text; a loop, because `/x+$/` takes quadratic time. */
export function trimEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** Removes any of these characters from the beginning of a text. */
export function trimStart(text: string, characters: string): string {
  let start = 0;
  while (start < text.length && characters.includes(text.charAt(start))) start++;
  return text.slice(start);
}

/** Removes trailing slashes from a path. */
export const withoutEndSlashes = (path: string): string => trimEnd(path, '/');
