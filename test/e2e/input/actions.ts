// What scenarios of the input share.
import type { FrameLocator, Locator } from 'playwright-core';
import { until } from '../../support/temp.js';
import type { Fixture } from '../fixture.js';

/** Hands for the input of a stage’s chat. */
export interface Hands {
  stage(): Fixture;
  chat(): FrameLocator;
  /** The conversation. */
  log(): Locator;
  /** The input. */
  box(): Locator;
  /** Waits until no turn runs. */
  rest(): Promise<void>;
  /** VS Code's own reload. */
  reload(): Promise<void>;
  /** Waits until this is in the input. */
  value(expected: string): Promise<unknown>;
  /** What the model was asked last with this script. */
  asked(key: string): string;
}

export function handsOf(stage: () => Fixture): Hands {
  const chat = () => stage().window.chat();
  const log = () => chat().getByRole('log', { name: 'Conversation' });
  const box = (): Locator => chat().getByRole('textbox', { name: 'Message' });
  const rest = (): Promise<void> => chat().getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
  const value = (expected: string): Promise<unknown> =>
    until(`"${expected}" in the input`, async () => (await box().inputValue()) === expected || undefined);
  const asked = (key: string): string =>
    JSON.stringify(stage().model.requests.findLast((request) => request.key === key)?.body ?? '');
  const reload = async (): Promise<void> => {
    const { page, command } = stage().window;
    await page.evaluate(() => document.body.setAttribute('data-before', ''));
    await command('Developer: Reload Window');
    await page.waitForFunction(() => document.body !== null && !document.body.hasAttribute('data-before'));
  };
  return { stage, chat, log, box, rest, reload, value, asked };
}
