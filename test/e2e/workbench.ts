// User actions in VS Code's workbench. Every wait is for something visible.
import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { WorkbenchServer } from '../support/workbench.js';
import { borders, type Borders } from './window/borders.js';
import { editors, type Editors } from './window/editors.js';
import { menus, type Menus } from './window/menus.js';
import { messages, type Messages } from './window/messages.js';
import { preferences, type Preferences } from './window/preferences.js';
import { quickInput, type QuickInput } from './window/quickInput.js';
import { views, type Views } from './window/views.js';

/** Options of the window. */
export interface WindowOptions {
  /** A context to open it in, for a second window of the same user; otherwise a new user. */
  readonly context?: BrowserContext;
  readonly width?: number;
  readonly height?: number;
  /** An entry of the activity bar to wait for; the extension's own. Null for none. */
  readonly view?: string | null;
  /** Runs in its pages before their own scripts. */
  readonly initScript?: () => void;
}

/** A window of the workbench, driven like a user. */
export interface Workbench extends QuickInput, Messages, Views, Editors, Menus, Preferences, Borders {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of the page's console, with those of webviews (content security policy too). */
  readonly errors: readonly string[];
  /** Activates it among several windows; Chromium delays the mouse in the others by a second or two. */
  toFront(): Promise<void>;
  /** Reloads the window and waits until it responds. */
  reload(): Promise<void>;
  /** Writes out/screenshots/<name>.png. */
  screenshot(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Waits until the workbench responds: its file system, and the extension's entry. */
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
  const { width = 1280, height = 800, view = 'OpenCode Sandbox', initScript } = options;
  const context = options.context ?? (await browser.newContext({ viewport: { width, height } }));
  if (initScript !== undefined) await context.addInitScript(initScript);
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
    ...views(page),
    ...editors(page),
    ...menus(page),
    ...preferences(page, server),
    ...borders(page),
    toFront: () => page.bringToFront(),
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
