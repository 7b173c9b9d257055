// Shared by scenarios about the input.
import type { FrameLocator, Locator } from 'playwright-core';
import { until } from '../../support/temp.js';
import type { Fixture } from '../fixture.js';
import type { Version } from '../versions.js';

/** Actions for the input of a fixture’s chat. */
export interface Actions {
  fixture(): Fixture;
  readonly version: Version;
  chat(): FrameLocator;
  /** The conversation. */
  log(): Locator;
  /** The input. */
  input(): Locator;
  /** Waits until no turn is running. */
  rest(): Promise<void>;
  /** VS Code's own reload. */
  reload(): Promise<void>;
  /** Waits until the input contains this text. */
  value(expected: string): Promise<unknown>;
  /** The last request to the model with this script. */
  asked(key: string): string;
}

export function actionsOf(fixture: () => Fixture, version: Version): Actions {
  const chat = () => fixture().window.chat();
  const log = () => chat().getByRole('log', { name: 'Conversation' });
  const input = (): Locator => chat().getByRole('textbox', { name: 'Message' });
  const rest = (): Promise<void> => chat().getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
  const value = (expected: string): Promise<unknown> =>
    until(`"${expected}" in the input`, async () => (await input().inputValue()) === expected || undefined);
  const asked = (key: string): string =>
    JSON.stringify(fixture().model.requests.findLast((request) => request.key === key)?.body ?? '');
  const reload = async (): Promise<void> => {
    const { page, command } = fixture().window;
    await page.evaluate(() => document.body.setAttribute('data-before', ''));
    await command('Developer: Reload Window');
    await page.waitForFunction(() => document.body !== null && !document.body.hasAttribute('data-before'));
  };
  return { fixture, version, chat, log, input, rest, reload, value, asked };
}
