// Step by step, stopping at the first red one; always ends in one line: `N passed, N failed`. `--all`: the long tests too.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { selectionVariable } from '../test/support/testSelection.js';
import { readResults, resultsVariable, summary, totalsOf, type Totals } from '../test/support/results.js';
import { makeTemp, removeTemp } from '../test/support/temp.js';

interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** Counted as one, by exit code; otherwise by what the step writes. */
  readonly single: boolean;
  /** Minutes after which it is taken for hanging. */
  readonly limit: number;
}

const script = (name: string): Step => ({ name, command: ['npm', 'run', '--silent', name], single: true, limit: 10 });
const suite = (name: string, limit: number): Step => ({
  name,
  command: [process.execPath, `out/scripts/${name}.mjs`],
  single: false,
  limit,
});
const whole = process.argv.includes('--all');
const steps = [
  script('typecheck'),
  script('lint'),
  suite('unit', 10),
  suite('contract', 15),
  suite('extension', 15),
  suite('e2e', 30),
];

/** Runs a command with its output on ours; gives its exit code. */
function run({ command: [program, ...args], limit }: Step, results: string): Promise<number> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, [resultsVariable]: results, ...(whole ? {} : { [selectionVariable]: 'short' }) },
  });
  const end = (): void => void child.kill('SIGTERM');
  const timer = setTimeout(() => {
    console.log(`not done after ${limit} minutes`);
    end();
    setTimeout(() => child.kill('SIGKILL'), 5000).unref();
  }, limit * 60_000);
  process.once('SIGTERM', end);
  return new Promise((resolve) => {
    const done = (code: number): void => {
      clearTimeout(timer);
      process.off('SIGTERM', end);
      resolve(code);
    };
    child.once('exit', (code) => done(code ?? 1));
    child.once('error', () => done(1));
  });
}

async function perform(step: Step, folder: string): Promise<Totals> {
  console.log(`\n── ${step.name}`);
  const begin = Date.now();
  const results = join(folder, `${step.name}.jsonl`);
  const code = await run(step, results);
  const seconds = ((Date.now() - begin) / 1000).toFixed(1);
  const single: Totals = { passed: code ? 0 : 1, failed: code ? 1 : 0, skipped: 0 };
  const counted = step.single ? single : totalsOf(existsSync(results) ? readResults(results) : []);
  // A step that ends badly is red whatever it wrote.
  const totals = code && !counted.failed ? { ...counted, failed: 1 } : counted;
  console.log(
    `── ${step.name}: ${totals.failed ? 'FAILED' : 'ok'}, ${totals.passed} of ${totals.passed + totals.failed}${totals.skipped ? `, ${totals.skipped} skipped` : ''}, ${seconds} s`,
  );
  return totals;
}

const sum = { passed: 0, failed: 0, skipped: 0 };
const folder = makeTemp('results');
try {
  for (const step of steps) {
    const totals = await perform(step, folder);
    sum.passed += totals.passed;
    sum.failed += totals.failed;
    sum.skipped += totals.skipped;
    if (totals.failed) break;
  }
} catch (error) {
  console.error(error);
  sum.failed++;
} finally {
  removeTemp(folder);
}
if (!whole) console.log('\nThe long tests were left out: `npm test -- --all` runs them too.');
if (sum.skipped) console.log(`\n${sum.skipped} skipped`);
console.log(`\n${summary(sum)}`);
process.exitCode = sum.failed ? 1 : 0;
