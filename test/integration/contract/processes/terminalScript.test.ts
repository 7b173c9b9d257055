import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { encodeWords, MARKS, parseOutput, TERMINAL_SCRIPT } from '../../../../src/core/agent/processes/script.js';
import { poll } from '../../../support/poll.js';
import { makeTemp, removeTemp } from '../../../support/temp.js';

const base64 = (data: string | Uint8Array): string => Buffer.from(data).toString('base64');

describe('the script that runs a program in a terminal', () => {
  let folder: string;
  before(() => (folder = makeTemp('script')));
  after(() => removeTemp(folder));

  /** Runs a program by the script, with pipes instead of a terminal. */
  const start = (words: readonly string[], input = '') => {
    const typed = [base64(encodeWords(['/', ...words])), base64(input)] as const;
    const numbers = [10, 20_000_000, ...typed.map(({ length }) => length)].map(String);
    const shell = spawn('sh', ['-c', TERMINAL_SCRIPT, 'sh', 'id', ...numbers], {
      env: { ...process.env, TMPDIR: folder },
    });
    let output = '';
    shell.stdout.on('data', (data: Buffer) => (output += data.toString('latin1')));
    shell.stdin.on('error', () => undefined);
    shell.stdin.write(`hello1\nhello2\nstart\n${typed.join('')}`);
    return {
      output: () => output,
      exitCode: () => shell.exitCode,
      pieces: () => output.split(MARKS.piece).length - 1,
      say: (line: string) => void shell.stdin.write(`${line}\n`),
      end: () => void shell.stdin.end(),
    };
  };

  it('sends the next piece only when the one before has arrived, however often that is acknowledged', async () => {
    const shell = start(['head', '-c', '1200000', '/dev/zero']);
    await poll('the first piece', () => shell.pieces() === 1);
    shell.say('0');
    shell.say('1');
    await poll('the second piece', () => shell.pieces() === 2);
    shell.say('1');
    shell.say('1');
    shell.say('2');
    await poll('the end', () => shell.output().includes(MARKS.end));
    assert.equal(parseOutput(shell.output())?.stdout.length, 1_200_000);
    assert.equal(shell.exitCode(), null);
    shell.say('3');
    await poll('its exit', () => shell.exitCode() === 0);
  });
  it('removes its files once the output is sent, and exits only after the output has arrived', async () => {
    const shell = start(['cat'], 'ü');
    await poll('the end', () => shell.output().includes(MARKS.end));
    assert.ok(!existsSync(join(folder, 'opencode-sandbox.id')));
    assert.equal(shell.exitCode(), null);
    shell.say('1');
    await poll('its exit', () => shell.exitCode() === 0);
  });
  it('ends without the client', async () => {
    const shell = start(['true']);
    await poll('the end', () => shell.output().includes(MARKS.end));
    shell.end();
    await poll('its exit', () => shell.exitCode() === 1);
  });
});
