// Files that each break a rule of the architecture, and files that follow the rules.

/** A file that breaks a rule. */
interface Violation {
  readonly rule: string;
  readonly file: string;
  readonly text: string;
  /** What the linter reports. */
  readonly message: RegExp;
}

/** Violations of rules with one message: what breaks the rule, where, and by what text. */
const violationsOf = (
  message: RegExp,
  ...files: readonly (readonly [rule: string, file: string, text: string])[]
): readonly Violation[] => files.map(([rule, file, text]) => ({ rule, file, text, message }));

/** A file that imports a function and calls it. */
const calls = (name: string, from: string): string => `import { ${name} } from '${from}';\n${name}();\n`;
/** A file that uses VS Code's API. */
const usesVscode = (statement: string): string => `import * as vscode from 'vscode';\n${statement};\n`;
/** A file with a function of this many lines. */
const longFunction = (lines: number): string =>
  `export function long(): number {\n  let sum = 0;\n${'  sum += 1;\n'.repeat(lines)}  return sum;\n}\n`;
/** A file of this many lines. */
const longFile = (lines: number): string =>
  Array.from({ length: lines }, (_, at) => `export const a${at} = ${at};\n`).join('');

const INTERNALS = 'the internals of core/agent stay inside:';
const NODE_MODULES = 'modules of Node.js only in host/platform/node';
const NODE_GLOBALS = 'globals of Node.js only in host/platform/node';

export const VIOLATIONS: readonly Violation[] = [
  ...violationsOf(
    /only ports and connect of core\/agent/,
    [
      `${INTERNALS} the extension host`,
      'src/host/services/planted.ts',
      calls('createHttp', '../../core/agent/transport/http.js'),
    ],
    [`${INTERNALS} a feature`, 'src/host/features/chat/planted.ts', calls('probe', '../../../core/agent/probe.js')],
    [`${INTERNALS} the core`, 'src/core/sandbox/planted.ts', calls('createOpenCode1', '../agent/opencode1/adapter.js')],
    [`${INTERNALS} the entry point`, 'src/extension.ts', calls('createHttp', './core/agent/transport/http.js')],
  ),
  ...violationsOf(
    /no-nodejs-modules/,
    [NODE_MODULES, 'src/host/features/cost/planted.ts', calls('readFileSync', 'node:fs')],
    [`${NODE_MODULES}: not in the core`, 'src/core/sync/module.ts', calls('readFileSync', 'node:fs')],
    [
      `${NODE_MODULES}: not in the webview`,
      'src/webview/module.ts',
      "import { sep } from 'path';\nexport const planted = sep;\n",
    ],
  ),
  ...violationsOf(/the web has no Buffer/, [
    NODE_GLOBALS,
    'src/core/sync/planted.ts',
    "export const planted = Buffer.from('a');\n",
  ]),
  ...violationsOf(/the web has no process/, [
    `${NODE_GLOBALS}: process`,
    'src/host/services/process.ts',
    'export const planted = process.platform;\n',
  ]),
  ...violationsOf(
    /Node\.js only in host\/platform\/node/,
    [`${NODE_GLOBALS}: __dirname`, 'src/host/services/dirname.ts', 'export const planted = __dirname;\n'],
    [
      `${NODE_GLOBALS}: require`,
      'src/host/services/require.ts',
      "export const planted: unknown = require('node:fs');\n",
    ],
  ),
  ...violationsOf(/a feature does not import another one/, [
    'a feature imports no other feature',
    'src/host/features/cost/other.ts',
    calls('register', '../chat/index.js'),
  ]),
  ...violationsOf(
    /this layer must not import that one/,
    ['shared imports no other layer', 'src/shared/planted.ts', calls('probe', '../core/agent/connect.js')],
    [
      'the webview does not import the extension host',
      'src/webview/planted.ts',
      calls('register', '../host/features/chat/index.js'),
    ],
    [
      'the webview does not import the core',
      'src/webview/layers.ts',
      calls('connectServer', '../core/agent/connect.js'),
    ],
    [
      'the core imports neither the extension host nor the webview',
      'src/core/sync/layers.ts',
      calls('register', '../../host/features/chat/index.js'),
    ],
    [
      'the extension host does not import the webview',
      'src/host/services/layers.ts',
      calls('Composer', '../../webview/composer/Composer.js'),
    ],
  ),
  ...violationsOf(
    /this layer does not import that package/,
    ['the core does not know VS Code', 'src/core/sandbox/workbench.ts', usesVscode('vscode.window.showQuickPick([])')],
    ['shared imports no package', 'src/shared/package.ts', "import { diffLines } from 'diff';\ndiffLines('a', 'b');\n"],
  ),
  ...violationsOf(/no-cycle/, [
    'files import each other one way only',
    'src/shared/one.ts',
    "import { two } from './two.js';\nexport const one = (): number => two();\n",
  ]),
  ...violationsOf(/max-lines-per-function/, [
    'a closure does not grow past 100 lines',
    'src/host/services/long.ts',
    longFunction(120),
  ]),
  ...violationsOf(/max-lines\)/, ['a file does not grow past 300 lines', 'src/shared/long.ts', longFile(320)]),
  ...violationsOf(/use diskPath/, [
    'addresses of other machines are not taken for paths',
    'src/host/features/cost/path.ts',
    'export const planted = (uri: { fsPath: string }): string => uri.fsPath;\n',
  ]),
  ...violationsOf(/use fileSystemErrors/, [
    'errors of file systems are made in one place',
    'src/host/features/cost/error.ts',
    usesVscode("export const planted = vscode.FileSystemError.Unavailable('a')"),
  ]),
  ...violationsOf(/use plainMarkdown/, [
    'foreign text does not become Markdown',
    'src/host/features/cost/markdown.ts',
    usesVscode("export const planted = new vscode.MarkdownString('a')"),
  ]),
  ...violationsOf(/use showError/, [
    'foreign text does not become links of a notification',
    'src/host/features/cost/message.ts',
    usesVscode("void vscode.window.showErrorMessage('a')"),
  ]),
  ...violationsOf(/no-super-linear-backtracking/, [
    'regular expressions do not backtrack for long',
    'src/shared/expression.ts',
    'export const planted = /^(?:a+)+b$/;\n',
  ]),
];

/** Half of the cycle of imports. */
export const CYCLE = 'src/shared/two.ts';

/** Files that follow the rules beside those that break them. */
export const FINE: Readonly<Record<string, string>> = {
  [CYCLE]: "import { one } from './one.js';\nexport const two = (): number => one();\n",
  'src/host/services/fine.ts':
    "import { connectServer } from '../../core/agent/connect.js';\nexport const fine = (): unknown => connectServer();\n",
  'src/host/features/cost/fine.ts':
    "import { own } from './own.js';\nimport { fine } from '../../services/fine.js';\nexport const both = [own, fine];\n",
  'src/host/features/cost/own.ts': 'export const own = 1;\n',
  'src/host/platform/node/fine.ts': "import { sep } from 'node:path';\nexport const fine = sep + process.platform;\n",
  'src/core/agent/connect.ts': 'export const connectServer = (): number => 1;\nexport const probe = connectServer;\n',
};
