import assert from 'node:assert/strict';
import { readPairingLink } from '../../../../src/core/agent/connect.js';

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const credentials = encoded({ username: 'opencode', password: 'pä-ss_word?' });

describe('a pairing link of OpenCode 2', () => {
  it('gives the address of the server and its password', () => {
    for (const [link, url] of [
      [`http://box.example:49374/connect#${credentials}`, 'http://box.example:49374/'],
      [`https://box.example/behind/a/path/connect/#${credentials}`, 'https://box.example/behind/a/path'],
    ] as const)
      assert.deepEqual(readPairingLink(link), { url, password: 'pä-ss_word?' });
  });

  it('is no other address, and none without a password that can be read', () => {
    for (const other of [
      'https://box.example/connect',
      'https://box.example/connect#',
      `https://box.example/other#${credentials}`,
      'https://box.example/connect#%%%',
      `https://box.example/connect#${Buffer.from('not JSON').toString('base64url')}`,
      `https://box.example/connect#${encoded({ password: 1 })}`,
      `https://box.example/connect#${encoded(['password'])}`,
      `https://box.example/connect#${encoded({ password: 'x'.repeat(5_000) })}`,
      'box.example/connect',
      '',
    ])
      assert.equal(readPairingLink(other), undefined, other.slice(0, 60));
  });
});
