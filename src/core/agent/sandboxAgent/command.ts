/** Splits a command line into words; quotes group several. */
const words = (line: string): readonly string[] =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) => double ?? single ?? bare ?? '');

/**
 * Expands the template of a slash command as OpenCode does: `$ARGUMENTS` is the complete argument text, `$1` its first
 * word, and the highest number takes the rest; without placeholders the arguments are appended.
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
