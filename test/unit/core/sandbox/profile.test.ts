import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cleanUrl, parseProfiles } from '../../../../src/core/sandbox/profile.js';

describe('profiles', () => {
  it('keep the path of an address and drop what may hold a secret', () => {
    assert.equal(
      cleanUrl('https://user:secret@host.example/opencode/?auth_token=abc#x'),
      'https://host.example/opencode',
    );
    for (const bad of ['', 'host.example', 'file:///etc/passwd', 'javascript:alert(1)', 'vscode://x.y/z'])
      assert.equal(cleanUrl(bad), undefined);
  });

  it('accept valid entries and say why others are invalid', () => {
    const { profiles, rejected } = parseProfiles([
      { id: 'a', name: 'A', url: 'https://a.example/opencode/' },
      { id: 'a', name: 'Again', url: 'https://a.example' },
      { id: '../x', url: 'https://a.example' },
      { id: 'b', url: 'ftp://a.example' },
      { id: 'c', url: 'https://c.example', kind: 'other' },
      { id: 'd', url: 'http://127.0.0.1:4096' },
      null,
      { id: 'A', url: 'https://other.example' },
    ]);
    assert.deepEqual(profiles, [
      { id: 'a', name: 'A', url: 'https://a.example/opencode', kind: 'auto' },
      { id: 'd', name: '127.0.0.1:4096', url: 'http://127.0.0.1:4096', kind: 'auto' },
    ]);
    assert.deepEqual(
      rejected.map((one) => one.index),
      [1, 2, 3, 4, 6, 7],
    );
  });

  it('never throw, whatever the settings hold', () => {
    fc.assert(fc.property(fc.anything(), (setting) => void parseProfiles(setting)));
    fc.assert(fc.property(fc.array(fc.object()), (setting) => void parseProfiles(setting)));
  });
});
