import assert from 'node:assert/strict';
import { absoluteIn, relativeTo, resolveIn } from '../../../src/core/changes/paths.js';
import { pathIn, shortPath } from '../../../src/shared/format.js';
import { slashedPath } from '../../../src/shared/sandboxPath.js';

const SHOP = 'C:\\Users\\dev\\shop';

describe('paths of a sandbox on Windows', () => {
  it('are shown relative to its directory, shortened if they are long', () => {
    const path = `${SHOP}\\src\\cart\\a-long-folder-name\\another-long-folder\\component.tsx`;
    assert.equal(pathIn(SHOP, path), 'src/cart/a-long-folder-name/another-long-folder/component.tsx');
    assert.equal(shortPath(pathIn(SHOP, path), 30), '…/component.tsx');
    assert.equal(pathIn(SHOP, SHOP), '.');
    assert.equal(pathIn(SHOP, 'D:\\other\\a.ts'), 'D:/other/a.ts');
    assert.equal(pathIn(SHOP, 'src\\b.ts'), 'src/b.ts');
  });

  it('are found below its directory, whatever the case, slashes and form', () => {
    for (const path of [`${SHOP}\\src\\a.ts`, 'c:/Users/dev/shop/src/a.ts', '/C:/users/DEV/shop/src/a.ts', 'src\\a.ts'])
      assert.equal(relativeTo(SHOP, path), 'src/a.ts', path);
    assert.equal(relativeTo(SHOP, SHOP), '');
    assert.equal(relativeTo(SHOP, 'C:\\Users\\dev\\shopping\\a.ts'), undefined);
    assert.equal(relativeTo(SHOP, 'src\\..\\..\\a.ts'), undefined);
    assert.equal(relativeTo(SHOP, `${SHOP}\\..\\a.ts`), undefined);
  });

  it('become absolute with one slash at their beginning', () => {
    assert.equal(absoluteIn(SHOP, 'src\\b.ts'), '/C:/Users/dev/shop/src/b.ts');
    assert.equal(absoluteIn(SHOP, `${SHOP}\\src\\a.ts`), '/C:/Users/dev/shop/src/a.ts');
    assert.equal(absoluteIn(SHOP, ''), '/C:/Users/dev/shop');
    assert.equal(resolveIn(SHOP, 'src\\.\\x\\..\\b.ts'), '/C:/Users/dev/shop/src/b.ts');
  });

  it('are recognized on a share', () =>
    assert.equal(relativeTo('\\\\server\\share\\app', '\\\\server\\share\\app\\src\\a.ts'), 'src/a.ts'));
});

describe('paths of other sandboxes', () => {
  it('keep a backslash, which belongs to a name', () => {
    assert.equal(slashedPath('/w', 'a\\b.ts'), 'a\\b.ts');
    assert.equal(relativeTo('/w', '/w/a\\b.ts'), 'a\\b.ts');
    assert.equal(pathIn('/w', '/w/a\\b.ts'), 'a\\b.ts');
  });

  it('are case-sensitive', () => assert.equal(relativeTo('/w', '/W/a.ts'), undefined));

  it('lie below the root', () => {
    assert.equal(relativeTo('/', '/a/b.ts'), 'a/b.ts');
    assert.equal(pathIn('/', '/a/b.ts'), '/a/b.ts');
  });
});
