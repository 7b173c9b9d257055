import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { patchText, readChangeSet } from '../../../../src/core/changes/changeSet.js';
import { sandboxFacts, sandboxRoot } from '../../../../src/core/changes/repositoryIdentity.js';
import { sendChanges } from '../../../../src/host/features/changes/send.js';
import { localRepository } from '../../../../src/host/platform/node/git.js';
import { readLocalChanges, type LocalChange } from '../../../../src/host/platform/node/workingTree/localChanges.js';
import { makeRepository, type Repository } from '../../../support/repository.js';
import { treeOf } from '../changesFixture.js';
import { files } from '../sampleFiles.js';
import { eachServer, runningSharedServer } from './servers.js';

describe('changes between the workspace and a sandbox', () => {
  eachServer((kind) => {
    const at = runningSharedServer(kind);
    let local: Repository;
    before(() => void (local = makeRepository(files)));
    const clean = (): void => {
      for (const repository of [local, at().repository]) {
        repository.git('reset', '-q', '--hard');
        repository.git('clean', '-qfdx');
      }
    };
    beforeEach(clean);
    after(() => {
      clean();
      local.remove();
    });

    const send = async (changes: readonly LocalChange[]) => {
      const { server, repository } = at();
      assert.ok(server.patches);
      const root = await sandboxRoot(server, repository.path);
      return sendChanges({ files: server.files, patches: server.patches }, root, changes);
    };
    const edit = ({ write, git }: Repository): void => {
      write('edit.txt', 'a\nX\nc\n');
      write('crlf.txt', 'a\r\nX\r\nc\r\n');
      write('bom.txt', '\ufeffone\nX\n');
      write('nonl.txt', 'a\nb\nX');
      write('-neu/mit leer ü.txt', 'ü\n');
      git('mv', 'ren.txt', 'ren neu.txt');
      git('rm', '-q', 'del.txt');
    };

    it('are sent byte for byte', async () => {
      edit(local);
      local.write('bin.dat', new Uint8Array([9, 0, 9]));
      assert.deepEqual(await send(await readLocalChanges(local.path)), []);
      assert.deepEqual(treeOf(at().repository.path), treeOf(local.path));
    });
    it('are not sent at all if one of them does not fit, and that one is named', async () => {
      edit(local);
      at().repository.write('edit.txt', 'other\n');
      const before = treeOf(at().repository.path);
      const misfits = await send(await readLocalChanges(local.path));
      assert.deepEqual(
        misfits.map(({ path }) => path),
        ['edit.txt'],
      );
      assert.deepEqual(treeOf(at().repository.path), before);
    });
    it('are reviewed against HEAD, and saved as a patch that Git applies to the same bytes', async () => {
      edit(at().repository);
      const { id } = await at().sandbox.newSession();
      const set = await readChangeSet(at().sandbox, id, 'head');
      const { text, left } = await patchText(set);
      assert.deepEqual(left, []);
      execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd: local.path, input: text });
      assert.deepEqual(treeOf(local.path), treeOf(at().repository.path));
    });
    it('are reviewed against the base of the branch', async () => {
      const { repository, sandbox } = at();
      repository.git('checkout', '-q', '-b', 'topic');
      repository.write('edit.txt', 'committed\n');
      repository.git('commit', '-qam', 'Topic');
      repository.write('bom.txt', 'not committed\n');
      try {
        const { id } = await sandbox.newSession();
        const set = await readChangeSet(sandbox, id, 'branch');
        assert.deepEqual(set.files.map(({ path }) => path).toSorted(), ['bom.txt', 'edit.txt']);
      } finally {
        repository.git('checkout', '-q', '-f', 'main');
        repository.git('branch', '-q', '-D', 'topic');
      }
    });
    it('belong to the folder of the same repository', async () => {
      const { server, repository } = at();
      const facts = await sandboxFacts(server, await sandboxRoot(server, repository.path));
      assert.deepEqual(facts.roots, (await localRepository(repository.path))?.roots);
    });
  });
});
