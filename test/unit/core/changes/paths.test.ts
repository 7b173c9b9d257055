import assert from 'node:assert/strict';
import { hidesText } from '../../../../src/shared/text/sanitizeText.js';
import { posix, win32 } from 'node:path';
import fc from 'fast-check';
import { absoluteIn, checkPath, collisions, foldName, relativeTo } from '../../../../src/core/changes/paths.js';
import { hostilePaths } from './hostile.js';

describe('the check of paths in changes', () => {
  for (const { id, path, posixOk, windowsOk } of hostilePaths)
    it(`${id}: ${JSON.stringify(path.slice(0, 40))} is ${posixOk ? 'granted' : 'refused'}`, () => {
      assert.equal(checkPath(path).ok, posixOk);
      assert.equal(checkPath(path, true).ok, windowsOk ?? posixOk);
    });

  it('grants only paths inside the root', () => {
    const odd = fc.constantFrom(
      '..',
      '.',
      '/',
      '\\',
      '.git',
      'C:',
      '~',
      '',
      ' ',
      '%2e',
      '\u200c',
      '\0',
      'a',
      'b.txt',
      'con',
      '...',
    );
    const path = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.array(odd).map((parts) => parts.join('/')),
      fc.array(odd).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(path, (raw) => {
        for (const windows of [false, true]) {
          const checked = checkPath(raw, windows);
          if (!checked.ok) continue;
          for (const { root, lib } of [
            { root: '/home/user/tree', lib: posix },
            { root: 'C:\\user\\tree', lib: win32 },
          ]) {
            const target = lib.resolve(root, raw);
            assert.ok(target.startsWith(root + lib.sep), `${JSON.stringify(raw)} → ${target}`);
            assert.ok(!target.slice(root.length).split(/[\\/]/).map(foldName).includes('.git'));
          }
        }
      }),
      { numRuns: 20_000 },
    );
  });

  it('preserves a granted path', () => {
    for (const path of ['a', 'ordner mit ü/dätei.txt', '-rf', '~/x', '$HOME/x', '__proto__/x', 'a%2e%2e/b'])
      assert.deepEqual(checkPath(path), { ok: true, path, segments: path.split('/'), odd: false });
  });

  it('detects names that a file system treats as the same file', () => {
    assert.deepEqual(collisions(['README.md', 'src/a.ts', 'Readme.md', 'src/\u0061\u0308.ts', 'src/\u00e4.ts']), [
      ['README.md', 'Readme.md'],
      ['src/\u0061\u0308.ts', 'src/\u00e4.ts'],
    ]);
  });

  it('detects hidden text and ignores emoji', () => {
    for (const text of ['if (admin\u202e \u2066// x\u2069', 'a\u200bb', '\u2060', 'x\ufeffy', 'a\u{e0041}'])
      assert.ok(hidesText(text), JSON.stringify(text));
    for (const text of ['plain', 'äöü', '👩\u200d💻', '👨🏽\u200d🚀', 'a\u00a0b'])
      assert.ok(!hidesText(text), JSON.stringify(text));
  });

  it('maps sandbox paths to and from a directory', () => {
    assert.equal(relativeTo('/srv/app/', '/srv/app/src/a.ts'), 'src/a.ts');
    assert.equal(relativeTo('/srv/app', '/srv/app'), '');
    assert.equal(relativeTo('/srv/app', '/srv/apple/a.ts'), undefined);
    assert.equal(relativeTo('/srv/app', '/srv/app/../x'), undefined);
    assert.equal(relativeTo('/srv/app', './a.ts'), 'a.ts');
    assert.equal(absoluteIn('/srv/app', 'a b.ts'), '/srv/app/a b.ts');
    assert.equal(absoluteIn('/', 'a'), '/a');
  });
});
