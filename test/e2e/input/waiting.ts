import assert from 'node:assert/strict';
import { until } from '../../support/temp.js';
import type { Hands } from './actions.js';

/** Prompts and drafts that wait. */
export function letsPromptsWait({ stage, chat, log, box, rest, reload, value }: Hands): void {
  it('while a turn runs: the next prompt is queued, survives a reload, can be taken back, and is sent in its turn', async () => {
    const { window, model } = stage();
    await rest();
    await box().fill('[[held]]');
    await box().press('Enter');
    await log().getByText('Holding on').waitFor();
    await box().fill('[[queued]] first');
    await box().press('Enter');
    await box().fill('second, to be taken back');
    await box().press('Enter');
    const waiting = log().locator('article.pending');
    await until('two that wait', async () => (await waiting.count()) === 2 || undefined);
    await waiting.last().getByText('Queued').waitFor();
    await reload();
    await until('they still wait', async () => (await waiting.count()) === 2 || undefined);
    await window.screenshot('input-queued');
    await waiting.last().getByRole('button', { name: 'Remove from queue' }).click();
    await value('second, to be taken back');
    await until('one that waits', async () => (await waiting.count()) === 1 || undefined);
    assert.equal(await log().getByText('Its turn came.').count(), 0);
    model.release('held');
    await log().getByText('Its turn came.').waitFor();
    assert.equal(await log().getByText('[[queued]] first').count(), 1);
    await box().fill('');
  });

  it('is told that a prompt was not sent because its session was deleted elsewhere, and sends it in a new one', async () => {
    const { window, model, server } = stage();
    await rest();
    await box().fill('[[held]] until it is deleted');
    await box().press('Enter');
    await log().getByText('Holding on').last().waitFor();
    await box().fill('[[queued]] for a session that goes away');
    await box().press('Enter');
    await log().locator('article.pending').getByText('Queued', { exact: true }).waitFor();
    const [newest] = await server.json<readonly { readonly id: string }[]>('/session');
    await server.json(`/session/${newest?.id}`, undefined, 'DELETE');
    const left = log().locator('article.pending');
    await left.getByText('Not sent: Its session is no longer in this sandbox.').waitFor();
    await window.row(/^\[\[queued]] for a session/).waitFor();
    await window.screenshot('input-session-deleted');
    await left.getByRole('button', { name: 'Send in New Session' }).click();
    await log().getByText('Its turn came.').waitFor();
    assert.equal(await log().locator('article.user').count(), 1);
    model.release('held');
    await rest();
  });

  it('keeps a draft for each session', async () => {
    const { window } = stage();
    await rest();
    await box().fill('a draft here');
    await window.command('OpenCode Sandbox: New Session');
    await chat()
      .locator('header', { hasText: /New session/ })
      .waitFor();
    await value('');
    await box().fill('another there');
    await window.press(/Title hello/);
    await value('a draft here');
    await window.command('OpenCode Sandbox: New Session');
    await value('another there');
    await window.press(/Title hello/);
    await value('a draft here');
    await box().fill('');
  });
}
