import type { Page } from 'playwright-core';

/** The borders between the parts of a window. */
export interface Borders {
  /** Enlarges the conversation: a wider side bar, and a higher chat. */
  makeRoom(wider: number, higher: number): Promise<void>;
}

export function borders(page: Page): Borders {
  const drag = async (x: number, y: number, dx: number, dy: number): Promise<void> => {
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + dx, y + dy, { steps: 5 });
    await page.mouse.up();
  };
  return {
    makeRoom: async (wider, higher) => {
      const bar = await page.locator('.part.sidebar').boundingBox();
      if (bar !== null) await drag(bar.x + bar.width, bar.y + bar.height / 2, wider, 0);
      const chat = await page.locator('.pane-header', { hasText: 'Chat' }).boundingBox();
      if (chat !== null) await drag(chat.x + chat.width / 2, chat.y, 0, -higher);
    },
  };
}
