/** Copies the beginning of a text: a slice would keep the complete text in memory. */
export const beginning = (whole: string, length: number): string =>
  whole.length <= length ? whole : copy(whole.slice(0, length));

/** Copies a slice, so that the longer text can be garbage-collected. */
const copy = (text: string): string => new TextDecoder().decode(new TextEncoder().encode(text));

/** Shortens a text longer than `length` to its beginning and end, with a note about the omitted part. */
export const ends = (whole: string, length: number): string => {
  if (whole.length <= length) return whole;
  const half = Math.floor(length / 2);
  return `${beginning(whole, half)}\n… ${whole.length - 2 * half} characters left out …\n${copy(whole.slice(-half))}`;
};
