import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, localRepository } from '../../../../../../src/host/platform/node/git.js';
import {
  dirtyCount,
  readLocalChanges,
  type LocalChange,
} from '../../../../../../src/host/platform/node/workingTree/localChanges.js';
import { gitEnvironment, makeRepository, type Repository } from '../../../../../support/repository.js';
import { makeTemp, removeTemp } from '../../../../../support/temp.js';

describe('local changes of a repository that is not trusted to run programs', () => {
  let local: Repository;
  let temp: string;
  let ran: string;
  beforeEach(() => {
    temp = makeTemp('outgoing');
    ran = join(temp, 'RAN');
    local = makeRepository({
      'a.bin': 'x1\n',
      'plain.txt': 'p\n',
      '.gitattributes': '*.bin filter=demo diff=demo\n*.tricky filter=a=b\n',
    });
  });
  afterEach(() => {
    local.remove();
    removeTemp(temp);
  });
  const program = (rest = 'cat'): string => `sh -c 'touch "${ran}"; ${rest}'`;
  /** Everything that reads local changes, and what is asked of the history beside them. */
  const readAll = async (): Promise<void> => {
    await localRepository(local.path);
    await dirtyCount(local.path);
    await readLocalChanges(local.path);
    await git(local.path, ['log', '--format=%h %s', '--max-count=5']);
    await git(local.path, ['cat-file', '-e', '1234567812345678123456781234567812345678']);
  };
  /** Same length and the same second as the commit: Git has to look into it. */
  const touchFiles = (): void => {
    local.write('a.bin', 'x2\n');
    local.write('b.bin', 'new\n');
    local.write('c.tricky', 'new\n');
  };

  const settings: Readonly<Record<string, () => readonly (readonly [string, string])[]>> = {
    'a clean filter': () => [['filter.demo.clean', program()]],
    'a required clean filter': () => [
      ['filter.demo.clean', program()],
      ['filter.demo.required', 'true'],
    ],
    'a long-running filter': () => [['filter.demo.process', program('exit 1')]],
    'a smudge filter': () => [['filter.demo.smudge', program()]],
    'a text converter': () => [['diff.demo.textconv', program()]],
    'a diff driver': () => [['diff.demo.command', program()]],
    'an external diff': () => [['diff.external', program()]],
    'a file system monitor': () => [['core.fsmonitor', program()]],
    'a pager': () => [['core.pager', program()]],
    'a signature check': () => [
      ['log.showSignature', 'true'],
      ['gpg.program', program()],
    ],
    'a promised remote with a program of its own': () => [
      ['extensions.partialClone', 'origin'],
      ['remote.origin.promisor', 'true'],
      ['remote.origin.url', `ext::${program()}`],
      ['protocol.ext.allow', 'always'],
    ],
    'a promised remote over a shell of its own': () => [
      ['extensions.partialClone', 'origin'],
      ['remote.origin.promisor', 'true'],
      ['remote.origin.url', 'ssh://example.invalid/x'],
      ['core.sshCommand', program()],
      ['protocol.ssh.allow', 'always'],
    ],
    'a credential helper': () => [['credential.helper', `!${program()}`]],
  };
  for (const [name, pairs] of Object.entries(settings))
    it(`does not run ${name}`, async () => {
      for (const [key, value] of pairs()) local.git('config', key, value);
      touchFiles();
      await readAll();
      assert.ok(!existsSync(ran));
    });

  it('does not run hooks', async () => {
    for (const hook of ['post-index-change', 'pre-commit', 'fsmonitor-watchman', 'reference-transaction']) {
      local.write(`.git/hooks/${hook}`, `#!/bin/sh\ntouch "${ran}"\n`);
      chmodSync(join(local.path, '.git/hooks', hook), 0o755);
    }
    touchFiles();
    await readAll();
    assert.ok(!existsSync(ran));
  });

  it('does not run filters of a submodule', async () => {
    const inner = makeRepository({ 'a.bin': 'x1\n', '.gitattributes': '*.bin filter=demo\n' });
    local.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.path, 'sub');
    local.git('commit', '-q', '-m', 'Add a submodule');
    local.git('-C', 'sub', 'config', 'filter.demo.clean', program());
    local.write('sub/a.bin', 'x2\n');
    await readAll();
    assert.ok(!existsSync(ran));
    inner.remove();
  });

  it('refuses a filter name that it cannot turn off', async () => {
    local.git('config', 'filter.a=b.clean', program());
    touchFiles();
    await readLocalChanges(local.path).catch(() => []);
    assert.ok(!existsSync(ran));
  });

  it('ignores environment variables for Git', async () => {
    process.env['GIT_DIR'] = '/nonexistent';
    process.env['GIT_EXTERNAL_DIFF'] = program();
    try {
      local.write('plain.txt', 'changed\n');
      assert.deepEqual(await paths(), ['plain.txt']);
      assert.ok(!existsSync(ran));
    } finally {
      delete process.env['GIT_DIR'];
      delete process.env['GIT_EXTERNAL_DIFF'];
    }
  });

  const paths = async (): Promise<readonly string[]> => (await readLocalChanges(local.path)).map(({ path }) => path);
  const byPath = async (): Promise<ReadonlyMap<string, LocalChange>> =>
    new Map((await readLocalChanges(local.path)).map((change) => [change.path, change]));

  it('reads the same changes whatever the repository configures for diffs', async () => {
    for (const [key, value] of [
      ['diff.noprefix', 'true'],
      ['diff.mnemonicPrefix', 'true'],
      ['diff.context', '0'],
      ['diff.orderFile', '/nonexistent'],
      ['diff.relative', 'true'],
      ['diff.submodule', 'log'],
      ['color.ui', 'always'],
      ['core.quotePath', 'true'],
    ] as const)
      local.git('config', key, value);
    local.write('plain.txt', 'changed\n');
    local.write('ä.txt', 'new\n');
    assert.deepEqual(await paths(), ['plain.txt', 'ä.txt']);
  });

  it('does not list a file that Git was told to hide', async () => {
    local.git('update-index', '--skip-worktree', 'plain.txt');
    local.git('update-index', '--assume-unchanged', 'a.bin');
    local.write('plain.txt', 'my own settings\n');
    local.write('a.bin', 'my own bytes\n');
    local.write('.git/info/exclude', 'private.txt\n');
    local.write('private.txt', 'mine\n');
    assert.deepEqual(await paths(), []);
  });

  it('does not mistake files outside a sparse checkout for deleted ones', async () => {
    local.write('far/away.txt', 'x\n');
    local.git('add', '-A');
    local.git('commit', '-q', '-m', 'Add a folder');
    local.git('sparse-checkout', 'set', '--no-cone', '/*', '!/far/');
    assert.ok(!existsSync(join(local.path, 'far/away.txt')));
    assert.deepEqual(await paths(), []);
  });

  it('offers a tracked file that is ignored only on request', async () => {
    local.write('.gitignore', 'plain.txt\n');
    local.git('add', '-A');
    local.git('commit', '-q', '-m', 'Ignore it');
    local.write('plain.txt', 'mine\n');
    assert.equal((await byPath()).get('plain.txt')?.caution, 'it is ignored here although it is tracked');
  });

  it('offers a symbolic link only on request', async () => {
    symlinkSync('/etc/passwd', join(local.path, 'link'));
    assert.equal((await byPath()).get('link')?.caution, 'it is a symbolic link');
  });

  it('does not send a pointer in place of content', async () => {
    local.write('lfs.dat', 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n');
    local.write('annex.dat', '/annex/objects/SHA256E-s5--00.dat\n');
    local.write('crypt.dat', new TextEncoder().encode('\0GITCRYPT\0abc'));
    const found = await byPath();
    for (const path of ['lfs.dat', 'annex.dat', 'crypt.dat'])
      assert.equal(found.get(path)?.problem, 'it contains only a pointer or encrypted content', path);
  });

  it('does not send the content of a file that a filter stores elsewhere', async () => {
    local.git('config', 'filter.demo.clean', program());
    local.write('b.bin', 'real content\n');
    assert.equal((await byPath()).get('b.bin')?.problem, 'its content is kept or changed by a Git filter');
  });

  it('does not list an unchanged large file of Git LFS', async () => {
    const oid = execFileSync('sha256sum', { input: 'real content\n', encoding: 'utf8' }).slice(0, 64);
    local.write('.gitattributes', '*.lfs filter=lfs\n');
    local.write('a.lfs', `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 13\n`);
    local.git('add', '-A');
    local.git('commit', '-q', '-m', 'Add a pointer');
    local.git('config', 'filter.lfs.clean', 'git-lfs clean -- %f');
    local.git('config', 'filter.lfs.process', 'git-lfs filter-process');
    local.write('a.lfs', 'real content\n');
    assert.deepEqual(await paths(), []);
    local.write('a.lfs', 'more content\n');
    assert.deepEqual(await paths(), ['a.lfs']);
  });

  it('reads a repository without a commit', async () => {
    const empty = makeTemp('empty');
    execFileSync('git', ['init', '-q', empty], { env: { ...process.env, ...gitEnvironment } });
    assert.deepEqual(await readLocalChanges(empty), []);
    writeFileSync(join(empty, 'a.txt'), 'hi\n');
    const found = await readLocalChanges(empty);
    assert.deepEqual(
      found.map(({ path, status }) => [path, status]),
      [['a.txt', 'added']],
    );
    removeTemp(empty);
  });

  it('says that a folder has no repository or does not exist', async () => {
    await assert.rejects(readLocalChanges(temp), /This folder is not in a Git repository\./);
    await assert.rejects(readLocalChanges(join(temp, 'gone')), /This folder does not exist\./);
  });

  it('lists a file that Git refuses, and sends the others', async () => {
    mkdirSync(join(local.path, 'nested'));
    execFileSync('git', ['init', '-q', 'nested'], { cwd: local.path });
    writeFileSync(join(local.path, 'nested/x'), 'x');
    local.write('plain.txt', 'changed\n');
    const found = await byPath();
    assert.equal(found.get('plain.txt')?.problem, undefined);
    assert.equal(found.get('nested/')?.problem, 'it cannot be read by Git');
  });

  it('sends the others if one file makes Git fail for all', async function () {
    // Windows has no named pipes among its files.
    if (process.platform === 'win32') this.skip();
    // An encoding without its mark, and a pipe in the place of a file.
    local.write('.gitattributes', '*.enc working-tree-encoding=UTF-16\n');
    for (const name of ['a.enc', 'm.enc', 'z.enc']) local.write(name, 'no mark');
    const others = Array.from({ length: 40 }, (_, index) => `new ${index} [x]*.txt`);
    for (const name of others) local.write(name, 'new\n');
    execFileSync('rm', ['plain.txt'], { cwd: local.path });
    execFileSync('mkfifo', ['plain.txt'], { cwd: local.path });
    const found = await byPath();
    for (const name of [...others, '.gitattributes']) {
      assert.ok(found.has(name), name);
      assert.equal(found.get(name)?.problem, undefined, name);
    }
    for (const name of ['a.enc', 'm.enc', 'z.enc', 'plain.txt'])
      assert.equal(found.get(name)?.problem, 'it cannot be read by Git', name);
  });
});
