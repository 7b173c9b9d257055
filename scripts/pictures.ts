// Updates the pictures of the README and the walkthrough from the demo, in a dark and a light theme. Takes an optional
// program that compresses PNG files, since they are part of the package.
import { execFileSync } from 'node:child_process';
import type { Locator } from 'playwright-core';
import { openWindow, type Workbench } from '../test/e2e/workbench.js';
import { endAll, startDemo, type Endings } from '../test/support/demo.js';
import { openBrowser } from '../test/support/workbench.js';

/** An area of the window, in pixels. */
interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const areaOf = async (one: Locator): Promise<Area> => {
  const area = await one.boundingBox();
  if (area === null) throw new Error('nothing to take a picture of');
  return area;
};

const [smaller] = process.argv.slice(2);
async function take({ page }: Workbench, name: string, clip?: Area): Promise<void> {
  const path = `media/${name}.png`;
  await page.screenshot(clip === undefined ? { path } : { path, clip });
  if (smaller !== undefined)
    execFileSync(smaller, ['--quality', '80-98', '--speed', '1', '--strip', '--force', '--output', path, path]);
}

/** Takes a picture of the open quick input with a margin. */
async function takeInput(window: Workbench, name: string): Promise<void> {
  const { x, y, width, height } = await areaOf(window.page.locator('.quick-input-widget:visible'));
  await take(window, name, { x: x - 24, y: 0, width: width + 48, height: y + height + 100 });
  await window.page.keyboard.press('Escape');
}

/** Sends a prompt, takes a picture of the permission request, allows it, and waits for the end of the turn. */
async function ask(window: Workbench, theme: string): Promise<void> {
  const { page } = window;
  const chat = window.chat();
  await chat.getByRole('textbox', { name: 'Message' }).fill('Add a way to say goodbye');
  await chat.getByRole('button', { name: 'Send', exact: true }).click();
  const allow = chat.getByRole('group', { name: /^Permission/ }).getByRole('button', { name: 'Allow once' });
  await allow.and(chat.locator(':enabled')).waitFor();
  const bar = await areaOf(page.locator('.part.sidebar'));
  const header = await areaOf(page.locator('.pane-header', { hasText: 'Chat' }));
  await take(window, `walkthrough/ask-${theme}`, { ...bar, y: header.y, height: bar.y + bar.height - header.y });
  await allow.click();
  await chat.getByText('The tests pass.').waitFor();
}

/** Takes pictures of the changes: the review, the preview before applying, and the tree. */
async function changes(window: Workbench, theme: string): Promise<void> {
  const { page } = window;
  await window.chat().getByRole('button', { name: 'Review' }).first().click();
  await page.locator('.monaco-diff-editor .view-line', { hasText: 'farewell' }).first().waitFor();
  if (theme === 'dark') await take(window, 'screenshot');
  await window.command('OpenCode Sandbox: Apply Changes to Workspace…');
  await window.picks('greet.test.js').waitFor();
  await takeInput(window, `walkthrough/changes-${theme}`);
  await window.makeRoom(0, -140);
  await window.row('Add a way to say goodbye').locator('.monaco-tl-twistie').click();
  await window.row('Changes').locator('.monaco-tl-twistie').click();
  await window.row('greet.test.js').waitFor();
  const bar = await areaOf(page.locator('.part.sidebar'));
  const header = await areaOf(page.locator('.pane-header', { hasText: 'Chat' }));
  await take(window, `walkthrough/connect-${theme}`, { ...bar, height: header.y - bar.y });
}

/** Takes a picture of the input before a selection is sent. */
async function send(window: Workbench, theme: string): Promise<void> {
  await window.openFile('greet.js');
  await window.menu(await window.selectWord('greet'), 'Send to Sandbox');
  await window.input('Greet people in their own language', { title: 'attachment', accept: false });
  await takeInput(window, `walkthrough/send-${theme}`);
}

for (const theme of ['dark', 'light'] as const) {
  const endings: Endings = [];
  try {
    const { workbench } = await startDemo(endings);
    const browser = await openBrowser();
    endings.push(() => browser.close());
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2 });
    const window = await openWindow(workbench, browser, { context });
    await window.theme(theme);
    await window.activity('OpenCode Sandbox');
    await window.makeRoom(150, 200);
    await window.row('Demo').waitFor();
    await ask(window, theme);
    await changes(window, theme);
    await send(window, theme);
  } finally {
    await endAll(endings);
  }
}
process.exit(0);
