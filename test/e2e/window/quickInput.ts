import type { Locator, Page } from 'playwright-core';
import { until } from '../../support/temp.js';

/** The command palette, input boxes and quick picks. */
export interface QuickInput {
  /** Runs a command of the palette by its full label, such as `OpenCode Sandbox: Add Sandbox…`. */
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
}

export function quickInput(page: Page): QuickInput {
  const widget = (): Locator => page.locator('.quick-input-widget:visible');
  const inputBox = (): Locator => widget().locator('.quick-input-box input');
  const picks = (text?: string | RegExp): Locator =>
    widget().locator('.quick-input-list .monaco-list-row', text === undefined ? {} : { hasText: text });
  /** A reload or a focus change may close the palette: then it is opened again. */
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
      // The dialog reads the folder first, and then replaces the input by its own suggestion.
      await until('the name is taken', async () => {
        const input = inputBox();
        if ((await input.inputValue()) !== path) {
          await input.fill(path);
          return false;
        }
        await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
        const busy = await widget().locator('.monaco-progress-container.active').count();
        return busy === 0 && (await input.inputValue()) === path;
      });
      await inputBox().press('Enter');
    },
    choose: async (text) => picks(text).first().click(),
  };
}
