import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { ChangesPort } from '../../../../src/core/agent/ports.js';
import { patchesByGit } from '../../../../src/core/agent/processes/patches.js';
import { changesByGit } from '../../../../src/core/agent/processes/changes.js';
import { readPatch } from '../../../../src/core/text/patch.js';
import { Failure } from '../../../../src/core/failure.js';
import { gitEnvironment, makeRepository } from '../../../support/repository.js';
import { makeTemp, removeTemp } from '../../../support/temp.js';
import { rested } from '../../../support/watch.js';
import { treeOf } from '../changesFixture.js';
import { files } from '../sampleFiles.js';
import { eachServer, programsWithout, runningServer, type Kinds } from './servers.js';

const odd = {
  '-dash.txt': 'a\nb\n',
  'new\nline.txt': 'a\nb\n',
  'with "quotes" \\ and tab\t.txt': 'a\nb\n',
  'ends in blank ': 'a\n',
  '$(touch pwned)`touch pwned`;touch pwned.txt': 'a\n',
  ':(top)magic.txt': 'a\n',
  '--output=x': 'a\n',
};

/** Tests of the changes in a sandbox as reported by programs, on servers of these kinds. */
export const changesSuite = (kinds: Kinds): void => {
  describe('changes that programs in the sandbox report', () => {
    eachServer((kind) => {
      const at = runningServer(kind, { files: { ...files, ...odd } });
      const changes = () => changesByGit(at().processes);
      const patches = () => patchesByGit(at().processes);
      const path = (...names: string[]): string => join(at().repository.path, ...names);
      const clean = (): void => {
        at().repository.git('reset', '-q', '--hard');
        at().repository.git('clean', '-qfdx');
      };
      afterEach(clean);

      const edit = (): void => {
        const { write } = at().repository;
        write('edit.txt', 'a\nB\nc\n');
        write('crlf.txt', 'a\r\nB\r\nc\r\n');
        write('nonl.txt', 'a\nb\nC');
        write('bom.txt', '\ufeffone\nzwei\n');
        write('empty.txt', 'x');
        write('toempty.txt', '');
        write('ordner mit ü/dätei eins.txt', 'eins\nZWEI\n');
        write('bin.dat', new Uint8Array([0, 1, 5]));
        write('newempty.txt', '');
        write('newcrlf.txt', 'n\r\nm');
        write('neü/-x y.txt', 'neu\n');
        write('diff --git a/x b/x', 'diff --git a/x b/x\n\rdiff --git a/y b/y\n');
        for (const name of Object.keys(odd)) write(name, 'A\nb\n');
        rmSync(path('del.txt'));
        renameSync(path('ren.txt'), path('ren neu.txt'));
        chmodSync(path('mode.sh'), 0o755);
        rmSync(path('latin.txt'));
        symlinkSync('edit.txt', path('latin.txt'));
      };

      it('name every file once, with its status, and leave index, HEAD and objects byte for byte unchanged', async () => {
        edit();
        at().repository.git('add', '--', 'edit.txt');
        at().repository.write('edit.txt', 'a\nB\nC\n');
        const before = treeOf(path('.git'));
        const found = await changes().workingTree(at().repository.path);
        assert.deepEqual(
          found.map(({ path: name, status }) => `${status} ${name}`).toSorted(),
          [
            ...Object.keys(odd).map((name) => `modified ${name}`),
            ...['bin.dat', 'bom.txt', 'crlf.txt', 'edit.txt', 'empty.txt', 'latin.txt', 'mode.sh', 'nonl.txt'].map(
              (name) => `modified ${name}`,
            ),
            ...['ordner mit ü/dätei eins.txt', 'toempty.txt'].map((name) => `modified ${name}`),
            ...['del.txt', 'ren.txt'].map((name) => `deleted ${name}`),
            ...['diff --git a/x b/x', 'newcrlf.txt', 'newempty.txt', 'neü/-x y.txt', 'ren neu.txt'].map(
              (name) => `added ${name}`,
            ),
          ].toSorted(),
        );
        assert.deepEqual(treeOf(path('.git')), before);
        assert.deepEqual(
          found
            .filter(({ path: name }) => name === 'edit.txt')
            .map(({ additions, deletions }) => [additions, deletions]),
          [[2, 2]],
        );
      });
      it('have a patch for each file that names only this file', async () => {
        edit();
        for (const { path: name, patch } of await changes().workingTree(at().repository.path)) {
          const read = readPatch(patch ?? '');
          assert.ok(read.ok, `${name}: ${patch}`);
          const names = read.files.flatMap((file) => [file.from, file.to]).filter((each) => each !== undefined);
          assert.deepEqual(new Set(names.map((each) => each.replace(/^[ab]\//, ''))), new Set([name]));
        }
      });
      it('apply in another clone to the same bytes', async () => {
        edit();
        for (const name of ['bin.dat', 'latin.txt']) at().repository.git('checkout', '-q', '--', name);
        const found = await changes().workingTree(at().repository.path);
        const wanted = treeOf(at().repository.path);
        clean();
        await patches().apply(found.map(({ patch }) => patch ?? '').join(''), at().repository.path);
        assert.deepEqual(treeOf(at().repository.path), wanted);
      });
      it('apply in a folder below the top, with paths below that folder', async () => {
        at().repository.write('sub/deep.txt', '2\n');
        const [found] = await changes().workingTree(path('sub'));
        assert.equal(found?.path, 'deep.txt');
        clean();
        await patches().apply(found.patch ?? '', path('sub'));
        assert.equal(at().repository.read('sub/deep.txt'), '2\n');
      });
      it('apply all or nothing, and name the file that does not fit', async () => {
        edit();
        for (const name of ['bin.dat', 'latin.txt']) at().repository.git('checkout', '-q', '--', name);
        const found = await changes().workingTree(at().repository.path);
        clean();
        at().repository.write('nonl.txt', 'something else');
        const before = treeOf(at().repository.path);
        await assert.rejects(
          patches().apply(found.map(({ patch }) => patch ?? '').join(''), at().repository.path),
          (error) => error instanceof Failure && error.kind === 'rejected' && error.message.includes('nonl.txt'),
        );
        assert.deepEqual(treeOf(at().repository.path), before);
      });
      it('refuse a patch that leads out of the folder, into .git or through a link', async () => {
        const outside = makeTemp('outside');
        symlinkSync(outside, path('link'));
        try {
          for (const name of ['../escaped.txt', '.git/hooks/pre-commit', 'link/x.txt', join(outside, 'y.txt')]) {
            const patch = `diff --git a/${name} b/${name}\nnew file mode 100755\n--- /dev/null\n+++ b/${name}\n@@ -0,0 +1 @@\n+x\n`;
            await assert.rejects(patches().apply(patch, at().repository.path), Failure, name);
          }
          assert.equal(treeOf(outside).size, 0);
          assert.throws(() => readFileSync(path('.git/hooks/pre-commit')));
        } finally {
          removeTemp(outside);
        }
      });

      it('leave the transcript and the index byte for byte unchanged, whatever else is done', async () => {
        const { sandbox, server, repository } = at();
        const { id } = await sandbox.newSession();
        sandbox.openTranscript(id);
        await sandbox.send(id, { text: 'say something', attachments: [] });
        await rested(sandbox, id);
        const state = async (): Promise<unknown> => [
          await server.raw.messages(id),
          readFileSync(path('.git/index')).toString('base64'),
          repository.git('rev-parse', 'HEAD'),
        ];
        repository.write('edit.txt', 'staged\n');
        repository.git('add', 'edit.txt');
        repository.write('edit.txt', 'not staged\n');
        const before = await state();
        const root = repository.path;
        await server.changes?.workingTree(root);
        await server.changes?.againstBase?.(root);
        await server.patches?.apply('--- /dev/null\n+++ b/p.txt\n@@ -0,0 +1 @@\n+x\n', root);
        await server.search?.text('staged', root);
        await server.search?.files('edit', 5, root);
        await server.files?.writing?.write('w.txt', new Uint8Array([1]), root);
        await server.files?.writing?.rename('w.txt', 'v.txt', root);
        await server.files?.writing?.delete('v.txt', root);
        await server.processes?.background?.list();
        const terminal = await server.terminals?.open({ directory: root, title: 'test' });
        await terminal?.kill();
        assert.deepEqual(await state(), before);
        assert.equal(sandbox.store.state.status.has(id), false);
      });

      describe('in repositories of every kind', () => {
        let folder: string;
        beforeEach(() => (folder = makeTemp('kinds')));
        afterEach(() => removeTemp(folder));
        const git = (cwd: string, ...args: string[]): string =>
          execFileSync('git', args, {
            cwd,
            encoding: 'utf8',
            env: { ...process.env, ...gitEnvironment },
            stdio: 'pipe',
          });
        /** Reported by programs, and by the server's own endpoint. */
        const ways = (): readonly ChangesPort[] => [
          { ...changes(), turn: () => assert.fail() },
          at().server.changes ?? assert.fail(),
        ];

        it('work in a shallow clone, with a detached HEAD and in a worktree', async () => {
          const source = makeRepository({ 'a.txt': '1\n' });
          try {
            source.write('a.txt', '2\n');
            source.git('commit', '-qam', 'Two');
            git(folder, 'clone', '-q', '--depth=1', `file://${source.path}`, 'shallow');
            git(join(folder, 'shallow'), 'worktree', 'add', '-q', '--detach', join(folder, 'tree'));
            for (const name of ['shallow', 'tree']) {
              execFileSync('sh', ['-c', 'echo 3 > a.txt; echo n > n.txt'], { cwd: join(folder, name) });
              for (const way of ways())
                assert.deepEqual(
                  (await way.workingTree(join(folder, name))).map((file) => file.path).toSorted(),
                  ['a.txt', 'n.txt'],
                  name,
                );
            }
            for (const way of ways()) {
              assert.equal(await way.branch(join(folder, 'shallow')), 'main');
              assert.equal(await way.branch(join(folder, 'tree')), undefined);
            }
          } finally {
            source.remove();
          }
        });
        it('count everything as added before the first commit', async () => {
          git(folder, 'init', '-q');
          execFileSync('sh', ['-c', 'echo n > n.txt'], { cwd: folder });
          for (const way of ways())
            assert.deepEqual(
              (await way.workingTree(folder)).map(({ path: name, status }) => [name, status]),
              [['n.txt', 'added']],
            );
          assert.equal(git(folder, 'status', '--porcelain'), '?? n.txt\n');
        });
        it('report that there is no repository, and still apply a patch', async () => {
          for (const way of ways()) await assert.rejects(way.workingTree(folder), /not in a Git repository/);
          await patches().apply('--- /dev/null\n+++ b/made.txt\n@@ -0,0 +1 @@\n+x\n', folder);
          assert.equal(readFileSync(join(folder, 'made.txt'), 'utf8'), 'x\n');
        });
        it('report what a branch changed since it left the default branch', async () => {
          const source = makeRepository({ 'a.txt': '1\n', 'b.txt': '1\n' }, folder);
          source.git('checkout', '-q', '-b', 'topic');
          source.write('a.txt', '2\n');
          source.git('commit', '-qam', 'Topic');
          source.git('checkout', '-q', 'main');
          source.write('b.txt', '2\n');
          source.git('commit', '-qam', 'Main goes on');
          source.git('checkout', '-q', 'topic');
          source.write('c.txt', 'new\n');
          assert.deepEqual(
            (await changes().againstBase(folder)).map(({ path: name }) => name),
            ['a.txt', 'c.txt'],
          );
        });
      });
    }, kinds);

    describe('without Git in the sandbox', () => {
      const PATH = programsWithout('git');
      eachServer((kind) => {
        const at = runningServer(kind, { env: { PATH } });
        const root = (): string => at().repository.path;
        it('say what to install', async () => {
          await assert.rejects(changesByGit(at().processes).workingTree(root()), /Git is not installed.*install git/);
          await assert.rejects(patchesByGit(at().processes).apply('', root()), /Git is not installed.*install git/);
        });
        it('say so where the server offers them', async () => {
          await assert.rejects(async () => at().server.changes?.workingTree(root()), /Git is not installed/);
          await assert.rejects(async () => at().server.changes?.againstBase?.(root()), /Git is not installed/);
          await assert.rejects(async () => at().server.patches?.apply('x', root()), /Git is not installed/);
        });
        it('leave sessions, files and search as they are', async () => {
          const { sandbox, server } = at();
          await server.files?.writing?.write('made.txt', new TextEncoder().encode('needle\n'), root());
          assert.deepEqual(
            (await server.search?.text('needle', root()))?.map(({ path }) => path),
            ['made.txt'],
          );
          const { id } = await sandbox.newSession();
          sandbox.openTranscript(id);
          await sandbox.send(id, { text: '[[text]]', attachments: [] });
          await rested(sandbox, id);
        });
      }, kinds);
    });
  });
};
