// `npm run test:extension`: the suite in a real extension host. Desktop VS Code where it can be had, else the browser workbench.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { makeRepository } from '../support/repository.js';
import { opencodeBinary } from '../support/opencode.js';
import { sandboxAgentBinary } from '../support/sandboxAgent.js';
import { openBrowser, startWorkbench } from '../support/workbench.js';

interface Result {
  readonly state: 'passed' | 'failed' | 'skipped' | 'end';
  readonly title?: string;
  readonly error?: string;
}

const suite = resolve('out/test/extension/index.cjs');
mkdirSync('out', { recursive: true });
const file = join(resolve('out'), `extension-results-${process.pid}.jsonl`);
const results = (): readonly Result[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Result)
    : [];

/** The host runs elsewhere: it is told where the results go and where the servers' programs are. */
const environment = {
  EXTENSION_TEST_RESULTS: file,
  OPENCODE_BIN: opencodeBinary(),
  SANDBOX_AGENT_BIN: sandboxAgentBinary(),
};

/** Desktop VS Code's program, where there is a display and it can be downloaded; why not, otherwise. */
async function desktop(): Promise<{ program: string } | { why: string }> {
  const given = process.env['VSCODE_EXECUTABLE'];
  if (given !== undefined) return { program: given };
  const seen =
    process.platform !== 'linux' ||
    process.env['DISPLAY'] !== undefined ||
    process.env['WAYLAND_DISPLAY'] !== undefined;
  if (!seen) return { why: 'there is no display' };
  try {
    return { program: await downloadAndUnzipVSCode({ version: 'stable', timeout: 15_000 }) };
  } catch (error) {
    return { why: `it cannot be downloaded: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function inDesktop(program: string): Promise<void> {
  const repository = makeRepository();
  try {
    await runTests({
      vscodeExecutablePath: program,
      extensionDevelopmentPath: resolve('.'),
      extensionTestsPath: suite,
      extensionTestsEnv: environment,
      launchArgs: [repository.path, '--disable-extensions', '--disable-workspace-trust'],
    });
  } finally {
    repository.remove();
  }
}

async function inBrowser(): Promise<void> {
  const server = await startWorkbench({ automation: true, env: environment });
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const ended = new Promise<void>((done) => void page.exposeFunction('codeAutomationExit', () => done()));
    await page.exposeFunction('codeAutomationLog', () => undefined);
    await page.goto(
      server.url([
        ['extensionDevelopmentPath', server.remoteUri(resolve('.'))],
        ['extensionTestsPath', server.remoteUri(suite)],
      ]),
    );
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('the suite did not end within five minutes')), 300_000);
    });
    await Promise.race([ended, late]).finally(() => clearTimeout(timer));
  } finally {
    await browser.close();
    await server.dispose();
  }
}

const found = await desktop();
try {
  if ('program' in found) {
    console.log('extension host: desktop VS Code');
    await inDesktop(found.program);
  } else {
    console.log(`extension host: VS Code in the browser (desktop VS Code was not used: ${found.why})`);
    await inBrowser();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
}
const all = results();
rmSync(file, { force: true });
for (const { state, title, error } of all)
  if (title !== undefined) console.log(`  ${state}  ${title}${error === undefined ? '' : `\n${error}`}`);
const count = (state: Result['state']): number => all.filter((one) => one.state === state).length;
// A host that dies half-way also ends quietly: the suite's own last word is wanted.
const whole = count('end') === 1 && count('passed') > 0;
console.log(`${count('passed')} passed, ${count('failed') + (whole ? 0 : 1)} failed`);
process.exitCode = whole && count('failed') === 0 ? 0 : 1;
