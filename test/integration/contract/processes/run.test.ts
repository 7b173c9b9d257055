import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { Failure } from '../../../../src/core/failure.js';
import { poll } from '../../../support/poll.js';
import { leavesNothing } from './leavesNothing.js';
import { eachServer, runningSharedServer } from './servers.js';

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const isRunning = (word: string): boolean =>
  execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .some((line) => line === word);

describe('programs in the sandbox', () => {
  eachServer((kind) => {
    const at = runningSharedServer(kind);
    const directory = (): string => at().repository.path;

    it('give every byte of both outputs, and the exit code', async () => {
      const bytes = Uint8Array.from({ length: 4096 }, (_, index) => index % 256);
      const { exitCode, stdout, stderr, truncated, timedOut } = await at().processes.run(
        ['sh', '-c', 'cat; printf "\\377\\000\\r\\n" >&2; exit 42'],
        { directory: directory(), input: bytes },
      );
      assert.deepEqual([exitCode, truncated, timedOut], [42, false, false]);
      assert.deepEqual(Buffer.from(stdout), Buffer.from(bytes));
      assert.deepEqual(Buffer.from(stderr), Buffer.from([255, 0, 13, 10]));
    });
    it('get their arguments and variables word for word, and no others', async () => {
      const words = ['-n', '--', '', 'a b', '"$HOME"', '`id`', '$(id)', "it's", 'two\nlines', 'ü\u{1f600}', '*', '\\'];
      const { stdout } = await at().processes.run(['sh', '-c', 'printf "%s\\0" "$V" "$@"', 'sh', ...words], {
        directory: directory(),
        env: { V: 'x $(id) "y"' },
      });
      assert.deepEqual(decode(stdout).split('\0'), ['x $(id) "y"', ...words, '']);
    });
    it('run in the folder asked for, even where its name looks like an option', async () => {
      at().repository.write('-odd name/ü\nx/file', '');
      const folder = `${directory()}/-odd name/ü\nx`;
      const { stdout } = await at().processes.run(['pwd', '-P'], { directory: folder });
      assert.equal(decode(stdout), `${folder}\n`);
    });
    it('are refused with "not found" where the folder does not exist', async () => {
      await assert.rejects(
        at().processes.run(['pwd'], { directory: `${directory()}/none` }),
        (error) => error instanceof Failure && error.kind === 'rejected' && error.status === 404,
      );
    });
    it('end with code 127 where they do not exist', async () => {
      const { exitCode } = await at().processes.run(['no-such-program-here'], { directory: directory() });
      assert.equal(exitCode, 127);
    });
    it('read nothing if they get no input', async () => {
      const { stdout } = await at().processes.run(['wc', '-c'], { directory: directory() });
      assert.equal(decode(stdout).trim(), '0');
    });
    it('are stopped when they print more than the limit', async () => {
      const { stdout, truncated } = await at().processes.run(['yes'], { directory: directory(), maxOutput: 1000 });
      assert.deepEqual([stdout.length, truncated], [1000, true]);
    });
    it('are killed at their deadline, with what they printed until then', async () => {
      const { timedOut, stdout } = await at().processes.run(['sh', '-c', 'echo begun; trap "" TERM; sleep 3601'], {
        directory: directory(),
        timeout: 1000,
      });
      assert.deepEqual([timedOut, decode(stdout)], [true, 'begun\n']);
      await poll('the end of the program', () => !isRunning('sleep 3601'));
    });
    it('are killed when they are canceled', async () => {
      const stop = new AbortController();
      const run = at().processes.run(['sleep', '3602'], { directory: directory() }, stop.signal);
      await poll('the program', () => isRunning('sleep 3602'));
      stop.abort();
      await assert.rejects(run, (error) => error instanceof Failure && error.kind === 'aborted');
      await poll('the end of the program', () => !isRunning('sleep 3602'));
    });
    it('leave the transcript of a session as it was, and start no turn', async () => {
      const { sandbox, server, processes } = at();
      const { id } = await sandbox.newSession();
      const before = [await server.raw.messages(id), await server.raw.session(id)];
      await processes.run(['sh', '-c', 'echo said; exit 1'], { directory: directory() });
      assert.deepEqual([await server.raw.messages(id), await server.raw.session(id)], before);
      assert.deepEqual(
        (await server.sessions.activity()).status.filter(([, { type }]) => type !== 'idle'),
        [],
      );
    });
    leavesNothing(kind, at);
  });
});
