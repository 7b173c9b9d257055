// What a person does in VS Code's workbench, in its own terms. Every wait is for something that is seen.
import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { until } from '../support/temp.js';
import type { Settings, WorkbenchServer } from '../support/workbench.js';

/** The extension under test. */
export const extensionId = 'opencode-sandbox.opencode-sandbox';

/** One of VS Code's four kinds of color theme. */
export type Theme = 'dark' | 'light' | 'high contrast dark' | 'high contrast light';

const themes: Readonly<Record<Theme, { readonly name: string; readonly css: string }>> = {
  dark: { name: 'Dark Modern', css: '.vs-dark' },
  light: { name: 'Light Modern', css: '.vs' },
  'high contrast dark': { name: 'Dark High Contrast', css: '.hc-black' },
  'high contrast light': { name: 'Light High Contrast', css: '.hc-light' },
};

/** How the window begins. */
export interface WindowOptions {
  /** A context to open it in, for a second window of the same user; otherwise a new user. */
  readonly context?: BrowserContext;
  readonly width?: number;
  readonly height?: number;
  /** An entry of the activity bar to wait for; the extension's own. Null for none. */
  readonly view?: string | null;
}

/** A place in the window, in pixels from its top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A window of the workbench, in a person's hands. */
export interface Workbench {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of the page's console, with those of webviews (content security policy too). */
  readonly errors: readonly string[];
  /** Runs a command of the palette by its full label, such as `OpenCode Sandbox: Add Sandbox`. */
  command(label: string): Promise<void>;
  /** The open quick input, also for a password. */
  inputBox(): Locator;
  /** Waits for the quick input (with this text anywhere in it), types and accepts. */
  input(text: string, options?: { readonly title?: string; readonly accept?: boolean }): Promise<void>;
  /** Names a file in VS Code's own dialog for files and accepts. */
  nameFile(path: string): Promise<void>;
  /** Rows of the open quick pick. */
  picks(text?: string | RegExp): Locator;
  /** Chooses a row of the quick pick. */
  choose(text: string | RegExp): Promise<void>;
  /** The notification with this text, once it is there. */
  notification(text: string | RegExp): Promise<Locator>;
  /** Presses a button of a notification. */
  answer(text: string | RegExp, button: string): Promise<void>;
  /** Takes all notifications away. */
  clearNotifications(): Promise<void>;
  /** The modal dialog with this text, once it is there. */
  dialog(text: string | RegExp): Promise<Locator>;
  /** Presses a button of a modal dialog and waits until it is gone. */
  confirm(text: string | RegExp, button: string): Promise<void>;
  /** Shows a view container of the activity bar. */
  activity(name: string): Promise<void>;
  /** A row of any tree in the side bar. */
  row(text: string | RegExp): Locator;
  /** Presses an inline button of a row. */
  rowButton(text: string | RegExp, button: string): Promise<void>;
  /** Right-clicks something and chooses an entry; more labels go into submenus. */
  menu(target: Locator | Point, ...labels: readonly string[]): Promise<void>;
  /** The extension's chat: in its view, or in an editor tab. */
  chat(where?: 'view' | 'editor'): FrameLocator;
  /** Any visible webview of an extension. */
  webview(extension?: string): FrameLocator;
  openFile(name: string): Promise<void>;
  /** A line of the open editor. */
  line(text: string): Locator;
  /** Selects a word of the open editor, found by a double click. */
  selectWord(word: string): Promise<Locator>;
  /** A status bar item. */
  status(text: string | RegExp): Locator;
  /** Chooses another color theme, as a person would. */
  theme(theme: Theme): Promise<void>;
  /** Changes the user's settings in their editor, so that they take effect at once. */
  settings(change: Settings): Promise<void>;
  /** Loads the window again and waits until it answers. */
  reload(): Promise<void>;
  /** Writes out/screenshots/<name>.png. */
  screenshot(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Waits until the workbench answers: its file system, and the extension's entry. */
async function ready(page: Page, view: string | null): Promise<void> {
  await page.locator('.monaco-workbench').waitFor();
  await page.locator('.statusbar [id="status.host"], .statusbar [aria-label*="remote" i]').first().waitFor();
  if (view !== null) await page.locator('.activitybar').getByRole('tab', { name: view, exact: true }).waitFor();
}

/** Opens a window. */
export async function openWindow(
  server: WorkbenchServer,
  browser: Browser,
  options: WindowOptions = {},
): Promise<Workbench> {
  const { width = 1280, height = 800, view = 'OpenCode Sandbox' } = options;
  const context = options.context ?? (await browser.newContext({ viewport: { width, height } }));
  const page = await context.newPage();
  page.setDefaultTimeout(45_000);
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(server.url());
  await ready(page, view);
  return {
    page,
    context,
    errors,
    ...quickInput(page),
    ...messages(page),
    ...places(page),
    ...preferences(page, server),
    reload: async () => {
      await page.reload();
      await ready(page, view);
    },
    screenshot: async (name) => {
      mkdirSync('out/screenshots', { recursive: true });
      await page.screenshot({ path: `out/screenshots/${name}.png` });
    },
    close: async () => {
      await page.close();
      if (!options.context) await context.close();
    },
  };
}

/** The command palette, input boxes and quick picks. */
function quickInput(page: Page): Pick<Workbench, 'command' | 'inputBox' | 'input' | 'nameFile' | 'picks' | 'choose'> {
  const widget = (): Locator => page.locator('.quick-input-widget:visible');
  const inputBox = (): Locator => widget().locator('.quick-input-box input');
  const picks = (text?: string | RegExp): Locator =>
    widget().locator('.quick-input-list .monaco-list-row', text === undefined ? {} : { hasText: text });
  /** A reload, or focus that moves, may shut the palette: then it is opened again. */
  const command = async (label: string): Promise<void> => {
    for (let left = 3; ; left--) {
      try {
        await page.keyboard.press('F1');
        await inputBox().waitFor({ timeout: 4000 });
        await inputBox().fill(`>${label}`);
        // The label is the whole name of the row, which may go on with a key or a category.
        return await picks()
          .filter({ has: page.getByText(label, { exact: true }) })
          .first()
          .click({ timeout: 8000 });
      } catch (error) {
        if (!left) throw error;
        await page.keyboard.press('Escape');
      }
    }
  };
  return {
    command,
    inputBox,
    picks,
    input: async (text, { title, accept = true } = {}) => {
      if (title !== undefined) await widget().filter({ hasText: title }).waitFor();
      await inputBox().fill(text);
      if (accept) await inputBox().press('Enter');
    },
    nameFile: async (path) => {
      await picks().first().waitFor();
      // The dialog reads the folder first, and then writes its own suggestion over what was typed.
      await until('the name is taken', async () => {
        const box = inputBox();
        if ((await box.inputValue()) !== path) {
          await box.fill(path);
          return false;
        }
        await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
        const busy = await widget().locator('.monaco-progress-container.active').count();
        return busy === 0 && (await box.inputValue()) === path;
      });
      await inputBox().press('Enter');
    },
    choose: async (text) => picks(text).first().click(),
  };
}

/** Notifications and dialogs. */
function messages(
  page: Page,
): Pick<Workbench, 'notification' | 'answer' | 'clearNotifications' | 'dialog' | 'confirm'> {
  const notification = async (text: string | RegExp): Promise<Locator> => {
    const found = page.locator('.notifications-toasts .notification-list-item', { hasText: text }).first();
    await found.waitFor();
    return found;
  };
  const dialog = async (text: string | RegExp): Promise<Locator> => {
    const found = page.locator('.monaco-dialog-box', { hasText: text });
    await found.waitFor();
    return found;
  };
  return {
    notification,
    answer: async (text, button) =>
      (await notification(text)).getByRole('button', { name: button, exact: true }).click(),
    clearNotifications: async () => {
      await quickInput(page).command('Notifications: Clear All Notifications');
      const toasts = page.locator('.notifications-toasts .notification-list-item');
      await until('no notification is left', async () => (await toasts.count()) === 0 || undefined);
    },
    dialog,
    confirm: async (text, button) => {
      const found = await dialog(text);
      await found.getByRole('button', { name: button, exact: true }).click();
      await found.waitFor({ state: 'detached' });
    },
  };
}

/** Views, editors, menus. */
function places(
  page: Page,
): Pick<
  Workbench,
  'activity' | 'row' | 'rowButton' | 'menu' | 'chat' | 'webview' | 'openFile' | 'line' | 'selectWord' | 'status'
> {
  const row = (text: string | RegExp): Locator =>
    page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
  const line = (text: string): Locator => page.locator('.editor-instance .view-line', { hasText: text }).first();
  // An outer frame is VS Code's page, the inner one the extension's; a new view's says so in its address, not a restored one's.
  const frame = (css: string): FrameLocator =>
    page.locator(`iframe.webview.ready${css}`).last().contentFrame().locator('iframe#active-frame').contentFrame();
  const inView = '[src*="purpose=webviewView"]';
  return {
    row,
    line,
    activity: async (name) => {
      const tab = page.locator('.activitybar').getByRole('tab', { name, exact: true });
      // A second click on the open one would hide the side bar.
      if ((await tab.getAttribute('aria-expanded')) !== 'true') await tab.click();
    },
    rowButton: async (text, button) => {
      await row(text).hover();
      await row(text).locator(`.actions .action-label[aria-label^="${button}"]`).click();
    },
    menu: async (target, ...labels) => {
      await ('x' in target
        ? page.mouse.click(target.x, target.y, { button: 'right' })
        : target.click({ button: 'right' }));
      const entry = (label: string): Locator =>
        page
          .locator('.monaco-menu .action-item')
          .filter({ has: page.getByText(label, { exact: true }) })
          .last();
      for (const label of labels.slice(0, -1)) await entry(label).hover();
      const last = entry(labels.at(-1) ?? '');
      await last.waitFor();
      // VS Code ignores the mouse in the first moments of a menu.
      await until('the menu takes the click', async () => {
        await last.click({ timeout: 1000 }).catch(() => undefined);
        return !(await last.isVisible());
      });
    },
    chat: (where = 'view') => frame(`[src*="extensionId=${extensionId}"]${where === 'view' ? '' : `:not(${inView})`}`),
    webview: (extension = extensionId) => frame(`[src*="extensionId=${extension}"]`),
    openFile: async (name) => {
      await page.keyboard.press('ControlOrMeta+P');
      await page.locator('.quick-input-widget:visible .quick-input-box input').fill(name);
      await page
        .locator('.quick-input-list .monaco-list-row', { hasText: name.split('/').at(-1) ?? name })
        .first()
        .click();
      await page.locator('.editor-instance .view-line').first().waitFor();
    },
    selectWord: async (word) => {
      // Lines are drawn again when their colors come: found by exact text, the word is looked up again.
      const found = page.locator('.editor-instance .view-line').getByText(word, { exact: true }).first();
      await found.dblclick();
      return found;
    },
    status: (text) => page.locator('.statusbar .statusbar-item', { hasText: text }).first(),
  };
}

/** What a person sets. */
function preferences(page: Page, server: WorkbenchServer): Pick<Workbench, 'theme' | 'settings'> {
  const { command, input } = quickInput(page);
  let times = 0;
  return {
    theme: async (theme) => {
      const { name, css } = themes[theme];
      await command('Preferences: Color Theme');
      await input(name);
      await page.locator(`.monaco-workbench${css}`).waitFor();
    },
    settings: async (change) => {
      await command('Preferences: Open User Settings (JSON)');
      const tab = page.locator('.tabs-container .tab.active', { hasText: 'settings.json' });
      await tab.waitFor();
      await page.locator('.editor-instance:visible .view-line').first().click();
      // Never the same text twice, so that there is something to save; pasted, so that nothing is closed by itself.
      const text = JSON.stringify({ ...server.readSettings(), ...change }) + '\n'.repeat(1 + (times++ % 2));
      await page.evaluate((value) => navigator.clipboard.writeText(value), text);
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.press('ControlOrMeta+V');
      await page.locator('.tab.active.dirty').waitFor();
      await page.keyboard.press('ControlOrMeta+S');
      await page.locator('.tab.active:not(.dirty)').waitFor();
      await command('View: Close Editor');
      await tab.waitFor({ state: 'detached' });
    },
  };
}
