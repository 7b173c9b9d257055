// Plants a violation of each rule of the architecture and looks whether the checks of `npm run lint` see it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { makeTemp, removeTemp } from '../support/temp.js';

interface Plant {
  readonly rule: string;
  readonly file: string;
  readonly text: string;
  /** What the message of the linter says. */
  readonly says: RegExp;
}

const long = (lines: number): string =>
  `export function long(): number {\n  let sum = 0;\n${'  sum += 1;\n'.repeat(lines)}  return sum;\n}\n`;

const PLANTS: readonly Plant[] = [
  {
    rule: 'the internals of core/agent stay inside: the extension host',
    file: 'src/host/services/planted.ts',
    text: "import { createHttp } from '../../core/agent/transport/http.js';\ncreateHttp();\n",
    says: /only ports and connect of core\/agent/,
  },
  {
    rule: 'the internals of core/agent stay inside: a feature',
    file: 'src/host/features/chat/planted.ts',
    text: "import { probe } from '../../../core/agent/probe.js';\nprobe();\n",
    says: /only ports and connect of core\/agent/,
  },
  {
    rule: 'the internals of core/agent stay inside: the core',
    file: 'src/core/sandbox/planted.ts',
    text: "import { createOpenCode1 } from '../agent/opencode1/adapter.js';\ncreateOpenCode1();\n",
    says: /only ports and connect of core\/agent/,
  },
  {
    rule: 'modules of Node.js only in host/platform/node',
    file: 'src/host/features/cost/planted.ts',
    text: "import { readFileSync } from 'node:fs';\nreadFileSync('a');\n",
    says: /no-nodejs-modules/,
  },
  {
    rule: 'globals of Node.js only in host/platform/node',
    file: 'src/core/sync/planted.ts',
    text: "export const planted = Buffer.from('a');\n",
    says: /the web has no Buffer/,
  },
  {
    rule: 'a feature imports no other feature',
    file: 'src/host/features/cost/other.ts',
    text: "import { register } from '../chat/index.js';\nregister();\n",
    says: /a feature does not import another one/,
  },
  {
    rule: 'a closure does not grow past 100 lines',
    file: 'src/host/services/long.ts',
    text: long(120),
    says: /max-lines-per-function/,
  },
  {
    rule: 'a file does not grow past 300 lines',
    file: 'src/shared/long.ts',
    text: Array.from({ length: 320 }, (_, at) => `export const a${at} = ${at};\n`).join(''),
    says: /max-lines\)/,
  },
  {
    rule: 'files import each other one way only',
    file: 'src/shared/one.ts',
    text: "import { two } from './two.js';\nexport const one = (): number => two();\n",
    says: /no-cycle/,
  },
  {
    rule: 'shared imports no other layer',
    file: 'src/shared/planted.ts',
    text: "import { probe } from '../core/agent/connect.js';\nprobe();\n",
    says: /this layer must not import that one/,
  },
  {
    rule: 'the webview does not import the extension host',
    file: 'src/webview/planted.ts',
    text: "import { register } from '../host/features/chat/index.js';\nregister();\n",
    says: /this layer must not import that one/,
  },
  {
    rule: 'the core does not know VS Code',
    file: 'src/core/sandbox/workbench.ts',
    text: "import * as vscode from 'vscode';\nvscode.window.showQuickPick([]);\n",
    says: /this layer does not import that package/,
  },
  {
    rule: 'the internals of core/agent stay inside: the entry point',
    file: 'src/extension.ts',
    text: "import { createHttp } from './core/agent/transport/http.js';\ncreateHttp();\n",
    says: /only ports and connect of core\/agent/,
  },
  {
    rule: 'modules of Node.js only in host/platform/node: not in the core',
    file: 'src/core/sync/module.ts',
    text: "import { readFileSync } from 'node:fs';\nreadFileSync('a');\n",
    says: /no-nodejs-modules/,
  },
  {
    rule: 'modules of Node.js only in host/platform/node: not in the webview',
    file: 'src/webview/module.ts',
    text: "import { sep } from 'path';\nexport const planted = sep;\n",
    says: /no-nodejs-modules/,
  },
  {
    rule: 'globals of Node.js only in host/platform/node: process',
    file: 'src/host/services/process.ts',
    text: 'export const planted = process.platform;\n',
    says: /the web has no process/,
  },
  {
    rule: 'globals of Node.js only in host/platform/node: __dirname',
    file: 'src/host/services/dirname.ts',
    text: 'export const planted = __dirname;\n',
    says: /Node\.js only in host\/platform\/node/,
  },
  {
    rule: 'globals of Node.js only in host/platform/node: require',
    file: 'src/host/services/require.ts',
    text: "export const planted: unknown = require('node:fs');\n",
    says: /Node\.js only in host\/platform\/node/,
  },
  {
    rule: 'the core imports neither the extension host nor the webview',
    file: 'src/core/sync/layers.ts',
    text: "import { register } from '../../host/features/chat/index.js';\nregister();\n",
    says: /this layer must not import that one/,
  },
  {
    rule: 'the extension host does not import the webview',
    file: 'src/host/services/layers.ts',
    text: "import { Composer } from '../../webview/composer/Composer.js';\nComposer();\n",
    says: /this layer must not import that one/,
  },
  {
    rule: 'the webview does not import the core',
    file: 'src/webview/layers.ts',
    text: "import { connectServer } from '../core/agent/connect.js';\nconnectServer();\n",
    says: /this layer must not import that one/,
  },
  {
    rule: 'shared imports no package',
    file: 'src/shared/package.ts',
    text: "import { diffLines } from 'diff';\ndiffLines('a', 'b');\n",
    says: /this layer does not import that package/,
  },
  {
    rule: 'addresses of other machines are not taken for paths',
    file: 'src/host/features/cost/path.ts',
    text: 'export const planted = (uri: { fsPath: string }): string => uri.fsPath;\n',
    says: /use diskPath/,
  },
  {
    rule: 'errors of file systems are made in one place',
    file: 'src/host/features/cost/error.ts',
    text: "import * as vscode from 'vscode';\nexport const planted = vscode.FileSystemError.Unavailable('a');\n",
    says: /use fileSystemErrors/,
  },
  {
    rule: 'foreign text does not become Markdown',
    file: 'src/host/features/cost/markdown.ts',
    text: "import * as vscode from 'vscode';\nexport const planted = new vscode.MarkdownString('a');\n",
    says: /use plainMarkdown/,
  },
  {
    rule: 'foreign text does not become links of a notification',
    file: 'src/host/features/cost/message.ts',
    text: "import * as vscode from 'vscode';\nvoid vscode.window.showErrorMessage('a');\n",
    says: /use showError/,
  },
  {
    rule: 'regular expressions do not backtrack for long',
    file: 'src/shared/expression.ts',
    text: 'export const planted = /^(?:a+)+b$/;\n',
    says: /no-super-linear-backtracking/,
  },
];

