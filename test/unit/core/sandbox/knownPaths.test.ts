import assert from 'node:assert/strict';
import { findKnownPaths } from '../../../../src/core/sandbox/knownPaths.js';
import { resolveIn } from '../../../../src/core/changes/paths.js';
import type { FileEntry } from '../../../../src/core/agent/ports.js';

const entry = (name: string, type: FileEntry['type'] = 'file'): FileEntry => ({ name, path: name, type });
const TREE: Readonly<Record<string, readonly FileEntry[]>> = {
  '': [entry('src', 'directory'), entry('Makefile'), entry('.env')],
  src: [entry('app', 'directory'), entry('a.ts'), entry('日本語.ts')],
  'src/app': [entry('[id]', 'directory')],
  'src/app/[id]': [entry('page.tsx')],
};

describe('paths in an answer', () => {
  const read: string[] = [];
  const list = async (folder: string): Promise<readonly FileEntry[]> => {
    read.push(folder);
    const entries = TREE[folder];
    if (entries === undefined) throw new Error('no such folder');
    return entries;
  };
  const find = (paths: readonly string[], told: readonly string[] = []) =>
    findKnownPaths(paths, '/w', new Set(told), list);

  it('are known only if the sandbox lists them or a tool call names them', async () => {
    const there = [
      'Makefile',
      '.env',
      'src/a.ts',
      './src/a.ts',
      '/w/src/日本語.ts',
      'src/app/[id]/page.tsx',
      'src/../Makefile',
    ];
    const not = [
      'npm run build',
      'application/json',
      'and/or',
      'Node.js',
      'src',
      'src/b.ts',
      '/etc/passwd',
      '../x',
      'a.ts',
    ];
    assert.deepEqual(await find([...not, ...there]), there);
    assert.deepEqual(await find(['/etc/hosts', 'new/file.ts'], ['/etc/hosts', '/w/new/file.ts']), [
      '/etc/hosts',
      'new/file.ts',
    ]);
  });

  it('require one listing per existing folder and none for missing ones', async () => {
    read.length = 0;
    await find(['application/json', 'a/b/c', 'src/a.ts', 'src/b.ts', 'text/plain']);
    assert.deepEqual(read, ['', 'src']);
  });

  it('are found on a server on Windows', async () => {
    const paths = ['src\\a.ts', 'C:\\W\\src\\a.ts', 'src/b.ts'];
    assert.deepEqual(await findKnownPaths(paths, 'C:\\w', new Set(), list), paths.slice(0, 2));
    assert.equal(resolveIn('C:\\w', '..\\a'), '/C:/a');
    assert.equal(resolveIn('\\\\server\\share', 'a'), '//server/share/a');
  });

  it('resolve dots, never above the root', () => {
    assert.equal(resolveIn('/w', '../a/./b'), '/a/b');
    assert.equal(resolveIn('/w', '../../../a'), '/a');
    assert.equal(resolveIn('/w', '/x/y'), '/x/y');
  });

  it('find files of a sandbox on Windows', async () => {
    const directory = 'C:\\Users\\dev\\shop';
    const list = async (folder: string): Promise<readonly FileEntry[]> =>
      folder === '' ? [entry('src', 'directory')] : [entry('a.ts'), entry('b.ts')];
    const paths = ['C:\\Users\\dev\\shop\\src\\a.ts', 'src\\b.ts', 'src\\c.ts'];
    assert.deepEqual(await findKnownPaths(paths, directory, new Set(), list), paths.slice(0, 2));
  });
});
