// Two real extension hosts for the same suite: desktop VS Code where it is available, otherwise code-server.
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { resolve } from 'node:path';
import { selectionVariable } from './testSelection.js';
import { makeRepository } from './repository.js';
import { readResults, resultsVariable } from './results.js';
import { until } from './temp.js';
import { openBrowser, startWorkbench } from './workbench.js';

/** What the suite in the extension host gets. */
export interface SuiteOptions {
  /** File for its results. */
  readonly results: string;
  readonly grep: string | undefined;
}

const suite = resolve('out/test/extension/index.cjs');

const environment = ({ results, grep }: SuiteOptions): Record<string, string> => ({
  [resultsVariable]: results,
  TEST_ROOT: resolve('.'),
  ...(grep === undefined ? {} : { TEST_GREP: grep }),
  ...(process.env[selectionVariable] === undefined ? {} : { [selectionVariable]: process.env[selectionVariable] }),
});

/** Desktop VS Code's executable, or why there is none. */
export async function findDesktop(): Promise<{ readonly path: string } | { readonly reason: string }> {
  const hasDisplay = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  if (!hasDisplay) return { reason: 'no display' };
  const given = process.env['VSCODE_EXECUTABLE'];
  if (given) return { path: given };
  try {
    return {
      path: await downloadAndUnzipVSCode({ version: process.env['VSCODE_VERSION'] ?? 'stable', timeout: 15_000 }),
    };
  } catch (error) {
    return { reason: `it cannot be downloaded: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Runs the suite in desktop VS Code. */
export async function runInDesktop(path: string, options: SuiteOptions): Promise<void> {
  const workspace = makeRepository();
  try {
    await runTests({
      vscodeExecutablePath: path,
      extensionDevelopmentPath: resolve('.'),
      extensionTestsPath: suite,
      extensionTestsEnv: environment(options),
      launchArgs: [workspace.path, '--disable-extensions', '--disable-workspace-trust', '--skip-welcome'],
    }).catch(() => undefined); // The results tell what failed.
  } finally {
    workspace.remove();
  }
}

/** What the workbench reports when the extension host ends. */
interface Exit {
  readonly code: number;
  readonly logs: readonly { readonly relativePath: string; readonly contents: string }[];
}

/** Number of lines at the end of each log that are shown. */
const SHOWN_LINES = 20;

const describeExit = (exit: Exit | undefined): string =>
  [
    `the workbench reports that the extension host ended with code ${exit?.code}`,
    ...(exit?.logs ?? []).map(
      ({ relativePath, contents }) =>
        `# ${relativePath}\n${contents.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n')}`,
    ),
  ].join('\n');

/** Runs the suite in code-server's extension host, for which a browser must show the workbench. */
export async function runInServer(options: SuiteOptions): Promise<void> {
  const server = await startWorkbench({ automation: true, env: environment(options) });
  const browser = await openBrowser();
  let exit: Exit | undefined;
  const isComplete = (): boolean => readResults(options.results).some(({ state }) => state === 'end');
  try {
    const page = await browser.newPage();
    await page.exposeFunction('codeAutomationExit', (code: number, logs?: Exit['logs']) => {
      exit = { code, logs: logs ?? [] };
    });
    await page.exposeFunction('codeAutomationLog', () => undefined);
    await page.goto(
      server.url([
        ['extensionDevelopmentPath', server.remoteUri(resolve('.'))],
        ['extensionTestsPath', server.remoteUri(suite)],
      ]),
    );
    await until('the suite ends', () => exit !== undefined || isComplete(), 2_700_000);
    if (!isComplete()) console.error(describeExit(exit), `\n${server.log()}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error, `\n${server.log()}`);
  } finally {
    await browser.close();
    await server.dispose();
  }
}
