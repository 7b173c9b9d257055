// Puts measured faults into the table of docs/faults.md: a row for each fault, a column for each kind of server. A run replaces
// the cells that it measured, the others stay.

/** One measured fault as a cell of the table. */
export interface Cell {
  readonly fault: string;
  /** Head of its column. */
  readonly server: string;
  readonly text: string;
}

const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
const lineOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A table of these columns, with these cells in it. */
export function tableOf(columns: readonly string[], cells: readonly Cell[]): string {
  return withCells(
    ['', lineOf(['Fault', ...columns]), `|${'---|'.repeat(columns.length + 1)}`, ''].join('\n'),
    cells,
  ).trim();
}

/** The document with these cells in its table. */
export function withCells(document: string, cells: readonly Cell[]): string {
  const all = document.split('\n');
  const start = all.findIndex((line) => line.startsWith('| Fault |'));
  if (start < 0) return document;
  const length = all.slice(start).findIndex((line) => !line.startsWith('|'));
  const end = length < 0 ? all.length : start + length;
  const columns = cellsOf(all[start] ?? '');
  const rows = all.slice(start + 2, end).map(cellsOf);
  for (const { fault, server, text } of cells) {
    const column = columns.indexOf(server);
    const known = rows.find(([name]) => name === fault);
    const row = known ?? [fault, ...columns.slice(1).map(() => '')];
    if (known === undefined) rows.push(row);
    if (column > 0) row[column] = text;
  }
  return [...all.slice(0, start + 2), ...rows.map(lineOf), ...all.slice(end)].join('\n');
}
