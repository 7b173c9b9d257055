import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { Failure } from '../../../../../src/core/failure.js';
import {
  diskPath,
  displayPath,
  hasRemoteTerminals,
  isAt,
  isOnDisk,
  requireLocalTerminals,
} from '../../../../../src/host/platform/node/diskPath.js';

const address = (scheme: string, authority = ''): vscode.Uri =>
  ({ scheme, authority, path: '/srv/app/a.ts', fsPath: '/srv/app/a.ts' }) as vscode.Uri;

const REMOTE = ['ssh-remote+host', 'wsl+Ubuntu', 'dev-container+7b22', 'attached-container+7b22', 'tunnel+box'];

describe('paths of this machine', () => {
  it('are read from file URIs', () => {
    assert.equal(diskPath(address('file')), '/srv/app/a.ts');
    assert.ok(isOnDisk(address('file')));
  });

  for (const authority of REMOTE)
    it(`are refused for a folder of ${authority}, with the setting to change`, () => {
      assert.throws(
        () => diskPath(address('vscode-remote', authority)),
        (error) =>
          error instanceof Failure &&
          error.kind === 'wrongMachine' &&
          error.message.includes('remote.extensionKind') &&
          error.message.includes('"opencode-sandbox.opencode-sandbox": ["workspace"]'),
      );
      assert.equal(displayPath(address('vscode-remote', authority)), '/srv/app/a.ts');
    });

  for (const scheme of ['vscode-vfs', 'untitled', 'git', 'opencode-sandbox', 'vscode-userdata', 'vsls', ''])
    it(`are refused for a URI of scheme "${scheme}"`, () =>
      assert.throws(() => diskPath(address(scheme)), { name: 'Failure', kind: 'rejected' }));

  it('distinguish a file from other views of it', () => {
    assert.ok(isAt(address('file'), '/srv/app/a.ts'));
    for (const scheme of ['git', 'vscode-remote', 'opencode-sandbox-change'])
      assert.ok(!isAt(address(scheme), '/srv/app/a.ts'));
  });
});

describe('a terminal that gets the password', () => {
  it('is refused if terminals run on another machine than the extension', () => {
    const placement = { remoteName: 'ssh-remote', isUi: true };
    assert.ok(hasRemoteTerminals(placement));
    assert.throws(() => requireLocalTerminals(placement), { kind: 'wrongMachine' });
  });
  it('is opened if both run on the same machine', () => {
    for (const placement of [
      { remoteName: undefined, isUi: true },
      { remoteName: 'ssh-remote', isUi: false },
    ])
      assert.doesNotThrow(() => requireLocalTerminals(placement));
  });
});
