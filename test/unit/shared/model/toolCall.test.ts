import assert from 'node:assert/strict';
import { wholeSides } from '../../../../src/core/changes/applyPatch.js';
import { permissionDetail, permissionName } from '../../../../src/shared/model/permission.js';
import { diffOfCall, laterCall, type ToolCall } from '../../../../src/shared/model/toolCall.js';

const asks = (call: ToolCall, permission: string, ...patterns: readonly string[]): readonly string[] => {
  const request = { call, permission, patterns };
  return [permissionName(request), permissionDetail(request, ', ')];
};

describe('a later version of a tool call', () => {
  const before: ToolCall = { kind: 'command', command: 'ls', exit: 1 };

  it('keeps what an update leaves out', () => {
    assert.deepEqual(laterCall(before, { kind: 'command', command: '' }), before);
    assert.deepEqual(laterCall(before, { kind: 'other', name: '', detail: '' }), before);
  });

  it('takes the fields that an update has', () => {
    assert.deepEqual(laterCall(before, { kind: 'command', command: 'ls -a', exit: 0 }), {
      kind: 'command',
      command: 'ls -a',
      exit: 0,
    });
    const skill: ToolCall = { kind: 'skill', name: 'x' };
    assert.equal(laterCall(before, skill), skill);
  });
});

describe('the diff of a tool call', () => {
  const diff = { files: [], added: 1, removed: 0, text: 'x' };

  it('is the one that the server sent', () => {
    assert.equal(diffOfCall({ kind: 'write', path: '/a', content: 'x', diff }), diff);
    assert.equal(diffOfCall({ kind: 'patch', paths: ['a'], diff }), diff);
    assert.equal(diffOfCall({ kind: 'command', command: 'ls' }), undefined);
  });

  it('adds all of a written file', () => {
    for (const content of ['one\ntwo\n', 'one\ntwo', '\n', 'a\r\n']) {
      const written = diffOfCall({ kind: 'write', path: '/a', content });
      const [file] = written?.files ?? [];
      assert.ok(file !== undefined);
      assert.deepEqual(wholeSides(file), { before: '', after: content });
    }
    assert.equal(diffOfCall({ kind: 'write', path: '/a', content: '' }), undefined);
  });
});

describe('a permission', () => {
  it('is described by the call it is for', () => {
    assert.deepEqual(asks({ kind: 'command', command: 'git push' }, 'bash', 'git *'), ['Run a command', 'git push']);
    assert.deepEqual(asks({ kind: 'edit', path: '/w/a.ts' }, 'edit', 'a.ts'), ['Edit a file', 'a.ts']);
    assert.deepEqual(asks({ kind: 'outside', command: '' }, 'external_directory', '/etc/*', '/tmp/*'), [
      'Access paths outside the workspace',
      '/etc/*, /tmp/*',
    ]);
    assert.deepEqual(asks({ kind: 'other', name: '', detail: '' }, 'execute', '*'), ['Run a tool', '*']);
  });

  it('has the server’s name if its call is unknown', () => {
    assert.deepEqual(asks({ kind: 'other', name: 'doom_loop', detail: 'ls' }, 'doom_loop', '*'), ['doom_loop', 'ls']);
  });
});
