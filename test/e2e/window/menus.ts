import type { Locator, Page } from 'playwright-core';
import { until } from '../../support/temp.js';

/** A position in the window, in pixels from its top left corner. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/** Context menus. */
export interface Menus {
  /** Right-clicks something and chooses an entry; more labels go into submenus. */
  menu(target: Locator | Point, ...labels: readonly string[]): Promise<void>;
}

export function menus(page: Page): Menus {
  return {
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
  };
}
