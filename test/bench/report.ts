// Figures, their table and their file. Nothing here passes or fails.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';

/** Median, least and greatest of several readings. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** One figure; `value` is ours / theirs, or ours where there is no peer. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly ours: Spread;
  readonly theirs?: Spread;
  readonly value: number;
  /** Met when `value` is at most this, or at least this with `higher`. */
  readonly goal?: number;
  readonly higher?: true;
}

/** The spread of readings. */
function spread(readings: readonly number[]): Spread {
  const sorted = readings.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return { median: middle, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN };
}

/** The value that this share of them does not exceed. */
const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

/** The 95th percentile of all values of several turns; least and greatest are those of single turns. */
export function spread95(turns: readonly (readonly number[])[]): Spread {
  const single = spread(turns.map((values) => percentile(values, 0.95)));
  return { ...single, median: percentile(turns.flat(), 0.95) };
}

/** A figure from readings of ours, and of theirs where there are any. */
export function figure(
  name: string,
  unit: string,
  ours: readonly number[] | Spread,
  more: { readonly theirs?: readonly number[] | Spread; readonly goal?: number; readonly higher?: true } = {},
): Figure {
  const own = 'median' in ours ? ours : spread(ours);
  const read = more.theirs === undefined || 'median' in more.theirs ? more.theirs : spread(more.theirs);
  // Without a reading of theirs there is no ratio that could meet a goal.
  const isMissing = read !== undefined && Number.isNaN(read.median);
  const peer = isMissing ? undefined : read;
  return {
    name,
    unit,
    ours: own,
    ...(peer === undefined ? {} : { theirs: peer }),
    value: peer === undefined || peer.median === 0 ? own.median : own.median / peer.median,
    ...(more.goal === undefined || isMissing ? {} : { goal: more.goal }),
    ...(more.higher === undefined ? {} : { higher: true as const }),
  };
}

const short = (n: number): string => (Math.abs(n) >= 100 ? Math.round(n).toLocaleString('en') : n.toPrecision(3));
const shown = ({ median, min, max }: Spread): string =>
  min === max ? short(median) : `${short(median)} (${short(min)} – ${short(max)})`;

function verdict({ value, goal, higher }: Figure): string {
  if (goal === undefined) return '';
  const met = higher === true ? value >= goal : value <= goal;
  return `${met ? 'met' : 'missed'} (${higher === true ? '≥' : '≤'} ${goal.toLocaleString('en')})`;
}

/** Ticks of all processors, and those stolen by other machines; on Linux only. */
const ticks = (): readonly [number, number] => {
  if (!existsSync('/proc/stat')) return [0, 0];
  const all = readFileSync('/proc/stat', 'utf8').split('\n')[0]?.trim().split(/\s+/).slice(1, 9).map(Number) ?? [];
  return [all.reduce((sum, one) => sum + one, 0), all[7] ?? 0];
};
const began = ticks();

/** Percentage of stolen time until now. */
function stolen(): string {
  const now = ticks();
  const all = now[0] - began[0];
  return all === 0 ? '' : `, ${((100 * (now[1] - began[1])) / all).toFixed(1)} % of its time went to other guests`;
}

/** Figures as they come. */
export interface Report {
  /** Writes them at once, so that later failures do not lose them. */
  add(figures: readonly Figure[]): void;
  /** Something could not be measured; the run goes on. */
  failed(error: unknown): void;
  /** Prints the table and what failed. */
  end(): void;
}

const cells = (one: Figure): readonly string[] => [
  one.name,
  one.unit,
  shown(one.ours),
  one.theirs === undefined ? '' : shown(one.theirs),
  one.theirs === undefined ? '' : short(one.value),
  verdict(one),
];

const header = ['work', 'unit', 'ours', 'theirs', 'ratio', 'goal'] as const;

/** A document whose table of figures is the one of these; nothing else in it changes. */
export function withTable(document: string, figures: readonly Figure[]): string {
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |\n`;
  const begin = `${line(header)}|${'---|'.repeat(header.length)}\n`;
  const [before, rest] = document.split(begin);
  if (before === undefined || rest === undefined) throw new Error('the document has no table of figures');
  return before + begin + figures.map((one) => line(cells(one))).join('') + rest.replace(/^(?:\|.*\n)*/, '');
}

function printTable(figures: readonly Figure[]): void {
  const rows = [header, ...figures.map(cells)];
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  for (const row of rows) console.log(`| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`);
}

/** The figures in a file; none where there is no file. */
export const readFigures = (path: string): readonly Figure[] =>
  existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as readonly Figure[]) : [];

/** Begins a report in a file that is valid at any moment. Rows of older runs stay until they are measured again. */
export function createReport(path: string): Report {
  const known = readFigures(path);
  const measured = new Map<string, Figure>();
  const failures: string[] = [];
  const write = (): void => {
    const added = [...measured.values()].filter(({ name }) => !known.some((one) => one.name === name));
    const all = [...known.map((old) => measured.get(old.name) ?? old), ...added];
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, `${JSON.stringify(all, undefined, 2)}\n`);
    renameSync(`${path}.new`, path);
  };
  return {
    add(figures) {
      for (const one of figures) {
        // Rows without any reading are failures that were reported.
        if (Number.isNaN(one.ours.median)) continue;
        measured.set(one.name, one);
        console.error(`  ${cells(one).filter(Boolean).join(' · ')}`);
      }
      write();
    },
    failed(error) {
      const text = error instanceof Error ? error.message : String(error);
      failures.push(text);
      console.error(`  not measured: ${text}`);
    },
    end() {
      const [cpu] = cpus();
      console.log(
        `on ${cpus().length} × ${cpu?.model ?? 'cpu'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}${stolen()}\n`,
      );
      printTable([...measured.values()]);
      console.log(`\nwritten to ${path}`);
      for (const failure of failures) console.log(`not measured: ${failure}`);
    },
  };
}
