import assert from 'node:assert/strict';
import { decodeCall } from '../../../../../src/core/agent/opencode2/toolCalls.js';

const read = (path: string, output: string) => {
  const call = decodeCall('read', { input: { path }, metadata: {}, output }, undefined);
  assert.ok(call.kind === 'read');
  return call;
};

describe('a call that reads in OpenCode 2', () => {
  it('lists the entries of a folder, each with its path', () => {
    const call = read('src', 'Read directory src, entries 1-2\nlib/\ngreet.ts');
    assert.deepEqual(call.found, [{ path: 'src/lib/' }, { path: 'src/greet.ts' }]);
    assert.equal(call.entries, 2);
    assert.equal(call.excerpt, undefined);
  });

  it('names the entries of the folder that it works in by their names alone', () => {
    const listed = 'Read directory ., entries 1-1\nREADME.md';
    for (const path of ['.', './', '']) assert.deepEqual(read(path, listed).found, [{ path: 'README.md' }]);
    assert.deepEqual(read('/', listed).found, [{ path: '/README.md' }]);
    assert.deepEqual(read('/srv/box/', listed).found, [{ path: '/srv/box/README.md' }]);
  });

  it('counts nothing of a folder that it lists in part', () => {
    const output = 'Read directory src, entries 1-1\ngreet.ts\n[Output truncated. Continue reading with offset: 2]';
    const call = read('src', output);
    assert.deepEqual(call.found, [{ path: 'src/greet.ts' }]);
    assert.equal(call.entries, undefined);
  });

  it('shows an empty folder as one without entries', () => {
    const call = read('empty', 'Read directory empty, 0 entries');
    assert.deepEqual([call.found, call.entries], [[], 0]);
  });

  it('shows the lines of a file, and no note of the server below them', () => {
    const output = 'Read file a.ts, lines 4-5\n4: one\n5: two\n[Output truncated. Continue reading with offset: 6]';
    const call = read('a.ts', output);
    assert.deepEqual(call.excerpt, { text: 'one\ntwo', from: 4 });
    assert.deepEqual([call.found, call.entries], [[], undefined]);
  });
});
