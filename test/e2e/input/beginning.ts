import type { Hands } from './actions.js';

/** Before there is a session. */
export function beginsToWrite({ stage, box, reload, value }: Hands): void {
  it('before its session is made, and goes on in it', async () => {
    const { window } = stage();
    await box().fill('begun before');
    await window.rowButton(/Box.*connected/, 'New Session');
    // The chat shows it once its row is selected.
    await window.page.locator('.pane-body .monaco-list-row[aria-level="2"][aria-selected="true"]').waitFor();
    await value('begun before');
    await box().press('End');
    await box().pressSequentially(' and after');
    await value('begun before and after');
    await reload();
    await value('begun before and after');
    await box().fill('');
  });
}
