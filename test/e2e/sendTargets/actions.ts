// Shared by scenarios about targets.
import type { Locator } from 'playwright-core';
import type { SandboxAgent } from '../../support/sandboxAgent.js';
import { sending, type Sending } from '../sending.js';
import type { Fixture } from '../fixture.js';

/** The row of the quick pick that sends to the session that is open. */
export const here = 'the session in the chat';

/** Actions for a fixture with a workspace, and for a second sandbox. */
export interface Actions extends Sending {
  fixture(): Fixture;
  agent(): SandboxAgent;
  /** The tab of an editor. */
  tab(name: string): Locator;
  /** Attachments of the prompt. */
  chip(name: string | RegExp): Locator;
  /** Removes all attachments. */
  noChips(): Promise<void>;
}

export function actionsOf(fixture: () => Fixture, agent: () => SandboxAgent): Actions {
  const tab = (name: string) => fixture().window.page.locator('.tabs-container .tab', { hasText: name });
  const chip = (name: string | RegExp) => fixture().window.chat().locator('.composer .chip', { hasText: name });
  const noChips = async (): Promise<void> => {
    const remove = fixture()
      .window.chat()
      .locator('.composer .chip')
      .getByRole('button', { name: /^Remove/ });
    while ((await remove.count()) > 0) await remove.first().click();
  };
  return { ...sending(fixture), fixture, agent, tab, chip, noChips };
}
