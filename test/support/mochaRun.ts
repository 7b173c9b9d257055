// Runs mocha over built test files and exits with the result.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { selectTests } from './testSelection.js';
import { summary, resultsVariable, writeResult } from './results.js';

/** Options of a run. */
export interface MochaRun {
  /** Folders below out/test. */
  readonly folders: readonly string[];
  /** Ending of the files' names. */
  readonly ending?: string;
  readonly timeout: number;
  /** If true, a run without tests succeeds. */
  readonly mayBeEmpty?: boolean;
}

/** Files below `folder` with this ending. */
const testFiles = (folder: string, ending: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith(ending))
        .map((name) => join(folder, name))
        .toSorted()
    : [];

/** Arguments of the runner: parts of paths choose files, `--grep=text` chooses tests. */
function chosen(files: readonly string[]): { readonly files: readonly string[]; readonly grep: string | undefined } {
  const given = process.argv.slice(2);
  const parts = given.filter((argument) => !argument.startsWith('--'));
  const grep = given.find((argument) => argument.startsWith('--grep='))?.slice('--grep='.length);
  return { files: parts.length ? files.filter((file) => parts.some((part) => file.includes(part))) : files, grep };
}

/** Runs the files, prints each test, and exits: handles that a test left open must not keep the process. */
export async function runMocha(run: MochaRun): Promise<never> {
  const { folders, ending = '.test.mjs', timeout, mayBeEmpty = false } = run;
  const { files, grep } = chosen(selectTests(folders.flatMap((folder) => testFiles(join('out/test', folder), ending))));
  const mocha = new Mocha({ timeout, reporter: 'spec', ...(grep === undefined ? {} : { grep }) });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const totals = { passed: 0, failed: 0, skipped: 0 };
  await new Promise((resolve) => {
    const runner = mocha.run(resolve);
    runner.on('pass', (test) => {
      totals.passed++;
      writeResult({ state: 'passed', title: test.fullTitle(), ms: test.duration ?? 0 });
    });
    runner.on('pending', (test) => {
      totals.skipped++;
      writeResult({ state: 'skipped', title: test.fullTitle() });
    });
    runner.on('fail', (test, error: Error) => {
      totals.failed++;
      writeResult({ state: 'failed', title: test.fullTitle(), error: error.stack ?? String(error) });
    });
  });
  writeResult({ state: 'end' });
  const empty = totals.passed + totals.failed === 0;
  if (empty) console.log(`no tests in ${folders.join(', ')}`);
  const bad = totals.failed > 0 || (empty && !mayBeEmpty);
  // The parent process prints the total.
  if (!process.env[resultsVariable]) console.log(summary({ ...totals, failed: bad ? Math.max(1, totals.failed) : 0 }));
  process.exit(bad ? 1 : 0);
}
