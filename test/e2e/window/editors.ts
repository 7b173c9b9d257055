import type { Locator, Page } from 'playwright-core';
import { until } from '../../support/temp.js';

/** The active editor. */
export interface Editors {
  openFile(name: string): Promise<void>;
  /** A line of the open editor. */
  line(text: string): Locator;
  /** Selects a word of the open editor, found by a double click. */
  selectWord(word: string): Promise<Locator>;
}

export function editors(page: Page): Editors {
  const line = (text: string): Locator => page.locator('.editor-instance .view-line', { hasText: text }).first();
  return {
    line,
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
      const selected = page.locator('.statusbar-item', { hasText: `(${word.length} selected)` });
      // Where the line moves between both clicks, they are no double click.
      await until(`"${word}", selected`, async () => {
        await found.dblclick();
        return selected.waitFor({ timeout: 2_000 }).then(
          () => true,
          () => undefined,
        );
      });
      return found;
    },
  };
}
