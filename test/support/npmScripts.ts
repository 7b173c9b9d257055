/** The names of the npm scripts that a text runs. */
export const scriptsOf = (text: string): readonly string[] =>
  [...text.matchAll(/npm run (?:--\S+ )*([\w:]+)/g)].flatMap(([, name]) => name ?? []);
