// `npm run demo`: the packaged extension in a real workbench, beside a real OpenCode server with a scripted model.
// Stops everything on Ctrl-C. With --check it sends one prompt through the browser and ends.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openWindow, type Workbench } from '../e2e/workbench.js';
import { startModel } from '../support/model.js';
import { startOpencode } from '../support/opencode.js';
import { buildForProduction, packageExtension } from '../support/packaged.js';
import { ensurePrograms } from '../support/programs.js';
import { makeRepository } from '../support/repository.js';
import { sampleAnswers, samplePermissions, sampleProject } from '../support/sample.js';
import { makeTemp, removeTemp } from '../support/temp.js';
import { openBrowser, startWorkbench, type WorkbenchServer } from '../support/workbench.js';

const cleanups: (() => Promise<void> | void)[] = [];
async function stop(): Promise<void> {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
}

/** Starts everything; the sandbox needs no password, since it is reached on this machine only. */
async function start(): Promise<WorkbenchServer> {
  ensurePrograms('ripgrep', 'git');
  buildForProduction();
  const vsix = await packageExtension();
  const temp = makeTemp('demo');
  cleanups.push(() => removeTemp(temp));
  const remote = makeRepository(sampleProject, join(temp, 'sandbox'));
  const local = join(temp, 'greetings');
  execFileSync('git', ['clone', '-q', remote.path, local]);
  const model = await startModel(sampleAnswers);
  cleanups.push(() => model.close());
  const config = { permission: samplePermissions };
  const server = await startOpencode({ model, workspace: remote.path, password: null, config });
  cleanups.push(() => server.dispose());
  const workbench = await startWorkbench({
    workspace: local,
    vsix: [vsix],
    settings: { 'opencodeSandbox.sandboxes': [{ id: 'demo', name: 'Demo', url: server.url }] },
  });
  cleanups.push(() => workbench.dispose());
  return workbench;
}

/** Moves a border of the window, as one does by the mouse. */
async function drag(page: Page, from: readonly [number, number], by: readonly [number, number]): Promise<void> {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(from[0] + by[0], from[1] + by[1], { steps: 5 });
  await page.mouse.up();
}

/** Room for the conversation: a wider side bar, and fewer rows of the tree. */
async function makeRoom({ page }: Workbench): Promise<void> {
  const bar = await page.locator('.part.sidebar').boundingBox();
  if (bar) await drag(page, [bar.x + bar.width, bar.y + bar.height / 2], [150, 0]);
  const chat = await page.locator('.pane-header', { hasText: 'Chat' }).boundingBox();
  if (chat) await drag(page, [chat.x + chat.width / 2, chat.y], [0, -200]);
}

/** One prompt, as a person sends it, and what came of it; the picture is the one of the README. */
async function check(workbench: WorkbenchServer): Promise<void> {
  const browser = await openBrowser();
  cleanups.push(() => browser.close());
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2 });
  const window = await openWindow(workbench, browser, { context });
  await window.activity('OpenCode Sandbox');
  await makeRoom(window);
  await window.row('Demo').waitFor();
  const chat = window.chat();
  await chat.getByRole('textbox', { name: 'Message' }).fill('Add a way to say goodbye');
  await chat.getByRole('button', { name: 'Send', exact: true }).click();
  await chat
    .getByRole('group', { name: /^Permission/ })
    .getByRole('button', { name: 'Allow once' })
    .click({ timeout: 60_000 });
  await chat.getByText('The tests pass.').waitFor({ timeout: 60_000 });
  await chat.getByRole('button', { name: 'Review' }).first().click();
  await window.page.locator('.monaco-diff-editor .view-line', { hasText: 'farewell' }).first().waitFor();
  await window.screenshot('demo');
  console.log('demo: prompt answered, out/screenshots/demo.png written');
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void stop().finally(() => process.exit(0)));
}
try {
  const workbench = await start();
  if (process.argv.includes('--check')) {
    await check(workbench);
    await stop();
    process.exit(0);
  }
  console.log(
    `\nOpenCode Sandbox is at work. Open this in a browser:\n\n  ${workbench.url()}\n\nThen choose OpenCode Sandbox on the left, and ask for anything. Ctrl-C stops everything.`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await stop();
  process.exit(1);
}
