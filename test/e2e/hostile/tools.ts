import assert from 'node:assert/strict';
import { consume } from '../../support/hostileCoverage.js';
import { hostileAt } from '../../support/hostile.js';
import type { Actions } from './actions.js';

/** Outputs of tools. */
export function looksIntoTools({ window, log }: Actions): void {
  it('expands every tool call without harm', async () => {
    const lines = log().locator('.tool-line[aria-expanded="false"]');
    for (let left = await lines.count(); left > 0; left--) await lines.first().click();
    await log().getByText('APPROVED by user').waitFor();
    const shown = (await log().textContent()) ?? '';
    for (const { id } of hostileAt('tool output').filter((each) => each.id !== 'to-10')) {
      assert.ok(shown.includes(`echo ${id}`), id);
      consume(id);
    }
    for (const { id } of hostileAt('image part')) {
      assert.ok(shown.includes(`${id}.png`), id);
      consume(id);
    }
    const titles = hostileAt('tool title');
    assert.equal(await log().locator('article', { hasText: 'case tool-title' }).count(), 1);
    consume(...titles.map(({ id }) => id));
    assert.doesNotMatch((await log().textContent()) ?? '', /[\u0000-\u0008\u001b\u009b]/);
    await window().screenshot('hostile-tools');
  });
}
