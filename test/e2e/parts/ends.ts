import assert from 'node:assert/strict';
import { until } from '../../support/temp.js';
import type { Actions } from './actions.js';

/** Outcome and usage of turns. */
export function readsEnds({ fixture, log, status, say, turn }: Actions): void {
  it('sees a countdown to the next retry when the provider limits, and the turn continues', async () => {
    await say('[[limited]]');
    await status()
      .getByText(/^Retrying in \d+ s: .*rate limited/i)
      .waitFor();
    await fixture().window.screenshot('parts-retry');
    await log().getByText('After all.').waitFor({ timeout: 30_000 });
  });

  it('sees why a turn failed and what to do', async () => {
    await say('[[refused]]');
    await log()
      .getByText(/wrong key/)
      .last()
      .waitFor();
    await log()
      .getByText(/did not accept its credentials/)
      .waitFor();
    const failure = log().getByRole('note').last();
    await failure.getByRole('button', { name: 'Choose Model…' }).waitFor();
    await fixture().window.screenshot('parts-failed');
    const failures = log().getByText(/wrong key/);
    const before = await failures.count();
    await failure.getByRole('button', { name: 'Try Again' }).click();
    await until('it was tried again', async () => (await failures.count()) > before || undefined);
    // Only the last turn can be tried again.
    await until(
      'one button',
      async () => (await log().getByRole('button', { name: 'Try Again' }).count()) === 1 || undefined,
    );
  });

  it('sees the cost of each step and of the session, and the context usage, in the tree as well', async () => {
    const { window } = fixture();
    await turn('files', 'Explored.');
    const end = log().locator('.turn-end').last();
    await end.getByRole('button', { name: /\$.* · 3 steps · .*tokens/ }).click();
    assert.equal(await end.getByRole('listitem').count(), 3);
    await end
      .getByRole('listitem')
      .first()
      .getByText(/in · .*out · \$/)
      .waitFor();
    // Less than a hundredth of the context is only in the tooltip.
    await status()
      .getByTitle(/of 200k tokens/)
      .getByText(/^\$/)
      .waitFor();
    await window.screenshot('parts-steps');
    const row = window
      .row(/Title markdown/)
      .first()
      .getByText('Title markdown');
    const tooltip = window.page.locator('.monaco-hover', { hasText: /%\sof\scontext\s\(.*\sof\s200k\stokens\)/ });
    // A row that is drawn again under the mouse shows no actions until the mouse moves.
    await until('the tooltip', async () => {
      await window.row(/Box.*connected/).hover();
      await row.hover();
      return tooltip.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => undefined,
      );
    });
    await window.screenshot('parts-tooltip');
  });
}
