import assert from 'node:assert/strict';
import type { Hands } from './actions.js';

/** What the other tools do. */
export function readsTools({ stage, chat, turn, card, unfold }: Hands): void {
  it('a page that was fetched, a skill, a tool of another server with its JSON and picture, a call that was none', async () => {
    const { window } = stage();
    await turn('fetch', 'Fetched.');
    await unfold(card(/^webfetch/));
    await card(/^webfetch/)
      .getByText('with words in it')
      .waitFor();
    await turn('skill', 'Skilled.');
    await card(/^skill: customize-opencode/).waitFor();
    await turn('mcp', 'Looked up.');
    const lookup = card(/^words_lookup/);
    await unfold(lookup);
    await lookup.locator('.input', { hasText: '"word": "sandbox"' }).waitFor();
    await lookup.locator('.output', { hasText: '"meanings": [' }).waitFor();
    await lookup.locator('img.attached').waitFor();
    await turn('invalid', 'Never mind.');
    await card(/^invalid: no_such_tool/).waitFor();
    await window.screenshot('parts-others');
  });

  it('a plan as a checklist, and above the input while something is left', async () => {
    await turn('todo', 'Planned.');
    await unfold(card(/^todowrite/));
    assert.equal(
      await card(/^todowrite/)
        .getByRole('listitem')
        .count(),
      3,
    );
    const pinned = chat().getByRole('button', { name: /1 of 3 done/ });
    await pinned.getByText('Write the test').waitFor();
    await pinned.click();
    await chat().locator('.dock').getByText('Ship it').waitFor();
    await stage().window.screenshot('parts-todo');
    await pinned.click();
  });
}