/** Files that follow the rules beside those that break them. */
const FINE: Readonly<Record<string, string>> = {
  'src/shared/two.ts': "import { one } from './one.js';\nexport const two = (): number => one();\n",
  'src/host/services/fine.ts':
    "import { connectServer } from '../../core/agent/connect.js';\nexport const fine = (): unknown => connectServer();\n",
  'src/host/features/cost/fine.ts':
    "import { own } from './own.js';\nimport { fine } from '../../services/fine.js';\nexport const both = [own, fine];\n",
  'src/host/features/cost/own.ts': 'export const own = 1;\n',
  'src/host/platform/node/fine.ts': "import { sep } from 'node:path';\nexport const fine = sep + process.platform;\n",
  'src/core/agent/connect.ts': 'export const connectServer = (): number => 1;\nexport const probe = connectServer;\n',
};

const run = (cwd: string, program: string, ...args: readonly string[]): { status: number | null; output: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve(program), ...args], {
    cwd,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
};

describe('npm run lint', () => {
  const folder = makeTemp('lint');
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  let found: readonly { readonly filename: string; readonly message: string }[] = [];

  before(() => {
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
    copyFileSync('.oxlintrc.json', join(folder, '.oxlintrc.json'));
    for (const { file, text } of PLANTS) write(file, text);
    for (const [file, text] of Object.entries(FINE)) write(file, text);
    const { output } = run(folder, 'node_modules/oxlint/bin/oxlint', '--format=json', 'src');
    const { diagnostics } = JSON.parse(output) as {
      readonly diagnostics: readonly {
        readonly code: string;
        readonly message: string;
        readonly help?: string;
        readonly filename: string;
      }[];
    };
    found = diagnostics.map(({ code, message, help = '', filename }) => ({
      filename: filename.replaceAll('\\', '/'),
      message: `${code} ${message} ${help}`,
    }));
  });
  after(() => removeTemp(folder));

  for (const { rule, file, says } of PLANTS)
    it(`fails where a file breaks a rule: ${rule}`, () => {
      const messages = found.filter(({ filename }) => filename.endsWith(file)).map(({ message }) => message);
      assert.match(messages.join('\n'), says);
    });

  it('lets files pass that follow the rules', () => {
    const fine = Object.keys(FINE).filter((file) => file !== 'src/shared/two.ts');
    assert.deepEqual(
      found.filter(({ filename }) => fine.some((file) => filename.endsWith(file))),
      [],
    );
  });

  it('fails where package.json is not what the tables of the features generate', () => {
    const copy = makeTemp('manifest');
    for (const name of ['src', 'node_modules']) symlinkSync(resolve(name), join(copy, name), 'junction');
    writeFileSync(join(copy, 'package.json'), readFileSync('package.json', 'utf8').replace('$(trash)', '$(add)'));
    const { status, output } = run(copy, 'scripts/contributions.mjs', '--check');
    removeTemp(copy);
    assert.equal(status, 1);
    assert.match(output, /package\.json differs from the contributions\.ts/);
  });

  it('fails where a file, an export or a package is not used', () => {
    const copy = makeTemp('unused');
    symlinkSync(resolve('node_modules'), join(copy, 'node_modules'), 'junction');
    copyFileSync('knip.json', join(copy, 'knip.json'));
    const manifest = { name: 'planted', main: './src/extension.ts', devDependencies: { diff: '*' } };
    writeFileSync(join(copy, 'package.json'), JSON.stringify(manifest));
    mkdirSync(join(copy, 'src'));
    writeFileSync(join(copy, 'src/extension.ts'), "import { used } from './used.js';\nconsole.log(used);\n");
    writeFileSync(join(copy, 'src/used.ts'), 'export const used = 1;\nexport const unusedExport = 2;\n');
    writeFileSync(join(copy, 'src/unusedFile.ts'), 'export const alone = 1;\n');
    const { status, output } = run(copy, 'node_modules/knip/bin/knip.js', '--include', 'files,exports,dependencies');
    removeTemp(copy);
    assert.notEqual(status, 0);
    assert.match(output, /unusedFile\.ts/);
    assert.match(output, /unusedExport/);
    assert.match(output, /diff +package\.json/);
  });
});
