import type { Locator, Page } from 'playwright-core';
import { until } from '../../support/temp.js';
import { quickInput } from './quickInput.js';

/** Notifications and dialogs. */
export interface Messages {
  /** The notification with this text, once it is there. */
  notification(text: string | RegExp): Promise<Locator>;
  /** Clicks a button of a notification. */
  answer(text: string | RegExp, button: string): Promise<void>;
  /** The same once; false if there was none, or it disappeared. */
  tryAnswer(text: string | RegExp, button: string): Promise<boolean>;
  /** Closes all notifications. */
  clearNotifications(): Promise<void>;
  /** The modal dialog with this text, once it is there. */
  dialog(text: string | RegExp): Promise<Locator>;
  /** Clicks a button of a modal dialog and waits until it closes. */
  confirm(text: string | RegExp, button: string): Promise<void>;
}

export function messages(page: Page): Messages {
  /** As a toast, or in the notification center, which replaces the toasts while it is open. */
  const shown = (text: string | RegExp): Locator =>
    page
      .locator(':is(.notifications-toasts, .notifications-center) .notification-list-item', { hasText: text })
      .filter({ visible: true })
      .first();
  const isShown = (found: Locator, timeout: number): Promise<boolean> =>
    found.waitFor({ timeout }).then(
      () => true,
      () => false,
    );
  /** VS Code hides a toast after some seconds, even while a slow machine renders other things. */
  const showAll = (): Promise<void> => quickInput(page).command('Notifications: Show Notifications');
  const notification = async (text: string | RegExp): Promise<Locator> => {
    const found = shown(text);
    if (!(await isShown(found, 15_000))) await showAll();
    await found.waitFor();
    return found;
  };
  const tryAnswer = async (text: string | RegExp, button: string): Promise<boolean> => {
    const found = shown(text);
    if (!(await isShown(found, 5_000))) await showAll();
    const press = found.getByRole('button', { name: button, exact: true }).click({ timeout: 2_000 });
    return press.then(
      () => true,
      () => false,
    );
  };
  const dialog = async (text: string | RegExp): Promise<Locator> => {
    const found = page.locator('.monaco-dialog-box', { hasText: text });
    await found.waitFor();
    return found;
  };
  return {
    notification,
    tryAnswer,
    answer: async (text, button) => {
      await until(`"${button}" of a notification, pressed`, () => tryAnswer(text, button));
    },
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
