// `npm run test:e2e`: packages a fresh production build and drives it in a real workbench as a person would.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const run = (command: string, args: readonly string[]): void => void execFileSync(command, args, { stdio: 'inherit' });

// The tests are built already; only the product is built again, minified.
run(process.execPath, ['esbuild.mjs', '--production']);
run(process.execPath, ['out/test/run/package.mjs']);
const scenarios = readdirSync('out/test/e2e').filter(
  (name) => name.endsWith('.e2e.mjs') && (process.env['E2E'] === undefined || name.includes(process.env['E2E'])),
);
if (scenarios.length === 0) throw new Error('there is no scenario');
try {
  run('node_modules/.bin/mocha', [
    '--exit',
    '--timeout',
    '60000',
    '--bail',
    ...scenarios.map((name) => `out/test/e2e/${name}`),
  ]);
} catch {
  process.exitCode = 1;
}
