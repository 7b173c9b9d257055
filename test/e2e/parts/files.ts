import type { Actions } from './actions.js';

/** Files that were read, searched, edited and created. */
export function readsFiles({ fixture, log, turn, card, unfold }: Actions): void {
  it('sees reads and searches collapsed into one line, and opens each result', async () => {
    const { window } = fixture();
    await turn('files', 'Explored.');
    await log().getByRole('button', { name: 'Explored 2 files, ran 2 searches' }).click();
    for (const name of [/^read: src\/greet/, /^read: src$/, /^glob/, /^grep/]) await unfold(card(name));
    await card(/^read: src\/greet/)
      .locator('.numbers')
      .waitFor();
    await card(/^read: src$/)
      .getByRole('button', { name: 'greet.ts' })
      .waitFor();
    await card(/^glob/)
      .getByRole('button', { name: /index\.ts/ })
      .waitFor();
    await window.screenshot('parts-files');
    await card(/^grep/)
      .getByRole('button', { name: /import \{ greet \}/ })
      .click();
    await window.page.locator('.tab.active', { hasText: 'index.ts' }).waitFor();
    await window.page.locator('.line-numbers.active-line-number', { hasText: /^1$/ }).waitFor();
    await window.command('View: Close All Editors');
  });

  it('sees edits and new files as diffs with line numbers and counts, and opens them in the diff editor', async () => {
    const { window } = fixture();
    await turn('edit', 'Edited.');
    const edit = card(/^edit/);
    await edit.getByText('+1 −1').waitFor();
    await unfold(edit);
    await edit.locator('.diff-removed', { hasText: 'Hello' }).waitFor();
    await edit.locator('.diff-added', { hasText: 'Good day' }).waitFor();
    const write = card(/^write/);
    await unfold(write);
    await write.locator('.diff-added', { hasText: 'A note.' }).waitFor();
    await window.screenshot('parts-edit');
    await edit.getByRole('button', { name: 'Open Diff' }).click();
    await window.page.locator('.monaco-diff-editor .modified .view-line', { hasText: 'Good day' }).waitFor();
    await window.command('View: Close All Editors');
    await write.getByRole('button', { name: 'Open File' }).click();
    await window.page.locator('.tab.active', { hasText: 'new.md' }).waitFor();
    await window.command('View: Close All Editors');
  });
}
