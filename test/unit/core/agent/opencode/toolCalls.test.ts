import assert from 'node:assert/strict';
import fc from 'fast-check';
import { permissionCall, toolCall } from '../../../../../src/core/agent/opencode1/toolCalls.js';
import type { Request, ToolPart } from '../../../../../src/shared/model/entities.js';
import type { ToolCall } from '../../../../../src/shared/model/toolCall.js';
import { recordings } from '../../../../support/recordings.js';

const events = recordings().flatMap((recording) => recording.events);
const finished = (tool: string): ToolPart => {
  const part = events
    .flatMap((event) => (event.type === 'part.upserted' && event.part.type === 'tool' ? [event.part] : []))
    .find((one) => one.tool === tool && (one.status === 'completed' || one.status === 'error'));
  assert.ok(part !== undefined, tool);
  return part;
};
const asked = (permission: string): Extract<Request, { type: 'permission' }> => {
  const request = events
    .flatMap((event) => (event.type === 'request.opened' ? [event.request] : []))
    .find((one) => one.type === 'permission' && one.permission === permission);
  assert.ok(request?.type === 'permission', permission);
  return request;
};
const call = (tool: string, input: unknown, more: object = {}): ToolCall => toolCall(tool, { input, ...more });

describe('decoding of OpenCode 1’s tool calls', () => {
  it('reads the call of each recorded tool', () => {
    assert.deepEqual(
      Object.fromEntries(
        [
          'bash',
          'edit',
          'write',
          'apply_patch',
          'read',
          'glob',
          'grep',
          'webfetch',
          'task',
          'todowrite',
          'question',
        ].map((tool) => [tool, finished(tool).call.kind]),
      ),
      {
        bash: 'command',
        edit: 'edit',
        write: 'write',
        apply_patch: 'patch',
        read: 'read',
        glob: 'find',
        grep: 'search',
        webfetch: 'fetch',
        task: 'task',
        todowrite: 'todos',
        question: 'question',
      },
    );
  });

  it('parses the diff of an edit', () => {
    const edit = finished('edit').call;
    assert.ok(edit.kind === 'edit');
    assert.deepEqual([edit.path, edit.diff?.added, edit.diff?.removed], ['/srv/box/ws/src/app.ts', 1, 1]);
    const [file, ...more] = edit.diff?.files ?? [];
    assert.equal(more.length, 0);
    assert.ok(file?.hunks[0]?.lines.includes('+  return a - b') === true, JSON.stringify(file));
  });

  it('parses the diff of a patch of several files', () => {
    const patch = finished('apply_patch').call;
    assert.ok(patch.kind === 'patch');
    assert.equal(patch.paths[0], 'src/app.ts');
    assert.equal(patch.diff?.files.length, patch.paths.length);
  });

  it('keeps a diff that cannot be parsed as text', () => {
    const edit = call('edit', { filePath: '/a' }, { metadata: { diff: '@@ what is this' } });
    assert.ok(edit.kind === 'edit');
    assert.deepEqual(edit.diff, { files: [], added: 0, removed: 0, text: '@@ what is this' });
  });

  it('reads the command and the diff of recorded permissions', () => {
    assert.deepEqual(asked('bash').call, { kind: 'command', command: 'git status --short' });
    const edit = asked('edit').call;
    assert.ok(edit.kind === 'edit' && edit.diff !== undefined);
    assert.equal(edit.path, '/srv/box/ws/src/app.ts');
    assert.ok(edit.diff.files[0]?.hunks.length === 1);
  });

  it('keeps the name of a tool that it does not know', () => {
    assert.deepEqual(call('github_search', { q: 1 }), { kind: 'other', name: 'github_search', detail: '' });
    assert.deepEqual(call('constructor', {}), { kind: 'other', name: 'constructor', detail: '' });
    assert.deepEqual(permissionCall('doom_loop', {}), { kind: 'other', name: 'doom_loop', detail: '' });
  });

  it('limits the size of every field', () => {
    const long = 'x'.repeat(50_000_000);
    const many = Array.from({ length: 100_000 }, (_, i) => i);
    const calls = [
      call('bash', { command: long }),
      call('write', { filePath: long, content: long }),
      call('edit', { filePath: long }, { metadata: { diff: long } }),
      call('apply_patch', {}, { metadata: { files: many.map((i) => ({ relativePath: `${i}` })) } }),
      call('glob', { pattern: long }, { output: '/a\n'.repeat(1_000_000) }),
      call('todowrite', { todos: many.map(() => ({ content: 'x'.repeat(3_000), status: 'pending' })) }),
      call('question', { questions: many.map(() => ({ header: 'x'.repeat(1_000) })) }),
      call('webfetch', { url: long }),
      call(long, {}),
    ];
    for (const one of calls) assert.ok(JSON.stringify(one).length < 5_000_000, one.kind);
  });

  it('decodes any malformed state without throwing', () => {
    const names = fc.constantFrom('bash', 'read', 'write', 'edit', 'apply_patch', 'glob', 'grep', 'list', 'task');
    const more = fc.constantFrom('todowrite', 'question', 'skill', 'webfetch', 'websearch', 'invalid', '__proto__', '');
    const json = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(fc.oneof(names, more), json, json, fc.jsonValue(), (tool, input, metadata, output) => {
        assert.equal(typeof toolCall(tool, { input, metadata, output }).kind, 'string');
        assert.equal(typeof permissionCall(tool, metadata).kind, 'string');
      }),
    );
  });
});
