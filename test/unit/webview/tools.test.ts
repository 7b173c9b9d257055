import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JsonObject, ToolPart } from '../../../src/shared/model/entities.js';
import { taskResult } from '../../../src/core/agent/opencode1/toolResults.js';
import { toolCall } from '../../../src/core/agent/opencode1/toolCalls.js';
import { describeCall, type FoundPath } from '../../../src/shared/model/toolCall.js';
import { t } from '../../../src/webview/l10n.js';
import { prettyJson } from '../../../src/webview/tools/prettyJson.js';
import { group } from '../../../src/webview/tools/group.js';
import { adviceFor } from '../../../src/webview/transcript/advice.js';
import { tool } from '../shared/model/build.js';

type State = Partial<Pick<ToolPart, 'output' | 'title'>> & { readonly metadata?: JsonObject };
const call = (name: string, input: JsonObject, { metadata, ...more }: State = {}): ToolPart =>
  tool('msg_a', `prt_${name}`, 'completed', {
    tool: name,
    input,
    ...more,
    call: toolCall(name, { input, metadata, ...more }),
  });
const resultsOf = (part: ToolPart): readonly FoundPath[] => ('found' in part.call ? part.call.found : []);
const excerptOf = ({ call: read }: ToolPart) => (read.kind === 'read' ? read.excerpt : undefined);
const line = (part: ToolPart): readonly (string | undefined)[] => {
  const { verb, target, note } = describeCall(part, '/srv/box');
  return [verb, target, note && t(...note)];
};

describe('the line of a tool call', () => {
  it('names the file as seen from the session’s folder', () => {
    assert.deepEqual(line(call('read', { filePath: '/srv/box/src/app.ts' })), ['Read', 'src/app.ts', undefined]);
    assert.deepEqual(line(call('read', { filePath: '/etc/hosts' })), ['Read', '/etc/hosts', undefined]);
  });

  it('shows the lines that an edit added and removed, across all files of a patch', () => {
    const diff = '--- a\n+++ b\n@@ -1,2 +1,3 @@\n same\n-old\n+new\n+more\n';
    assert.deepEqual(line(call('edit', { filePath: '/srv/box/a.ts' }, { metadata: { diff } })), [
      'Edit',
      'a.ts',
      '+2 −1',
    ]);
    const files = [{ relativePath: 'a.ts' }, { relativePath: 'b.ts' }, { relativePath: 'c.ts' }];
    assert.deepEqual(line(call('apply_patch', {}, { metadata: { diff, files } })), ['Patch', 'a.ts +2', '+2 −1']);
    assert.deepEqual(line(call('write', { filePath: '/srv/box/n.txt', content: 'one\ntwo\n' })), [
      'Write',
      'n.txt',
      '+2',
    ]);
  });

  it('shows the exit code of a command only if it failed', () => {
    assert.deepEqual(line(call('bash', { command: 'ls' }, { metadata: { exit: 0 } })), ['Run', 'ls', undefined]);
    assert.deepEqual(line(call('bash', { command: 'ls x' }, { metadata: { exit: 2 } })), ['Run', 'ls x', 'exit 2']);
  });

  it('shows the count of results and the headers of questions', () => {
    assert.deepEqual(line(call('grep', { pattern: 'x' }, { metadata: { matches: 3 } })), ['Search', 'x', '3 matches']);
    assert.deepEqual(line(call('glob', { pattern: '*' }, { metadata: { count: 2 } })), ['Find', '*', '2 files']);
    const questions = [{ header: 'Color' }, { question: 'How many?' }];
    assert.deepEqual(line(call('question', { questions })), ['Ask', 'Color, How many?', undefined]);
  });

  it('names unknown tools as the server does', () => {
    assert.deepEqual(line(call('github_search', { q: 1 }, { title: 'Search' })), [
      'github_search',
      'Search',
      undefined,
    ]);
    assert.deepEqual(line(call('invalid', { tool: 'lst' })), ['Invalid call', 'lst', undefined]);
    assert.deepEqual(line(call('constructor', {})), ['constructor', '', undefined]);
  });

  it('is built from any malformed input', () => {
    const names = fc.constantFrom(
      'bash',
      'read',
      'write',
      'edit',
      'apply_patch',
      'glob',
      'grep',
      'list',
      'task',
      'todowrite',
      'question',
      'skill',
      'webfetch',
      'websearch',
      'invalid',
      '__proto__',
      'mine',
    );
    fc.assert(
      fc.property(
        names,
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.string(),
        (name, input, metadata, output) => {
          const part = call(name, input as JsonObject, { metadata: metadata as JsonObject, output });
          assert.equal(typeof describeCall(part, '/srv/box').target, 'string');
          assert.ok(Array.isArray(resultsOf(part)));
          excerptOf(part);
        },
      ),
    );
  });
});

