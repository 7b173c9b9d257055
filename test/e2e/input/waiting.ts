import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { onFirst } from '../versions.js';
import type { Actions } from './actions.js';

/** Prompts and drafts that wait. */
export function letsPromptsWait({ fixture, version, chat, log, input, rest, reload, value }: Actions): void {
  const list = (): Locator => chat().getByRole('list', { name: 'Waiting prompts' });
  const row = (text: string): Locator => list().getByRole('listitem').filter({ hasText: text });
  const send = async (text: string, key = 'Enter'): Promise<void> => {
    await input().fill(text);
    await input().press(key);
  };

  it('sees prompts that wait for the turn, even after a reload, and moves one back into the input', async () => {
    const { window, model } = fixture();
    await rest();
    await send('[[held]]');
    await log().getByText('Holding on').waitFor();
    await send('[[queued]] first');
    await send('second, to be taken back');
    await row('[[queued]] first').waitFor();
    await row('second, to be taken back').waitFor();
    await reload();
    await row('second, to be taken back').waitFor();
    await window.screenshot('input-waiting');
    await window.theme('light');
    await window.screenshot('input-waiting-light');
    await window.theme('dark');
    await row('second, to be taken back').getByRole('button', { name: 'Edit' }).click();
    await value('second, to be taken back');
    await row('second, to be taken back').waitFor({ state: 'detached' });
    await input().fill('');
    assert.equal(await log().getByText('Its turn came.').count(), 0);
    model.release('held');
    await log().getByText('Its turn came.').waitFor();
    assert.equal(await log().getByText('[[queued]] first').count(), 1);
  });

  it('sends a prompt into the running turn, from the input and from the list', async () => {
    const { window, model } = fixture();
    await rest();
    await send('[[steered]]');
    await log().getByText('Holding on').nth(1).waitFor();
    const seen = (text: string): Locator => log().locator('article.user').filter({ hasText: text });
    const soon = (text: string): Locator => row(text).getByRole('img', { name: 'The agent sees it after this step' });
    // Version 2 holds the prompt until the step ends; version 1 adds it to the conversation at once.
    const taken = (text: string): Locator => (version.isFirst ? seen(text) : soon(text));
    await send('Mind the gap', 'Control+Enter');
    await taken('Mind the gap').waitFor();
    await send('[[queued]] and this');
    await row('[[queued]] and this').getByRole('button', { name: 'Send now' }).click();
    await taken('[[queued]] and this').waitFor();
    await chat().getByRole('button', { name: 'Stop' }).waitFor();
    await window.screenshot('input-steered');
    model.release('steered');
    await seen('Mind the gap').waitFor();
    await seen('[[queued]] and this').waitFor();
    await list().waitFor({ state: 'detached' });
    await rest();
  });

  it('starts nothing after a stop until the user continues', async () => {
    const { window } = fixture();
    await rest();
    await send('[[stopped]]');
    await log().getByText('Holding on').nth(2).waitFor();
    await send('[[hello]] after the stop');
    await send('not this one');
    await row('not this one').waitFor();
    await chat().getByRole('button', { name: 'Stop' }).click();
    await chat().getByText('2 prompts are waiting.').waitFor();
    await window.screenshot('input-parked');
    await row('not this one').getByRole('button', { name: 'Remove' }).click();
    await chat().getByText('1 prompt is waiting.').waitFor();
    await chat().getByRole('button', { name: 'Continue' }).click();
    await log().locator('article.user').filter({ hasText: '[[hello]] after the stop' }).waitFor();
    await list().waitFor({ state: 'detached' });
    await rest();
  });

  onFirst(version, 'keeps a draft for each session', async () => {
    const { window } = fixture();
    await rest();
    await input().fill('a draft here');
    await window.command('OpenCode Sandbox: New Session');
    await chat()
      .locator('header', { hasText: /New session/ })
      .waitFor();
    await value('');
    await input().fill('another there');
    await window.press(/Title hello/);
    await value('a draft here');
    await window.command('OpenCode Sandbox: New Session');
    await value('another there');
    await window.press(/Title hello/);
    await value('a draft here');
    await input().fill('');
  });

  // In version 2, waiting prompts are deleted with the session.
  onFirst(
    version,
    'sees that a prompt was not sent because its session was deleted elsewhere, and sends it in a new one',
    async () => {
      const { window, model, server } = fixture();
      await rest();
      await send('[[deleted]]');
      await log().getByText('Until it is deleted').waitFor();
      await send('[[queued]] for a session that goes away');
      await row('[[queued]] for a session').waitFor();
      const [newest] = await version.sessions(server);
      await version.deleteSession(server, newest?.id ?? assert.fail());
      const left = log().locator('article.pending');
      await left.getByText('Not sent: Its session is no longer in this sandbox.').waitFor();
      await window.row(/^\[\[queued]] for a session/).waitFor();
      await window.screenshot('input-session-deleted');
      await left.getByRole('button', { name: 'Send in New Session' }).click();
      await log().getByText('Its turn came.').waitFor();
      assert.equal(await log().locator('article.user').count(), 1);
      model.release('deleted');
      await rest();
    },
  );
}
