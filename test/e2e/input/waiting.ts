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
