import assert from 'node:assert/strict';
import { consume } from '../../support/hostileCoverage.js';
import { hostileAt } from '../../support/hostile.js';
import type { Actions } from './actions.js';

/** Titles, and every text to its end. */
export function readsEverything({ window, log }: Actions): void {
  it('sees titles as plain text in the tree, in one line, without icons', async () => {
    await window().activity('OpenCode Sandbox');
    await window().row('<img src=x onerror=alert(1)>').waitFor();
    await window().row('; rm -rf ~ #').waitFor();
    await window().row('$(trash) $(sync~spin) Delete').waitFor();
    const row = window().row('$(trash)');
    assert.equal(await row.locator('.label-name .codicon, .monaco-highlighted-label .codicon').count(), 0);
    // Rows out of view are not in the page, so the rows are counted by the list's size.
    const said = hostileAt('session title');
    await window()
      .page.locator(`.pane-body .monaco-list-row[aria-setsize="${said.length + 1}"]`)
      .first()
      .waitFor();
    consume(...said.map(({ id }) => id));
    await window().screenshot('hostile-titles');
  });

  it('opens the session and can read every case to its end', async () => {
    await window().press('Hostile session');
    await log().getByText('case md-01', { exact: true }).waitFor({ state: 'attached' });
    await log().getByText('case image', { exact: true }).waitFor({ state: 'attached' });
    for (const { id } of hostileAt('markdown text')) {
      assert.equal(await log().getByText(`case ${id}`, { exact: true }).count(), 1, id);
      consume(id);
    }
    await window().screenshot('hostile-chat');
  });
}
