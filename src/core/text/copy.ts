/** The beginning of a text as a text of its own: a slice would keep the whole of it in memory. */
export const beginning = (whole: string, length: number): string =>
  whole.length <= length ? whole : copy(whole.slice(0, length));

/** The same text without the longer one it was cut from. */
const copy = (text: string): string => new TextDecoder().decode(new TextEncoder().encode(text));

/** Beginning and end of a text that is longer than `length`, with a word about what lies between. */
export const ends = (whole: string, length: number): string => {
  if (whole.length <= length) return whole;
  const half = Math.floor(length / 2);
  return `${beginning(whole, half)}\n… ${whole.length - 2 * half} characters left out …\n${copy(whole.slice(-half))}`;
};
