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

/** Runs the suite in code-server's extension host, for which a browser must show the workbench. */
export async function runInServer(options: SuiteOptions): Promise<void> {
  const server = await startWorkbench({ automation: true, env: environment(options) });
  const browser = await openBrowser();
  let exited = false;
  const ended = (): boolean => exited || readResults(options.results).some(({ state }) => state === 'end');
  try {
    const page = await browser.newPage();
    await page.exposeFunction('codeAutomationExit', () => void (exited = true));
    await page.exposeFunction('codeAutomationLog', () => undefined);
    await page.goto(
      server.url([
        ['extensionDevelopmentPath', server.remoteUri(resolve('.'))],
        ['extensionTestsPath', server.remoteUri(suite)],
      ]),
    );
    await until('the suite ends', ended, 1_500_000);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error, `\n${server.log()}`);
  } finally {
    await browser.close();
    await server.dispose();
  }
}
