import type { Page } from 'playwright-core';
import type { Settings, WorkbenchServer } from '../../support/workbench.js';
import { quickInput } from './quickInput.js';

/** One of VS Code's four kinds of color theme. */
export type Theme = 'dark' | 'light' | 'high contrast dark' | 'high contrast light';

const themes: Readonly<Record<Theme, { readonly name: string; readonly css: string }>> = {
  dark: { name: 'Dark Modern', css: '.vs-dark' },
  light: { name: 'Light Modern', css: '.vs' },
  'high contrast dark': { name: 'Dark High Contrast', css: '.hc-black' },
  'high contrast light': { name: 'Light High Contrast', css: '.hc-light' },
};

/** User settings. */
export interface Preferences {
  /** Chooses another color theme in the UI. */
  theme(theme: Theme): Promise<void>;
  /** Changes the user's settings in their editor, so that they take effect at once. */
  settings(change: Settings): Promise<void>;
}

export function preferences(page: Page, server: WorkbenchServer): Preferences {
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
      // Never the same text twice, so that there is something to save; pasted, so that VS Code does not insert closing brackets.
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
