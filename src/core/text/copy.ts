/** A copy of the beginning of a text: a slice would retain the whole text in memory. */
export const beginning = (whole: string, length: number): string =>
  whole.length <= length ? whole : copy(whole.slice(0, length));

/** A copy of a slice, which releases the longer text. */
const copy = (text: string): string => new TextDecoder().decode(new TextEncoder().encode(text));

/** Beginning and end of a text that is longer than `length`, with a note about what is left out. */
export const ends = (whole: string, length: number): string => {
  if (whole.length <= length) return whole;
  const half = Math.floor(length / 2);
  return `${beginning(whole, half)}\n… ${whole.length - 2 * half} characters left out …\n${copy(whole.slice(-half))}`;
};
