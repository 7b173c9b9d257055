import assert from 'node:assert/strict';
import { seriousIn } from '../axe.js';
import type { Actions } from './actions.js';

/** The whole conversation, after all the others: another model, other colors, summarized. */
export function readsTheWhole({ fixture, version, chat, log, turn, card, unfold }: Actions): void {
  it('sees patches of several files with another model, chosen in its picker', async () => {
    const { window } = fixture();
    await chat().getByRole('button', { name: 'Model', exact: true }).click();
    await window.choose(/Scripted GPT/);
    await window.choose('Standard');
    await chat().getByRole('button', { name: 'Model', exact: true }).getByText('Scripted GPT').waitFor();
    await turn('patch', 'Patched.');
    const one = card(/^apply_patch: README\.md \+1/);
    await unfold(one);
    await one.locator('.diff-added', { hasText: '# Example' }).waitFor();
    await one.getByRole('button', { name: 'Open Diff' }).click();
    await window.page.locator('.tab.active', { hasText: 'Changed by the agent' }).waitFor();
    await window.page.locator('.multiDiffEntry', { hasText: 'added.txt' }).waitFor();
    assert.equal(await window.page.locator('.multiDiffEntry .status', { hasText: 'R' }).count(), 0, 'no renames');
    await window.screenshot('parts-patch');
    await window.command('View: Close All Editors');
  });

  it('sees all of it in an editor tab and in every theme, without serious axe violations', async () => {
    const { window } = fixture();
    await window.command('OpenCode Sandbox: Open Session in Editor');
    const tab = window.chat('editor');
    await card(/^edit/, tab).scrollIntoViewIfNeeded();
    for (const name of [/^bash: printf/, /^words_lookup/, /^task: Look around/, /^edit/]) await unfold(card(name, tab));
    for (const theme of ['light', 'high contrast dark', 'high contrast light', 'dark'] as const) {
      await window.theme(theme);
      await card(/^edit/, tab).scrollIntoViewIfNeeded();
      await window.screenshot(`parts-wide-${theme.replaceAll(' ', '-')}`);
      await card(/^words_lookup/, tab).scrollIntoViewIfNeeded();
      await window.screenshot(`parts-wide-tools-${theme.replaceAll(' ', '-')}`);
      assert.deepEqual(await seriousIn(window), [], theme);
    }
    await window.command('View: Close All Editors');
  });

  it('sees a line where the conversation was summarized, and the collapsed summary', async () => {
    await fixture().window.command('OpenCode Sandbox: Compact Session');
    await log().getByText('The conversation so far was summarized').waitFor();
    const summary = log().getByRole('button', { name: 'Summary' });
    await summary.click();
    await log()
      .getByText(version.isFirst ? 'Keep it short.' : 'Summary of the conversation.')
      .waitFor();
    await fixture().window.screenshot('parts-compacted');
  });
}
