import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BackgroundPort, BackgroundProcess } from '../../../../src/core/agent/ports.js';
import { poll } from '../../../support/poll.js';
import { runningSharedServer } from './servers.js';

const isRunning = (line: string): boolean =>
  execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n').includes(line);

describe('processes in the background of Sandbox Agent', () => {
  const at = runningSharedServer('Sandbox Agent');
  const background = (): BackgroundPort => at().processes.background ?? assert.fail();
  const start = async (line: string): Promise<string> => {
    const terminal = await at().server.terminals?.open({
      directory: at().repository.path,
      title: 'test',
      program: ['sh', '-c', line],
    });
    return terminal?.id ?? assert.fail();
  };
  const find = async (id: string): Promise<BackgroundProcess | undefined> =>
    (await background().list()).find((process) => process.id === id);

  it('are listed with their state and the end of their output', async () => {
    const id = await start('echo started ü; exit 3');
    await poll('its end', async () => (await find(id))?.isRunning === false);
    const { command, exitCode, directory } = (await find(id)) ?? assert.fail();
    assert.deepEqual([command, exitCode, directory], ['sh -c echo started ü; exit 3', 3, at().repository.path]);
    assert.match(await background().output(id), /started ü/);
    await background().stop(id);
    assert.equal(await find(id), undefined);
  });
  it('are stopped with their child processes', async () => {
    const id = await start('sleep 3603 & sleep 3604; wait');
    await poll('both', () => isRunning('sleep 3603') && isRunning('sleep 3604'));
    await background().stop(id);
    await poll('their end', () => !isRunning('sleep 3603') && !isRunning('sleep 3604'));
    await poll('its end', async () => (await find(id))?.isRunning === false);
  });
  it('do not list the programs that the extension runs', async () => {
    const run = at().processes.run(['sleep', '1'], { directory: '/' });
    assert.ok((await background().list()).every(({ command }) => !command.includes('sleep 1')));
    await run;
  });
});

describe('commands that OpenCode 2 runs', () => {
  const at = runningSharedServer('OpenCode 2');
  const background = (): BackgroundPort => at().processes.background ?? assert.fail();

  it('are listed with their output, and stopped with their child processes', async () => {
    await at().json('/api/shell', { command: 'echo started ü; sleep 3605 & sleep 3606; wait' });
    await poll('both', () => isRunning('sleep 3605') && isRunning('sleep 3606'));
    const [process] = await background().list();
    assert.match(process?.command ?? '', /echo started/);
    assert.equal(process?.isRunning, true);
    await poll('output', async () => (await background().output(process?.id ?? '')).includes('started ü'));
    await background().stop(process?.id ?? '');
    await poll('their end', () => !isRunning('sleep 3605') && !isRunning('sleep 3606'));
    assert.ok((await background().list()).every(({ id, isRunning: runs }) => id !== process?.id || !runs));
  });
});

for (const kind of ['OpenCode 1', 'OpenCode 2'] as const)
  describe(`terminals that ${kind} lists`, () => {
    const at = runningSharedServer(kind);
    const background = (): BackgroundPort => at().processes.background ?? assert.fail();

    it('are those of all clients, with their output, and are stopped', async () => {
      // The server can lose what a program prints before the terminal is set up, so this one prints until it is seen.
      const seen = join(at().repository.path, '.git/seen');
      const line = `until [ -e '${seen}' ]; do echo started ü; sleep 0.1; done; exec sleep 3608`;
      const program = { command: 'env', args: ['sh', '-c', line], title: 'Another client' };
      const id =
        kind === 'OpenCode 1'
          ? (await at().json<{ id: string }>('/pty', program)).id
          : (await at().json<{ data: { id: string } }>('/api/pty', program)).data.id;
      const found = (await background().list()).find((process) => process.id === id);
      assert.equal(found?.command, `env sh -c ${line}`);
      assert.equal(found?.isRunning, true);
      await poll('output', async () => (await background().output(id)).includes('started ü'));
      writeFileSync(seen, '');
      await poll('its program', () => isRunning('sleep 3608'));
      await background().stop(id);
      await poll('its end', () => !isRunning('sleep 3608'));
      assert.ok((await background().list()).every((process) => process.id !== id));
      rmSync(seen);
    });
    it('do not list the programs that the extension runs', async () => {
      const before = await background().list();
      const run = at().processes.run(['sleep', '3'], { directory: '/' });
      await poll('the program', () => isRunning('sleep 3'));
      assert.deepEqual(await background().list(), before);
      await run;
    });
  });
