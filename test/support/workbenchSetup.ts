// Puts a real VS Code server (code-server, and the Node it needs) into a cache outside the checkout: about 450 MB, once.
// No install script of a package runs; the few native modules that are needed are built by name.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ensurePrograms } from './programs.js';

/** Location of the host. */
export interface HostPaths {
  readonly codeServer: string;
  /** The Node that runs it. */
  readonly node: string;
}

/** What is removed and what is built; part of the cache's key. */
const recipe = {
  version: 1,
  // Dependencies of lib/vscode that no test needs: about 330 of 400 MB.
  unneeded: [
    '@github/copilot-sdk',
    '@devcontainers/cli',
    '@microsoft/mxc-sdk',
    '@vscode/copilot-api',
    '@vscode/sqlite3',
    '@vscode/windows-process-tree',
    '@vscode/windows-registry',
    'kerberos',
    'ssh2',
  ],
  // The two largest built-in extensions: 90 MB, and the first would access the network.
  unneededExtensions: ['copilot', 'mermaid-markdown-features'],
  // Output channels and log files, the extension host's watchdog, the git extension.
  natives: ['@vscode/spdlog', '@vscode/native-watchdog', '@vscode/fs-copyfile'],
};

const install = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

function pathsIn(folder: string): HostPaths {
  const own = join(folder, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  return { codeServer: join(folder, 'node_modules/code-server'), node: existsSync(own) ? own : process.execPath };
}

/** Installs into `folder`, which holds package.json and its lock. */
function fill(folder: string): void {
  execFileSync('npm', ['ci', ...install], { cwd: folder, stdio: 'inherit' });
  const { codeServer, node } = pathsIn(folder);
  const vscode = join(codeServer, 'lib/vscode');
  // This machine's npm, but run by the host's Node and with that Node's headers.
  const home = join(node, '../..');
  const env = {
    ...process.env,
    PATH: join(home, 'bin') + delimiter + (process.env['PATH'] ?? ''),
    npm_config_nodedir: home,
    npm_config_loglevel: 'error',
  };
  const npm = (cwd: string, ...args: string[]): void => void execFileSync('npm', args, { cwd, env, stdio: 'inherit' });
  const manifest = join(vscode, 'package.json');
  const content = JSON.parse(readFileSync(manifest, 'utf8')) as { dependencies: Record<string, string> };
  for (const name of recipe.unneeded) delete content.dependencies[name];
  writeFileSync(manifest, JSON.stringify(content, null, 2));
  npm(vscode, 'install', '--omit=dev', ...install);
  npm(join(vscode, 'extensions'), 'install', '--omit=dev', ...install);
  for (const name of recipe.unneededExtensions)
    rmSync(join(vscode, 'extensions', name), { recursive: true, force: true });
  const ripgrep = join(vscode, 'node_modules/@vscode/ripgrep-universal/bin');
  for (const name of readdirSync(ripgrep)) {
    if (name !== `${process.platform}-${process.arch}`) rmSync(join(ripgrep, name), { recursive: true });
  }
  npm(vscode, 'rebuild', ...recipe.natives);
}

/** Installs the host if needed, and returns its location. */
export function setUpWorkbench(): HostPaths {
  const source = 'test/support/codeServer';
  const key = createHash('sha256')
    .update(readFileSync(join(source, 'package-lock.json')))
    .update(JSON.stringify([recipe, process.platform, process.arch]))
    .digest('hex')
    .slice(0, 16);
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'opencode-sandbox-tests');
  const folder = join(cache, key);
  if (existsSync(folder)) return pathsIn(folder);
  ensurePrograms('git', 'toolchain');
  console.log(`installing VS Code's server into ${folder} (once)`);
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, 'draft-'));
  try {
    cpSync(source, draft, { recursive: true });
    fill(draft);
    // Renamed into place, so that it is never incomplete, even if two runs start at once.
    if (!existsSync(folder)) renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return pathsIn(folder);
}
