// Results of the faults, printed at the end as the table of docs/faults.md.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { SERVER_KINDS } from '../../support/serverKinds.js';
import { tableOf, withCells, type Cell } from './document.js';

/** Environment variable with the document whose table takes the rows; `npm run test:faults` sets it. */
export const documentVariable = 'FAULTS_DOCUMENT';

/** One fault as it was measured. */
export interface Row {
  readonly fault: string;
  readonly server: string;
  /** Ms from when the connection was usable again (or from the fault, where the client has to detect it) until the state equaled GET. */
  readonly recovered: number;
  readonly lost: number;
  readonly doubled: number;
  /** Remarks. */
  readonly note?: string;
}

// Every test file is a bundle of its own; they share one table.
const shared = globalThis as { faultTable?: { rows: Row[]; printed: number } };
const board = (shared.faultTable ??= { rows: [], printed: 0 });

/** Stores a row. */
export const note = (row: Row): void => void board.rows.push(row);

const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 0)} s`;

const cellOf = ({ fault, server, recovered, lost, doubled, note: more }: Row): Cell => ({
  fault,
  server,
  text: [
    seconds(recovered),
    ...(lost + doubled === 0 ? [] : [`${lost} lost, ${doubled} doubled`]),
    ...(more === undefined ? [] : [`(${more})`]),
  ].join(' '),
});

/** Prints it if it is new, and stores it next to the other results. */
export function printTable(): void {
  if (board.rows.length === board.printed) return;
  board.printed = board.rows.length;
  const cells = board.rows.map(cellOf);
  const servers = SERVER_KINDS.map(({ name }) => name);
  const table = tableOf(servers, cells);
  console.log(`\n${table}\n`);
  mkdirSync('out', { recursive: true });
  writeFileSync('out/faults.md', `${table}\n`);
  const document = process.env[documentVariable];
  if (document !== undefined) writeFileSync(document, withCells(readFileSync(document, 'utf8'), cells));
}
