import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buildSync } from 'esbuild';
import { processes } from '../support/localPrograms.js';
import { until } from '../support/temp.js';

/** A run with a browser, and with a server that ignores signals and has child processes. */
const run = `
import { startProcess } from './test/support/process.js';
import { openBrowser } from './test/support/workbench.js';
const server = \`
  process.on('SIGTERM', () => {}).on('SIGINT', () => {}).on('SIGHUP', () => {});
  require('node:child_process').spawn('sleep', ['1000']).once('spawn', () => console.log('ready'));
  setInterval(() => {}, 1000);
\`;
await startProcess({
  command: process.execPath,
  args: ['-e', server],
  cwd: '.',
  env: process.env,
  ready: (log) => log.includes('ready'),
});
await (await openBrowser()).newPage();
console.log('everything runs');
`;

/** The program as a text, since shared modules are bundled into each test. */
const built = (): string =>
  buildSync({
    stdin: { contents: run, resolveDir: '.' },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  }).outputFiles[0]?.text ?? '';

describe('a stopped test run', () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)
    it(`leaves nothing behind after ${signal}`, async () => {
      const mark = `STOPPED_RUN=${process.pid}-${signal}`;
      const [name = '', value = ''] = mark.split('=');
      const left = () => processes().filter(({ environ }) => environ.includes(mark));
      const runner = spawn(process.execPath, ['--input-type=module', '-e', built()], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, [name]: value },
      });
      try {
        await once(runner.stdout, 'data');
        const names = left().map(({ args }) => args);
        for (const part of ['sleep 1000', 'chromium'])
          assert.ok(
            names.some((one) => one.includes(part)),
            part,
          );
        runner.kill(signal);
        await until('all of it is gone', () => left().length === 0);
      } finally {
        for (const { pid } of left()) process.kill(pid, 'SIGKILL');
      }
    });
});
