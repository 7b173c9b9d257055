// `npm test`: every step in order, each as a process of its own; ends with one line that counts them all.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** Counts as one test of its own; the others print how many they ran. */
  readonly single?: boolean;
}

const node = process.execPath;
const bin = (name: string): string => `node_modules/.bin/${name}`;
const mocha = (folder: string): readonly string[] => [
  bin('mocha'),
  '--exit',
  '--timeout',
  '60000',
  `out/test/${folder}/**/*.test.mjs`,
];

const steps: readonly Step[] = [
  { name: 'typecheck', command: [bin('tsc'), '-b'], single: true },
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'], single: true },
  { name: 'unit', command: [bin('mocha'), '--config', 'test/unit/.mocharc.json'] },
  { name: 'contract', command: mocha('contract') },
  ...(['extension', 'e2e'] as const).flatMap((name) =>
    existsSync(`out/test/run/${name}.mjs`) ? [{ name, command: [node, `out/test/run/${name}.mjs`] }] : [],
  ),
];

interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

const last = (text: string, pattern: RegExp): number => Number([...text.matchAll(pattern)].at(-1)?.[1] ?? 0);

function run(step: Step): Promise<Outcome> {
  console.log(`\n=== ${step.name}`);
  return new Promise((resolve) => {
    const [command = '', ...args] = step.command;
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      process.stdout.write(text);
    });
    child.on('error', () => resolve({ passed: 0, failed: 1 }));
    child.on('close', (code) => {
      if (step.single === true) return resolve(code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
      const passed = last(output, /^\s*(\d+) pass(?:ing|ed)/gm);
      const failed = last(output, /(?:^|, )\s*(\d+) fail(?:ing|ed)/gm);
      // A step that ran nothing, or ended badly without naming a failure, is a failure itself.
      resolve({ passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed });
    });
  });
}

let passed = 0;
let failed = 0;
for (const step of steps) {
  const outcome = await run(step);
  passed += outcome.passed;
  failed += outcome.failed;
  if (outcome.failed > 0) break;
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
