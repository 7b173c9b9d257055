// How a step of the tests reports results: one JSON object per line, written immediately, and an end record.
// A process that dies half-way has no end record; that counts as a failure.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** One line. */
export interface ResultLine {
  readonly state: 'passed' | 'failed' | 'skipped' | 'end';
  readonly title?: string;
  readonly error?: string;
  /** Ms it took. */
  readonly ms?: number;
}

/** The result of a step. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Environment variable with the file to write to. */
export const resultsVariable = 'TEST_RESULTS';

/** Writes lines to the file of the environment, if there is one. */
export function writeResult(line: ResultLine): void {
  const file = process.env[resultsVariable];
  if (file) appendFileSync(file, `${JSON.stringify(line)}\n`);
}

/** The lines of a file; none where it is absent. */
export const readResults = (file: string): readonly ResultLine[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as ResultLine)
    : [];

/** Counts lines; without exactly one end record, or without a test, one failure more. */
export function totalsOf(lines: readonly ResultLine[]): Totals {
  const count = (state: ResultLine['state']): number => lines.filter((line) => line.state === state).length;
  const complete = count('end') === 1 && count('passed') + count('failed') > 0;
  return {
    passed: count('passed'),
    failed: count('failed') + (complete || count('failed') ? 0 : 1),
    skipped: count('skipped'),
  };
}

/** The line that a run ends with. */
export const summary = ({ passed, failed }: Totals): string => `${passed} passed, ${failed} failed`;
