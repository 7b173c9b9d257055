// Runs stages in order. The lanes of a stage run in parallel, since they mostly wait; the steps of a lane run in order. No
// step starts after one has failed. Always prints a last line `N passed, N failed`. `--all` includes the long tests.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { npmCommand } from '../test/support/npm.js';
import { selectionVariable } from '../test/support/testSelection.js';
import { readResults, resultsVariable, summary, totalsOf, type Totals } from '../test/support/results.js';
import { makeTemp, removeTemp } from '../test/support/temp.js';

interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** Counts as one result, by exit code; otherwise the results that the step writes are counted. */
  readonly single: boolean;
  /** Timeout in minutes. */
  readonly limit: number;
}

const script = (name: string): Step => ({
  name,
  command: npmCommand('run', '--silent', name),
  single: true,
  limit: 10,
});
const suite = (name: string, limit: number): Step => ({
  name,
  // The extension host has WebSocket; Node.js 20 needs this flag.
  command: [process.execPath, '--experimental-websocket', `out/scripts/${name}.mjs`],
  single: false,
  limit,
});
const whole = process.argv.includes('--all');
/** With `--all`, limits the end-to-end tests to the short selection. */
const isShortE2e = process.argv.includes('--e2e=short');
type Lane = readonly Step[];
const stages: readonly (readonly Lane[])[] = [
  [[{ ...suite('setup', 20), single: true }], [script('typecheck')], [script('lint')]],
  // Two lanes of about the same length, for two cores.
  [
    [suite('unit', 10), suite('contract', 75)],
    [suite('extension', 75), suite('e2e', 45)],
  ],
];

/** Runs a command and resolves with its exit code. Prints its output at the end, since other steps run in parallel. */
function run({ name, command: [program, ...args], limit }: Step, results: string): Promise<number> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      [resultsVariable]: results,
      ...(whole && !(isShortE2e && name === 'e2e') ? {} : { [selectionVariable]: 'short' }),
    },
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const end = (): void => void child.kill('SIGTERM');
  const timer = setTimeout(() => {
    chunks.push(Buffer.from(`not done after ${limit} minutes\n`));
    end();
    setTimeout(() => child.kill('SIGKILL'), 5000).unref();
  }, limit * 60_000);
  process.once('SIGTERM', end);
  return new Promise((resolve) => {
    const done = (code: number): void => {
      clearTimeout(timer);
      process.off('SIGTERM', end);
      process.stdout.write(Buffer.concat(chunks));
      resolve(code);
    };
    // Remaining child processes may still keep its output open.
    child.once('exit', (code) => setTimeout(() => done(code ?? 1), 200));
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
  const lines = existsSync(results) ? readResults(results) : [];
  const counted = step.single ? single : totalsOf(lines);
  // A step with a non-zero exit code fails regardless of its results.
  const totals = code && !counted.failed ? { ...counted, failed: 1 } : counted;
  console.log(
    `── ${step.name}: ${totals.failed ? 'FAILED' : 'ok'}, ${totals.passed} of ${totals.passed + totals.failed}${totals.skipped ? `, ${totals.skipped} skipped` : ''}, ${seconds} s`,
  );
  for (const { title = '', ms = 0 } of slowestOf(lines)) console.log(`   ${(ms / 1000).toFixed(1)} s  ${title}`);
  return totals;
}

/** The slowest tests. */
const slowestOf = (lines: ReturnType<typeof readResults>): ReturnType<typeof readResults> =>
  lines
    .filter(({ ms = 0 }) => ms >= 5_000)
    .toSorted((one, other) => (other.ms ?? 0) - (one.ms ?? 0))
    .slice(0, 5);

const sum = { passed: 0, failed: 0, skipped: 0 };
const folder = makeTemp('results');

async function performLane(lane: Lane): Promise<void> {
  for (const step of lane) {
    if (sum.failed) return;
    const totals = await perform(step, folder);
    sum.passed += totals.passed;
    sum.failed += totals.failed;
    sum.skipped += totals.skipped;
  }
}

try {
  for (const lanes of stages) await Promise.all(lanes.map(performLane));
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