describe('the result of a tool', () => {
  it('is a list of files for glob', () => {
    const output = '/srv/box/a.ts\n/srv/box/b c.ts\n\n(Results are truncated)';
    assert.deepEqual(resultsOf(call('glob', {}, { output })), [{ path: '/srv/box/a.ts' }, { path: '/srv/box/b c.ts' }]);
    assert.deepEqual(resultsOf(call('glob', {}, { output: 'No files found' })), []);
  });

  it('is lines with their file for grep', () => {
    const output =
      'Found 3 matches\n/srv/box/a.md:\n  Line 4: one\n  Line 12:  two: 2\n\n\n/srv/box/b.ts:\n  Line 1: x\n';
    assert.deepEqual(resultsOf(call('grep', {}, { output })), [
      { path: '/srv/box/a.md', line: 4, text: 'one' },
      { path: '/srv/box/a.md', line: 12, text: ' two: 2' },
      { path: '/srv/box/b.ts', line: 1, text: 'x' },
    ]);
  });

  it('is the files of the tree for list, and the entries for a folder that was read', () => {
    const output = '/srv/box/\n  src/\n    deep/\n      x.ts\n    a.ts\n  b.md\n';
    assert.deepEqual(
      resultsOf(call('list', {}, { output })).map(({ path }) => path),
      ['/srv/box/src/deep/x.ts', '/srv/box/src/a.ts', '/srv/box/b.md'],
    );
    const display = { type: 'directory', path: '/srv/box', entries: ['src/', 'a.ts'] };
    assert.deepEqual(
      resultsOf(call('read', {}, { metadata: { display } })).map(({ path }) => path),
      ['/srv/box/src/', '/srv/box/a.ts'],
    );
  });

  it('is the excerpt with its first line for a file that was read', () => {
    const display = { type: 'file', path: '/srv/box/a.ts', text: 'x\ny', lineStart: 7 };
    assert.deepEqual(excerptOf(call('read', {}, { metadata: { display } })), { text: 'x\ny', from: 7 });
    assert.equal(excerptOf(call('bash', {}, { metadata: { display } })), undefined);
  });

  it('is formatted if it is JSON, otherwise unchanged', () => {
    assert.equal(prettyJson('{"a":[1]}'), '{\n  "a": [\n    1\n  ]\n}');
    for (const text of ['{"a":', 'plain', '[x]', '']) assert.equal(prettyJson(text), text);
  });

  it('is the answer of a sub-agent without the surrounding tags', () => {
    assert.equal(taskResult('<task id="x">\n<task_result>\nfound it\n</task_result>\n</task>'), 'found it');
    assert.equal(taskResult('plain'), 'plain');
  });
});

describe('finished routine calls', () => {
  const read = (id: string, status: ToolPart['status'] = 'completed'): ToolPart =>
    tool('msg_a', id, status, { tool: 'read', call: { kind: 'read', path: id, found: [] } });
  const kinds = (parts: readonly ToolPart[]): readonly string[] => group(parts).map(({ kind }) => kind);

  it('fold into one line if two or more are adjacent', () => {
    assert.deepEqual(kinds([read('a'), read('b'), call('bash', {}), read('c')]), ['routine', 'part', 'part']);
  });
  it('stay separate while they run and if they failed', () => {
    assert.deepEqual(kinds([read('a'), read('b', 'running'), read('c', 'error')]), ['part', 'part', 'part']);
  });
});

describe('a failed turn', () => {
  it('says what to do if that is known', () => {
    const act = (name: string, statusCode?: number): string | undefined =>
      adviceFor({ name, message: 'm', ...(statusCode === undefined ? {} : { statusCode }) })?.act;
    assert.equal(act('ContextOverflowError'), 'compact');
    assert.equal(act('APIError', 429), 'pickModel');
    assert.equal(act('APIError', 503), 'pickModel');
    assert.match(adviceFor({ name: 'APIError', message: 'm', statusCode: 401 })?.words ?? '', /credentials/);
    assert.equal(adviceFor({ name: 'constructor', message: 'm' }), undefined);
  });
});
