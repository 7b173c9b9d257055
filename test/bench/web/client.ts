// The two clients, driven in the same way: our chat in the workbench, and OpenCode's own web UI.
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { addSandbox, vsix } from '../../e2e/fixture.js';
import { openWindow } from '../../e2e/workbench.js';
import type { Opencode } from '../../support/opencode.js';
import { startWorkbench, type WorkbenchServer } from '../../support/workbench.js';

/** A session as both clients identify it. */
export interface Shown {
  readonly id: string;
  readonly title: string;
}

/** A client with a page of its own. */
export interface Client {
  readonly page: Page;
  /** Where the conversation is drawn. */
  readonly frame: Frame;
  /** Matches every message or part of one. */
  readonly messages: string;
  /** Matches what scrolls. */
  readonly scroller: string;
  readonly input: string;
  /** Clicks the link or row of a session, without waiting for it. */
  show(session: Shown): Promise<void>;
}

/** One of the two. */
export interface Measured {
  /** Its name in errors. */
  readonly name: string;
  /** Opens a fresh page on a session, and closes it after `work`. */
  open<T>(first: Shown, work: (client: Client) => Promise<T>): Promise<T>;
  dispose(): Promise<void>;
}

/** High enough for the tree to show every session that is pressed. */
const size = { width: 1280, height: 1100 };

/** Our chat: the extension in a real workbench, its view wide enough to be read. */
export async function ours(
  browser: Browser,
  server: Opencode,
  viewport = size,
): Promise<Measured & { readonly workbench: WorkbenchServer }> {
  const workbench = await startWorkbench({ vsix: [vsix] });
  const context = await browser.newContext({ viewport });
  const added = await openWindow(workbench, browser, { context });
  await added.activity('OpenCode Sandbox');
  await addSandbox(added, server.url, server.password, 'Box');
  await added.page.close();
  const open: Measured['open'] = async (first, work) => {
    const window = await openWindow(workbench, browser, { context });
    try {
      await window.activity('OpenCode Sandbox');
      await window.row(/Box.*connected/).waitFor();
      const press = async ({ title }: Shown): Promise<void> => window.row(title).first().click();
      await press(first);
      const log = window.chat().locator('.log');
      await log.locator('article').last().waitFor();
      const frame = await (await log.elementHandle())?.ownerFrame();
      if (!frame) throw new Error('the chat has no frame');
      const { page } = window;
      return await work({
        page,
        frame,
        messages: 'article[data-id]',
        scroller: '.log',
        input: 'textarea',
        show: press,
      });
    } finally {
      await window.page.close();
    }
  };
  return {
    name: 'our chat',
    open,
    workbench,
    async dispose() {
      await context.close();
      await workbench.dispose();
    },
  };
}

/** Where a version's web UI has what is measured. */
export interface WebUi extends Pick<Client, 'scroller' | 'input'> {
  /** The path of a session. */
  path(server: Opencode, id: string): string;
}

export const webUi1: WebUi = {
  path: ({ workspace }, id) => `/${Buffer.from(workspace).toString('base64url')}/session/${id}`,
  scroller: '.scroll-view__viewport',
  input: '[data-component="prompt-input"]',
};

/** The one of version 2 has a page for each server that a person added; it knows its own. */
export const webUi2: WebUi = {
  path: ({ url }, id) => `/server/${Buffer.from(url).toString('base64url')}/session/${id}`,
  scroller: '.scroll-view__viewport:has([data-message-id])',
  input: '[data-component="composer-editor"]',
};

/** OpenCode's web UI, as the server serves it. */
export async function theirs(browser: Browser, server: Opencode, { path, ...places }: WebUi): Promise<Measured> {
  const context: BrowserContext = await browser.newContext({
    viewport: size,
    httpCredentials: { username: server.username, password: server.password ?? '' },
  });
  const messages = '[data-message-id]';
  const open: Measured['open'] = async (first, work) => {
    const page = await context.newPage();
    try {
      await page.goto(server.url + path(server, first.id));
      await page.locator(messages).last().waitFor();
      const show = async ({ id }: Shown): Promise<void> => {
        // Its router takes clicks on any link of the page; where its own links stand differs with its width.
        const place = await page.evaluate(
          (address) => {
            const link = document.createElement('a');
            link.href = address;
            link.textContent = 'go';
            link.style.cssText = 'position:fixed;left:4px;top:60px;z-index:99999;width:20px;height:20px';
            document.body.append(link);
            link.addEventListener('click', () => setTimeout(() => link.remove()));
            return [10, 70] as const;
          },
          path(server, id),
        );
        await page.mouse.click(...place);
      };
      return await work({
        page,
        frame: page.mainFrame(),
        messages,
        ...places,
        show,
      });
    } finally {
      await page.close();
    }
  };
  return { name: 'OpenCode’s web UI', open, dispose: () => context.close() };
}
