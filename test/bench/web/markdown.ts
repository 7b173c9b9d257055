/** Markdown of so many lines: headings, prose, code, tables and lists, as long answers are. */
export function longMarkdown(lines: number): string {
  const chapter = (n: number): readonly string[] => [
    `## Part ${n}`,
    '',
    `The **${n}th** part looks at \`src/part${n}.ts:${n}\` and says what it does, with *some* stress and a [link](https://example.com/${n}).`,
    '',
    '```ts',
    `export function part${n}(input: readonly string[]): number {`,
    `  // Counts what is left of it.`,
    `  const left = input.filter((one) => one.length > ${n});`,
    `  return left.length * ${n};`,
    '}',
    '```',
    '',
    '| name | value | note |',
    '|---|---:|---|',
    `| first | ${n} | plain |`,
    `| second | ${n * 2} | \`code\` |`,
    '',
    `- one of ${n}`,
    `- two of ${n}`,
    `  - below two`,
    `- three of ${n}`,
    '',
    '> said in passing',
    '',
  ];
  const all: string[] = [];
  for (let n = 1; all.length < lines; n++) all.push(...chapter(n));
  return all.slice(0, lines).join('\n');
}
