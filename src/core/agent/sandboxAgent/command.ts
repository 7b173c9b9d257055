/** Words of a command line; quotes hold several together. */
const words = (line: string): readonly string[] =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) => double ?? single ?? bare ?? '');

/**
 * The prompt that a slash command stands for, as OpenCode fills in its template: `$ARGUMENTS` is all that was typed,
 * `$1` a word of it, the highest number takes the rest; what no placeholder asks for goes to the end.
 */
export function expandCommand(template: string, line: string): string {
  let last = 0;
  for (const [, number] of template.matchAll(/\$(\d{1,2})/g)) last = Math.max(last, Number(number));
  const given = words(line);
  const at = (number: number): string =>
    number === last ? given.slice(number - 1).join(' ') : (given[number - 1] ?? '');
  const filled = template.replace(/\$(ARGUMENTS|\d{1,2})/g, (_, name: string) =>
    name === 'ARGUMENTS' ? line : Number(name) === 0 ? '' : at(Number(name)),
  );
  const asksNothing = last === 0 && !template.includes('$ARGUMENTS');
  return (asksNothing && line.trim() !== '' ? `${filled}\n\n${line}` : filled).trim();
}
