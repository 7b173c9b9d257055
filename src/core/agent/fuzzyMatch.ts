/** Whether the path holds the letters of the query in their order, as quick open asks for. */
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
