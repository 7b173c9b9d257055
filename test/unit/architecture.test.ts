// What `npm run lint` checks with scripts/architecture.mjs: here in the source code, and in planted violations.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { makeTemp, removeTemp } from '../support/temp.js';

const script = resolve('scripts/architecture.mjs');

/** The problems that the script reports, and whether it fails for them. */
function check(cwd: string): { readonly problems: readonly string[]; readonly fails: boolean } {
  const { status, stderr } = spawnSync(process.execPath, [script], { cwd, encoding: 'utf8' });
  return { problems: stderr.split('\n').filter((line) => line !== ''), fails: status !== 0 };
}

describe('the source code', () => {
  const { problems } = check('.');
  const about = (what: RegExp): readonly string[] => problems.filter((problem) => what.test(problem));

  it('has no cycles of folders', () => {
    assert.deepEqual(about(/cycle of folders/), []);
  });

  it('names URL paths of a server only in core/agent', () => {
    assert.deepEqual(about(/URL path/), []);
  });

  it('names the tools of a server, their arguments and details only in core/agent', () => {
    assert.deepEqual(about(/tool/), []);
  });
});

describe('the check of the architecture', () => {
  const folder = makeTemp('architecture');
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  /** Each is found in a file of its own, outside core/agent. */
  const plants: Readonly<Record<string, string>> = {
    '/path': "await http.get('/path');",
    '/project/current': 'await http.get(`/project/current?directory=${directory}`);',
    '/pty': "await http.post('/pty', {});",
    '/pty/:id/connect': 'open(`/pty/${id}/connect`);',
    '/event': "open('/opencode/event');",
    '/session/:id': 'await http.get(`/session/${id}/message`);',
    '/v1': "await http.post('/v1/processes/run', {});",
    'the name of a tool': "if (part.tool === 'bash') run();",
    'the argument of a tool': "const path = input['filePath'];",
    'an argument by its property': 'const path = input.filePath;',
    'the metadata of a tool': 'const diff = part.metadata?.diff;',
  };
  const fileOf = (at: number): string => `src/host/features/chat/planted${at}.ts`;
  let found: ReturnType<typeof check>;

  before(() => {
    for (const [at, text] of Object.values(plants).entries()) write(fileOf(at), text);
    for (const [at, text] of Object.values(plants).entries()) write(`src/core/agent/opencode1/fine${at}.ts`, text);
    write('src/host/services/deepLinks.ts', "if (path === '/session') open();");
    write('src/core/a/one.ts', "import { two } from '../b/two.js';");
    write('src/core/b/two.ts', "import { three } from '../c/three.js';");
    write('src/core/c/three.ts', "import { one } from '../a/one.js';");
    write('src/core/a/below/four.ts', "import { one } from '../one.js';");
    found = check(folder);
  });
  after(() => removeTemp(folder));

  for (const [at, what] of Object.keys(plants).entries())
    it(`fails where a file outside core/agent names ${what}`, () => {
      assert.ok(found.fails);
      assert.equal(found.problems.filter((problem) => problem.startsWith(`${fileOf(at)}:`)).length, 1);
    });

  it('sees a cycle of folders', () => {
    const cycles = found.problems.filter((problem) => problem.startsWith('cycle of folders'));
    assert.equal(cycles.length, 3, 'one from each folder');
    assert.ok(cycles.includes('cycle of folders: src/core/b → src/core/c → src/core/a → src/core/b'));
  });

  it('lets core/agent name what servers have, and others their own links', () => {
    const files = found.problems.map((problem) => problem.split(':')[0] ?? '');
    assert.deepEqual(
      files.filter((file) => file.includes('fine') || file.includes('deepLinks')),
      [],
    );
  });
});
