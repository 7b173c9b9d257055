// Shared by scenarios about reading.
import type { FrameLocator, Locator } from 'playwright-core';
import type { Fixture } from '../fixture.js';
import type { Version } from '../versions.js';

/** Actions for the chat of a fixture. */
export interface Actions {
  fixture(): Fixture;
  readonly version: Version;
  chat(): FrameLocator;
  /** The conversation. */
  log(): Locator;
  /** The line below the conversation. */
  status(): Locator;
  say(text: string): Promise<void>;
  /** Sends, and waits for the end of the turn. */
  turn(script: string, end: string): Promise<void>;
  /** The last card of a call, whose tool is named as in version 1; of the conversation, unless elsewhere. */
  card(name: RegExp, where?: FrameLocator): Locator;
  unfold(one: Locator): Promise<void>;
}

export function actionsOf(fixture: () => Fixture, version: Version): Actions {
  const chat = () => fixture().window.chat();
  const log = () => chat().getByRole('log', { name: 'Conversation' });
  const status = () => chat().locator('.status');
  const say = async (text: string): Promise<void> => {
    await chat().getByRole('textbox', { name: 'Message' }).fill(text);
    await chat().getByRole('button', { name: 'Send', exact: true }).click();
  };
  const turn = async (script: string, end: string): Promise<void> => {
    await say(`[[${script}]]`);
    await log().getByText(end).waitFor();
    await chat().getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
  };
  const card = (name: RegExp, where: FrameLocator | Locator = log()): Locator => {
    const renamed = name.source.replace(/^\^(\w+)/, (_, tool: string) => `^${version.tool(tool)}`);
    return where.getByRole('group', { name: new RegExp(renamed) }).last();
  };
  const unfold = async (one: Locator): Promise<void> => {
    const line = one.getByRole('button').first();
    if ((await line.getAttribute('aria-expanded')) === 'false') await line.click();
  };
  return { fixture, version, chat, log, status, say, turn, card, unfold };
}
