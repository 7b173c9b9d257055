// A real VS Code server with its web workbench on a free loopback port, and Chromium for it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { chromiumPath, ensurePrograms } from './programs.js';
import { startProcess } from './process.js';
import { makeRepository, sampleFiles, type Files, type Repository } from './repository.js';
import { freePort, makeTemp, removeTemp } from './temp.js';
import { setUpWorkbench } from './workbenchSetup.js';

/** Options of the workbench. */
export interface WorkbenchOptions {
  /** Files of a new git repository, or a folder to open as it is; the sample files. */
  readonly workspace?: Files | string;
  /** Packaged extensions to install first. */
  readonly vsix?: readonly string[];
  /** Merged into the quiet settings. */
  readonly settings?: Settings;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** If true, workspace trust is on and the folder is not trusted. */
  readonly untrusted?: boolean;
  /** For a suite in the extension host; it silences notifications and dialogs. */
  readonly automation?: boolean;
  readonly port?: number;
}

/** A user's settings.json. */
export type Settings = Readonly<Record<string, unknown>>;

/** The server of the workbench. */
export interface WorkbenchServer {
  /** Where its data is; removed by `dispose`. */
  readonly dir: string;
  /** The open folder. */
  readonly folder: string;
  /** The folder as a repository, unless a path was given. */
  readonly repository: Repository | undefined;
  readonly origin: string;
  /** Address of the workbench; `payload` as in VS Code's own web workbench. */
  url(payload?: readonly (readonly [string, string])[]): string;
  remoteUri(path: string): string;
  /** Changes the user's settings on disk (undefined removes one): for windows opened or reloaded after it. */
  writeSettings(change: Settings): void;
  readSettings(): Settings;
  log(): string;
  /** The logs of the extensions and their host. */
  extensionLogs(): string;
  /** Restarts it with the same data at the same address, so that secrets are still available. */
  restart(): Promise<void>;
  dispose(): Promise<void>;
}

/** Settings that make a run quiet and repeatable. */
const quiet: Settings = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.colorTheme': 'Dark Modern',
  'workbench.reduceMotion': 'on',
  'workbench.editor.useModal': 'off',
  'workbench.quickOpen.closeOnFocusLost': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'editor.cursorBlinking': 'solid',
  'extensions.autoUpdate': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'git.autofetch': false,
  'git.openRepositoryInParentFolders': 'never',
  'files.simpleDialog.enable': true,
  'files.autoSave': 'off',
  // Keeps text in settings.json unchanged.
  '[jsonc]': { 'editor.autoClosingQuotes': 'never', 'editor.autoClosingBrackets': 'never' },
};

const trust = (untrusted: boolean): Settings => ({
  'security.workspace.trust.enabled': untrusted,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
});

/** Isolates the server from a VS Code that this runs in, and from the user's own code-server. */
const foreign =
  /^(VSCODE|ELECTRON|CODE_SERVER|CS|XDG|OPENCODE|GIT)_|^(PASSWORD|HASHED_PASSWORD|PORT|GITHUB_TOKEN|NODE_OPTIONS)$/;

const environment = (more: Readonly<Record<string, string>> = {}): Record<string, string> => {
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(own.map(([name, value]) => [name, value ?? ''])),
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    ...more,
  };
};

/** Starts the server, with the extensions installed, and waits until it listens. */
export async function startWorkbench(options: WorkbenchOptions = {}): Promise<WorkbenchServer> {
  const { codeServer, node } = setUpWorkbench();
  const { workspace = sampleFiles, untrusted = false } = options;
  const dir = makeTemp('workbench');
  const repository = typeof workspace === 'string' ? undefined : makeRepository(workspace, join(dir, 'workspace'));
  const folder = typeof workspace === 'string' ? resolve(workspace) : join(dir, 'workspace');
  const settingsFile = join(dir, 'data/User/settings.json');
  mkdirSync(join(dir, 'data/User'), { recursive: true });
  writeFileSync(settingsFile, JSON.stringify({ ...quiet, ...trust(untrusted), ...options.settings }, null, 2));
  const readSettings = (): Settings => JSON.parse(readFileSync(settingsFile, 'utf8')) as Settings;
  const env = environment({ HOME: makeHome(dir), ...options.env });
  const common = [
    codeServer,
    `--config=${dir}/config.yaml`,
    `--user-data-dir=${dir}/data`,
    `--extensions-dir=${dir}/extensions`,
  ];
  const port = options.port ?? (await freePort());
  const origin = `http://127.0.0.1:${port}`;
  const args = [
    ...common,
    '--auth=none',
    `--bind-addr=127.0.0.1:${port}`,
    '--disable-update-check',
    '--disable-telemetry',
    '--disable-getting-started-override',
    '--ignore-last-opened',
    ...(untrusted ? [] : ['--disable-workspace-trust']),
    // A built VS Code takes extensionDevelopmentPath and extensionTestsPath from the address only with this switch.
    ...(options.automation ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
    ...(options.args ?? []),
  ];
  const run = () =>
    startProcess({ command: node, args, cwd: dir, env, ready: (log) => log.includes('HTTP server listening') });
  try {
    for (const vsix of options.vsix ?? []) {
      execFileSync(node, [...common, '--install-extension', resolve(vsix), '--force'], {
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
    }
    let child = await run();
    return {
      dir,
      folder,
      repository,
      origin,
      url: (payload) => {
        const extra = payload ? `&payload=${encodeURIComponent(JSON.stringify(payload))}` : '';
        return `${origin}/?folder=${encodeURIComponent(folder)}${extra}`;
      },
      remoteUri: (path) => `vscode-remote://127.0.0.1:${port}${path}`,
      writeSettings: (change) => writeFileSync(settingsFile, JSON.stringify({ ...readSettings(), ...change }, null, 2)),
      readSettings,
      log: () => child.log(),
      extensionLogs: () => readLogs(join(dir, 'data/logs')),
      restart: async () => {
        await child.stop();
        child = await run();
      },
      dispose: async () => {
        await child.stop();
        removeTemp(dir);
      },
    };
  } catch (error) {
    removeTemp(dir);
    throw error;
  }
}

/** The extension's own log, and that of the extension host, of each window. */
const readLogs = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /remoteexthost\.log$|opencode-sandbox.*\.log$/i.test(name))
    .map((name) => `# ${name}\n${readFileSync(join(folder, name), 'utf8')}`)
    .join('\n');

/** A home without git settings, keys or histories. */
function makeHome(dir: string): string {
  const home = join(dir, 'home');
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, '.gitconfig'), '[user]\n\tname = Test\n\temail = test@example.com\n');
  return home;
}

/** Starts Chromium; `HEADED=1` shows it. One context in it is one user: secrets live in it. */
export function openBrowser(): Promise<Browser> {
  ensurePrograms('chromium');
  const executablePath = chromiumPath();
  if (!executablePath) throw new Error('no Chromium; name one in CHROMIUM');
  const quietly = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return chromium.launch({
    executablePath,
    headless: process.env['HEADED'] !== '1',
    args: ['--no-sandbox', ...quietly],
    // Its own handlers would end only the browser, and the run would continue. It still ends the browser when this process exits.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}
