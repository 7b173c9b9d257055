/** Whether the path contains the letters of the query in order, as in Quick Open. */
export function matchesLetters(path: string, query: string): boolean {
  const letters = path.toLowerCase();
  let at = 0;
  for (const letter of query.toLowerCase().replaceAll(/\s/g, '')) {
    const found = letters.indexOf(letter, at);
    if (found < 0) return false;
    at = found + letter.length;
  }
  return true;
}
