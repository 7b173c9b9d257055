import assert from 'node:assert/strict';
import { onFirst } from '../versions.js';
import type { Actions } from './actions.js';

/** Before there is a session. */
export function beginsToWrite({ fixture, version, input, chat, reload, value }: Actions): void {
  it('in an empty chat of a draft session, through its creation and a reload', async () => {
    const { window, server } = fixture();
    await input().fill('begun before');
    await window.rowButton(/Box.*connected/, 'New Session');
    await value('begun before');
    await input().press('End');
    await input().pressSequentially(' and after');
    await value('begun before and after');
    await reload();
    await value('begun before and after');
    assert.deepEqual(await version.sessions(server), []);
    await input().fill('');
  });

  onFirst(version, 'with a suggestion that is put into the input', async () => {
    const suggestions = chat().getByRole('group', { name: 'Suggestions' });
    await fixture().window.screenshot('input-empty');
    await suggestions.getByRole('button', { name: 'Run the tests' }).click();
    await value('Run the tests and fix any failures.');
    await suggestions.waitFor({ state: 'detached' });
    await input().fill('');
  });
}
