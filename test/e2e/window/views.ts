import type { FrameLocator, Locator, Page } from 'playwright-core';
import { until } from '../../support/temp.js';

/** The extension under test. */
const extensionId = 'opencode-sandbox.opencode-sandbox';

/** The activity bar, trees, webviews and the status bar. */
export interface Views {
  /** Shows a view container of the activity bar. */
  activity(name: string): Promise<void>;
  /** A row of any tree in the side bar. */
  row(text: string | RegExp): Locator;
  /** Clicks a row; again if the rows moved under the mouse and another one was hit. */
  press(text: string | RegExp): Promise<void>;
  /** Expands a row as soon as it has children. */
  unfold(text: string | RegExp): Promise<void>;
  /** Clicks an inline button of a row. */
  rowButton(text: string | RegExp, button: string): Promise<void>;
  /** The extension's chat: in its view, or in an editor tab. */
  chat(where?: 'view' | 'editor'): FrameLocator;
  /** Any visible webview of an extension. */
  webview(extension?: string): FrameLocator;
  /** A status bar item. */
  status(text: string | RegExp): Locator;
}

export function views(page: Page): Views {
  const row = (text: string | RegExp): Locator =>
    page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
  // An outer frame is VS Code's page, the inner one the extension's; a new view's says so in its address, not a restored one's.
  const frame = (css: string): FrameLocator =>
    page.locator(`iframe.webview.ready${css}`).last().contentFrame().locator('iframe#active-frame').contentFrame();
  const inView = '[src*="purpose=webviewView"]';
  return {
    row,
    activity: async (name) => {
      const tab = page.locator('.activitybar').getByRole('tab', { name, exact: true });
      // A click on the open one would hide the side bar.
      if ((await tab.getAttribute('aria-expanded')) !== 'true') await tab.click();
    },
    press: (text) =>
      until(`the row ${String(text)}, pressed`, async () => {
        await row(text).click();
        return (await row(text).getAttribute('aria-selected')) === 'true' || undefined;
      }).then(() => {}),
    unfold: async (text) => {
      const unfolded = row(text).and(page.locator('[aria-expanded="true"]'));
      await until(`the row ${String(text)}, unfolded`, async () => {
        if ((await row(text).getAttribute('aria-expanded')) === 'false')
          await row(text).locator('.monaco-tl-twistie').click();
        return unfolded.waitFor({ timeout: 2_000 }).then(
          () => true,
          () => undefined,
        );
      });
    },
    rowButton: async (text, button) => {
      await row(text).hover();
      await row(text).locator(`.actions .action-label[aria-label^="${button}"]`).click();
    },
    chat: (where = 'view') => frame(`[src*="extensionId=${extensionId}"]${where === 'view' ? '' : `:not(${inView})`}`),
    webview: (extension = extensionId) => frame(`[src*="extensionId=${extension}"]`),
    status: (text) => page.locator('.statusbar .statusbar-item', { hasText: text }).first(),
  };
}
