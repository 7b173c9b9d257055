import assert from 'node:assert/strict';
import { onFirst } from '../versions.js';
import type { Actions } from './actions.js';

/** Other tools. */
export function readsTools({ fixture, version, chat, say, turn, card, unfold }: Actions): void {
  it('sees a fetched page, a skill, an MCP tool with its JSON and picture, and an invalid call', async () => {
    const { window } = fixture();
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
    await card(/no_such_tool/).waitFor();
    await window.screenshot('parts-others');
  });

  // There is no list of tasks in version 2.
  onFirst(
    version,
    'sees a plan as a checklist, above the input during its turn, and in the conversation afterwards',
    async () => {
      await say('[[todo]]');
      const pinned = chat().getByRole('button', { name: /1 of 3 done/ });
      await pinned.getByText('Write the test').waitFor();
      await pinned.click();
      await chat().locator('.dock').getByText('Ship it').waitFor();
      await fixture().window.screenshot('parts-todo');
      await pinned.click();
      fixture().model.release('planned');
      await chat().getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
      assert.equal(await pinned.count(), 0, 'the next turns have nothing to do with it');
      await unfold(card(/^todowrite/));
      assert.equal(
        await card(/^todowrite/)
          .getByRole('listitem')
          .count(),
        3,
      );
    },
  );
}
