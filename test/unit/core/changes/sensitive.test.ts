import assert from 'node:assert/strict';
import { secretSigns } from '../../../../src/core/changes/secrets.js';
import { sensitivityOf } from '../../../../src/core/changes/sensitive.js';
import { sensitivePaths } from './hostile.js';
import { ordinaryNames, readNames } from './readNames.js';

describe('files that require their own confirmation', () => {
  for (const path of sensitivePaths)
    it(`${JSON.stringify(path)} needs its own confirmation`, () => assert.notEqual(sensitivityOf(path), undefined));

  it('include every kind of file that programs read automatically', () => {
    assert.ok(readNames.length >= 159, String(readNames.length));
    assert.deepEqual(
      readNames.filter((path) => sensitivityOf(path) === undefined),
      [],
    );
  });

  it('are recognized in any folder and in any letter case', () => {
    for (const path of readNames)
      for (const other of [`packages/a b/${path}`, path.toUpperCase()])
        assert.notEqual(sensitivityOf(other), undefined, other);
  });

  it('exclude ordinary files', () =>
    assert.deepEqual(
      ordinaryNames.filter((path) => sensitivityOf(path) !== undefined),
      [],
    ));

  it('include files that become executable', () => assert.equal(sensitivityOf('run.sh', true), 'shell'));

  it('detects secrets by name and by content, and never repeats them', () => {
    const key = `AKIA${'ABCDEFGHIJKLMNOP'}`;
    const signs = [
      ...secretSigns('.env', []),
      ...secretSigns('conf/.env.local', []),
      ...secretSigns('deploy/id_rsa', []),
      ...secretSigns('tls/server.pem', []),
      ...secretSigns('a.txt', ['-----BEGIN OPENSSH PRIVATE KEY-----']),
      ...secretSigns('b.ts', [`const key = "${key}"`]),
    ];
    assert.deepEqual(
      new Set(signs.map((sign) => sign.path)),
      new Set(['.env', 'conf/.env.local', 'deploy/id_rsa', 'tls/server.pem', 'a.txt', 'b.ts']),
    );
    assert.ok(!JSON.stringify(signs).includes(key));
  });

  it('ignores examples and code that reads a secret from elsewhere', () => {
    assert.deepEqual(secretSigns('.env.example', []), []);
    assert.deepEqual(
      secretSigns('src/a.ts', ['const password = process.env.PASSWORD;', 'token: ${{ secrets.TOKEN }}']),
      [],
    );
  });
});
