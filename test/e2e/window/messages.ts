import type { Locator, Page } from 'playwright-core';
import { until } from '../../support/temp.js';
import { quickInput } from './quickInput.js';

/** Notifications and dialogs. */
export interface Messages {
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
}

export function messages(page: Page): Messages {
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
