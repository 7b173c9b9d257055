// Puts measured rows into the table of docs/faults.md: a run replaces what it measured, the other rows stay.

/** One measured fault as a line of the table. */
export interface Line {
  /** What the line is about: fault and server, without figures. */
  readonly key: string;
  readonly text: string;
}

/** Key of a line of the table: its fault without what is in brackets, and its server. */
const keyOf = (line: string): string => {
  const [, fault = '', server = ''] = line.split('|').map((cell) => cell.trim());
  return tableKey(fault, server);
};

/** Key of a fault: figures of a run are in brackets behind it. */
export const tableKey = (fault: string, server: string): string => `${fault.split(' (')[0] ?? ''} · ${server}`;

/** The document with these lines in its table. */
export function withLines(document: string, lines: readonly Line[]): string {
  const all = document.split('\n');
  const start = all.findIndex((line) => line.startsWith('| Fault |'));
  if (start < 0) return document;
  const length = all.slice(start).findIndex((line) => !line.startsWith('|'));
  const end = length < 0 ? all.length : start + length;
  const measured = new Map(lines.map((line) => [line.key, line.text]));
  const known = all.slice(start + 2, end).map((line) => {
    const now = measured.get(keyOf(line));
    measured.delete(keyOf(line));
    return now ?? line;
  });
  return [...all.slice(0, start + 2), ...known, ...measured.values(), ...all.slice(end)].join('\n');
}
