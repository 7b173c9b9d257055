import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writingByPrograms } from '../../../../src/core/agent/processes/files.js';
import { searchByPrograms } from '../../../../src/core/agent/processes/search.js';
import { Failure } from '../../../../src/core/failure.js';
import { eachServer, programsWithout, runningServer, type Kinds, type RunningServer } from './servers.js';

const names = ['-rf', '--help', 'a b', 'ü.txt', 'two\nlines', '$(touch pwned)', "it's", '"x"', '*', 'a\\b', '~', ':x'];
const status = (code: number) => (error: unknown) => error instanceof Failure && error.status === code;

const finds = (at: () => RunningServer): void => {
  const search = () => searchByPrograms(at().processes, Date.now);
  const root = (): string => at().repository.path;
  before(() => {
    at().repository.write('ü/-x y.txt', 'nothing\nein Grüß needle(1)\r\n');
    at().repository.write('bin.dat', new Uint8Array([0, 1, 2, 110, 101, 101, 100, 108, 101]));
    at().repository.write('-e', 'needle too\n');
  });

  it('return path, line and text', async () => {
    const found = await search().text('needle', root());
    assert.deepEqual(found.map(({ path, line, text }) => `${path}:${line}:${text}`).toSorted(), [
      '-e:1:needle too',
      'ü/-x y.txt:2:ein Grüß needle(1)',
    ]);
  });
  it('treat a pattern that looks like an option or a command as a pattern', async () => {
    for (const pattern of ['--pre=touch pwned', '-f/etc/passwd', '$(touch pwned)x', '`touch pwned`'])
      assert.deepEqual(await search().text(pattern, root()), [], pattern);
    assert.ok(!existsSync(join(root(), 'pwned')));
  });
  it('report an invalid expression', async () => {
    await assert.rejects(search().text('needle(', root()), /regular expression/);
  });
  it('find files by letters of their names', async () => {
    assert.deepEqual(await search().files('x y', 5, root()), ['ü/-x y.txt']);
    assert.equal((await search().files('', 3, root())).length, 3);
    assert.deepEqual((await search().files('grts', 3, root()))[0], 'src/greet.ts');
  });
  it('end when they are canceled', async () => {
    await assert.rejects(search().text('needle', root(), AbortSignal.abort()), Failure);
  });
};

/** Tests of files that programs write and find in a sandbox, on servers of these kinds. */
export const filesSuite = (kinds: Kinds): void => {
  describe('files that programs of the sandbox write', () => {
    eachServer((kind) => {
      const at = runningServer(kind);
      const writing = () => writingByPrograms(at().processes);
      const root = (): string => at().repository.path;

      for (const name of names)
        it(`are created, written, renamed and deleted under the name ${JSON.stringify(name)}`, async () => {
          const bytes = Uint8Array.from({ length: 300 }, (_, index) => index % 256);
          await writing().createDirectory(name, root());
          await writing().write(`${name}/${name}`, bytes, root());
          assert.deepEqual(new Uint8Array(readFileSync(join(root(), name, name))), bytes);
          await writing().rename(`${name}/${name}`, `${name}/-new`, root());
          await writing().write(`${name}/-new`, new Uint8Array(), root());
          assert.equal(statSync(join(root(), name, '-new')).size, 0);
          await writing().delete(name, root());
          assert.ok(!existsSync(join(root(), name)));
          assert.ok(!existsSync(join(root(), 'pwned')));
        });
      it('keep their mode', async () => {
        execFileSync('chmod', ['755', join(root(), 'package.json')]);
        await writing().write('package.json', new TextEncoder().encode('{}'), root());
        assert.equal(statSync(join(root(), 'package.json')).mode & 0o777, 0o755);
      });
      it('are never replaced by a rename or a new folder', async () => {
        await assert.rejects(writing().rename('README.md', 'package.json', root()), status(409));
        await assert.rejects(writing().createDirectory('src', root()), status(409));
        await assert.rejects(writing().write('src', new Uint8Array(), root()), status(409));
        await assert.rejects(writing().delete('none', root()), status(404));
      });
      for (const path of ['../x', '/etc/x', 'a/../../x', '.git/config', 'a/.GIT/hooks/x', '', 'a\0b'])
        it(`refuse the path ${JSON.stringify(path)}`, async () => {
          await assert.rejects(async () => writing().write(path, new Uint8Array(), root()), Failure);
        });
    }, kinds);
  });

  describe('searches by programs of the sandbox', () => {
    eachServer((kind) => finds(runningServer(kind)), kinds);
    describe('in a sandbox without ripgrep', () => {
      const PATH = programsWithout('rg');
      eachServer((kind) => {
        const at = runningServer(kind, { env: { PATH } });
        finds(at);
        it('say what is missing', async () => {
          const search = searchByPrograms(at().processes, Date.now);
          await search.text('needle', at().repository.path);
          assert.equal(search.lacks?.(), 'rg');
        });
        it('are what the server offers', async () => {
          const found = await at().server.search?.text('too', at().repository.path);
          assert.deepEqual(
            found?.map(({ path, line, text }) => [path, line, text.trim()]),
            [['-e', 1, 'needle too']],
          );
        });
      }, kinds);
    });
  });
};
