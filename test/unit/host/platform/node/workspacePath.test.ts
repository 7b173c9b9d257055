import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readByName, resolveTarget } from '../../../../../src/host/platform/node/workspacePath.js';
import { hostilePaths } from '../../../core/changes/hostile.js';
import { makeTemp, removeTemp } from '../../../../support/temp.js';

const isWindows = process.platform === 'win32';

describe('the check of paths to write', () => {
  let temp: string;
  let root: string;
  let outside: string;
  beforeEach(() => {
    temp = makeTemp('guard');
    root = join(temp, 'root');
    outside = join(temp, 'outside');
    mkdirSync(join(root, 'src'), { recursive: true });
    mkdirSync(outside);
    writeFileSync(join(root, 'src/a.ts'), 'a');
  });
  afterEach(() => removeTemp(temp));
  const reason = async (path: string): Promise<string> => {
    const target = await resolveTarget(root, path);
    return target.ok ? 'granted' : target.reason;
  };

  it('grants existing files, and new ones in existing and new folders', async () => {
    assert.deepEqual(await resolveTarget(root, 'src/a.ts'), { ok: true, path: join(root, 'src/a.ts'), exists: true });
    assert.deepEqual(await resolveTarget(root, 'src/b.ts'), {
      ok: true,
      path: join(root, 'src/b.ts'),
      exists: false,
    });
    assert.deepEqual(await resolveTarget(root, 'new/ü x/b.ts'), {
      ok: true,
      path: join(root, 'new/ü x/b.ts'),
      exists: false,
    });
  });
  for (const { id, path, posixOk, windowsOk = posixOk } of hostilePaths) {
    const isOk = isWindows ? windowsOk : posixOk;
    it(`${id}: ${JSON.stringify(path.slice(0, 30))} is ${isOk ? 'granted' : 'refused'}`, async () =>
      assert.equal((await reason(path)) === 'granted', isOk));
  }

  it('fp-07: refuses a path through a link that leads out', async () => {
    symlinkSync(outside, join(root, 'link-out'));
    assert.equal(await reason('link-out/evil.txt'), 'its path leads through a symbolic link');
  });
  it('fp-08: refuses a new folder behind a link', async () => {
    symlinkSync(outside, join(root, 'dir'));
    assert.equal(await reason('dir/new/evil.txt'), 'its path leads through a symbolic link');
  });
  it('fp-09: refuses a dangling link', async () => {
    symlinkSync('../outside/file', join(root, 'broken'));
    assert.equal(await reason('broken'), 'it is a symbolic link here');
  });
  it('refuses a link that stays inside', async () => {
    symlinkSync('a.ts', join(root, 'src/link.ts'));
    assert.equal(await reason('src/link.ts'), 'it is a symbolic link here');
  });
  it('grants files of a root that is itself reached through a link', async () => {
    symlinkSync(root, join(temp, 'alias'));
    assert.ok((await resolveTarget(join(temp, 'alias'), 'src/a.ts')).ok);
  });
  it('refuses folders, devices, and files as parents', async () => {
    assert.equal(await reason('src'), 'it is a folder here');
    // Windows has no named pipes among its files.
    if (!isWindows) {
      execFileSync('mkfifo', [join(root, 'pipe')]);
      assert.equal(await reason('pipe'), 'it is not a regular file here');
    }
    assert.equal(await reason('src/a.ts/b'), 'a part of its path is a file here');
  });
  it('refuses what it cannot inspect', async () => {
    // Too long in bytes, which is how other file systems than those of Windows count.
    if (!isWindows) assert.match(await reason(`src/${'ü'.repeat(200)}`), /cannot be looked at/);
    rmSync(root, { recursive: true });
    assert.match(await reason('src/a.ts'), /cannot be looked at/);
  });
  it('never leads outside through a folder that becomes a link during the check', async () => {
    for (let round = 0; round < 300; round++) {
      mkdirSync(join(root, 'swap'));
      const looking = resolveTarget(root, 'swap/x.txt');
      rmSync(join(root, 'swap'), { recursive: true });
      symlinkSync(outside, join(root, 'swap'));
      const target = await looking;
      // Whatever it said, it says no now: that is what is asked again just before writing.
      assert.ok(!(await resolveTarget(root, 'swap/x.txt')).ok);
      if (target.ok) assert.equal(target.exists, false);
      rmSync(join(root, 'swap'));
    }
    assert.deepEqual(readdirSync(outside), []);
  });

  it('matches the exact name of a file on a case-insensitive file system', async () => {
    assert.equal((await readByName(join(root, 'src/a.ts'), true))?.length, 1);
    assert.equal(await readByName(join(root, 'src/none.ts'), true), undefined);
    assert.equal((await readByName(join(root, 'src/a.ts'), false))?.length, 1);
  });
});
