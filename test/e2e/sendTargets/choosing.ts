import assert from 'node:assert/strict';
import { until } from '../../support/temp.js';
import type { Actions } from './actions.js';

/** Choice of session and sandbox. */
export function choosesTheSession({ fixture, agent, explorer, answer }: Actions): void {
  it('chooses another session, or another sandbox', async () => {
    const { window } = fixture();
    const { id } = await fixture().server.json<{ id: string }>('/session', { title: 'The other one' });
    await window.menu(await explorer('README.md'), 'Send to Sandbox');
    assert.equal((await answer('There.', 'The other one'))[0], 'There.');
    assert.equal((await fixture().server.json<readonly object[]>(`/session/${id}/message`)).length > 0, true);
    await window.menu(await explorer('README.md'), 'Send to Sandbox');
    await window.input('Elsewhere.', { title: 'attachment' });
    await window.choose('Another sandbox…');
    await window.choose('Agent box');
    await window.choose('New session');
    const sessions = await until('the other has a session', async () => {
      const all = await agent().json<readonly { readonly id: string }[]>('/session');
      return all.length > 0 && all;
    });
    await until('it has the prompt', async () =>
      JSON.stringify(await agent().json(`/session/${sessions[0]?.id}/message`)).includes('Elsewhere.'),
    );
    await window.chat().locator('header', { hasText: 'Agent box' }).waitFor();
    await window.press('The other one');
    await window.chat().locator('header', { hasText: 'The other one' }).waitFor();
  });
}
