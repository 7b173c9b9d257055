import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { sandboxRoot } from '../../../src/core/changes/repositoryIdentity.js';
import { sendChanges } from '../../../src/host/features/changes/send.js';
import { readLocalChanges, type LocalChange } from '../../../src/host/platform/node/workingTree/localChanges.js';
import { gitEnvironment, makeRepository, type Repository } from '../../support/repository.js';
import { treeOf, changesFixture } from './changesFixture.js';
import { files } from './sampleFiles.js';

describe('local changes sent to the sandbox', () => {
  const at = changesFixture();
  let local: Repository;
  before(() => {
    local = makeRepository(files);
  });
  after(() => local.remove());
  afterEach(() => {
    at().clean();
    local.git('reset', '-q', '--hard');
    local.git('clean', '-qfdx');
  });
  const root = async (): Promise<string> => sandboxRoot(await at().sandbox.ready(), at().remote.path);
  const send = async (changes: readonly LocalChange[]) => {
    const server = await at().sandbox.ready();
    assert.ok(server.patches);
    return sendChanges({ files: server.files, patches: server.patches }, await root(), changes);
  };

  it('arrive byte for byte: edits, staged or not, new files, deletions, binaries, modes', async () => {
    local.write('edit.txt', 'a\nX\nc\n');
    local.write('crlf.txt', 'a\r\nX\r\nc\r\n');
    local.write('bom.txt', '\ufeffone\nX\n');
    local.write('nonl.txt', 'a\nb\nX');
    local.write('bin.dat', new Uint8Array([9, 0, 9]));
    local.write('neu/mit leer.txt', 'ü\n');
    local.git('rm', '-q', 'del.txt');
    local.write('ignored.log', 'secret');
    local.write('.gitignore', '*.log\n');
    local.git('add', 'edit.txt');
    const status = local.git('status', '--porcelain');
    const index = local.bytes('.git/index');
    const changes = await readLocalChanges(local.path);
    assert.deepEqual(changes.map((change) => change.path).toSorted(), [
      '.gitignore',
      'bin.dat',
      'bom.txt',
      'crlf.txt',
      'del.txt',
      'edit.txt',
      'neu/mit leer.txt',
      'nonl.txt',
    ]);
    assert.deepEqual(await send(changes), []);
    const mine = treeOf(local.path);
    mine.delete('ignored.log');
    assert.deepEqual(treeOf(at().remote.path), mine);
    assert.equal(local.git('status', '--porcelain'), status);
    assert.deepEqual(local.bytes('.git/index'), index);
  });

  it('change nothing if they do not apply, and the files are named with the reason', async () => {
    local.write('edit.txt', 'a\nMINE\nc\n');
    local.write('new.txt', 'mine\n');
    local.write('nonl.txt', 'fine');
    local.git('rm', '-q', 'del.txt');
    at().remote.write('edit.txt', 'a\nTHEIRS\nc\n');
    at().remote.write('new.txt', 'theirs\n');
    execFileSync('rm', [join(at().remote.path, 'del.txt')]);
    const before = treeOf(at().remote.path);
    const misfits = await send(await readLocalChanges(local.path));
    assert.deepEqual(misfits, [
      { path: 'del.txt', reason: 'it does not exist' },
      { path: 'edit.txt', reason: 'it differs there in the lines that you changed' },
      { path: 'new.txt', reason: 'there is already a file with that name' },
    ]);
    assert.deepEqual(treeOf(at().remote.path), before);
  });

  it('do not apply to other content in the sandbox, and say so', async () => {
    local.write('bin.dat', new Uint8Array([0, 1, 2]));
    local.write('nonl.txt', 'fine');
    at().remote.write('bin.dat', new Uint8Array([0, 9]));
    const misfits = await send(await readLocalChanges(local.path));
    assert.deepEqual(misfits, [{ path: 'bin.dat', reason: 'it differs there from the last commit here' }]);
    assert.deepEqual([...at().remote.bytes('bin.dat')], [0, 9]);
  });

  it('are marked if they look like secrets', async () => {
    local.write('.env', 'A=1\n');
    local.write('src/key.ts', `const k = "${'AKIA'}ABCDEFGHIJKLMNOP";\n`);
    const changes = await readLocalChanges(local.path);
    assert.deepEqual(
      changes.map((change) => [change.path, change.secrets.map((sign) => sign.why)]),
      [
        ['.env', ['environment file']],
        ['src/key.ts', ['AWS access key']],
      ],
    );
  });

  it('leave no trace in the repository', async () => {
    local.write('new.txt', 'x\n');
    const objects = execFileSync('git', ['count-objects', '-v'], {
      cwd: local.path,
      encoding: 'utf8',
      env: { ...process.env, ...gitEnvironment },
    });
    await readLocalChanges(local.path);
    assert.equal(execFileSync('git', ['count-objects', '-v'], { cwd: local.path, encoding: 'utf8' }), objects);
  });

  it('fp-33: a file named like an option is a file', async () => {
    local.write('-rf', 'x\n');
    const changes = await readLocalChanges(local.path);
    assert.deepEqual(
      changes.map((change) => change.path),
      ['-rf'],
    );
    assert.deepEqual(await send(changes), []);
    assert.equal(at().remote.read('-rf'), 'x\n');
  });
});
