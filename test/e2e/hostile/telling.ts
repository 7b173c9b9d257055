import assert from 'node:assert/strict';
import { consume } from '../../support/hostileCoverage.js';
import { hostileAt, payloadOf } from '../../support/hostile.js';
import type { Actions } from './actions.js';

/** Commands, names and refusals of the server. */
export function isTold({ window, server }: Actions): void {
  it('sees no effect of commands that a server may not send', async () => {
    for (const { payload } of hostileAt('SSE frame').filter(({ id }) => id === 'sse-24')) server().say(payload);
    server().say(
      `data: ${JSON.stringify({ type: 'session.updated', properties: { info: { id: 'ses_after', title: 'After the command', directory: '/w', time: { created: 1, updated: 20_000 } } } })}\n\n`,
    );
    await window().row('After the command').waitFor();
    consume('sse-24');
    assert.equal(await window().page.locator('.monaco-workbench').count(), 1, 'the window did not quit');
  });

  it('chooses among models with hostile names, as plain text', async () => {
    await window().command('OpenCode Sandbox: Select Model…');
    for (const input of hostileAt('provider name')) {
      await window()
        .picks(input.id === 'pn-03' ? 'openai⟨U+200B⟩' : payloadOf(input))
        .first()
        .waitFor();
      consume(input.id);
    }
    assert.equal(await window().page.locator('.quick-input-list img').count(), 0);
    await window().screenshot('hostile-models');
    await window().page.keyboard.press('Escape');
  });

  it('reads a refusal full of markup as words', async () => {
    await window().command('OpenCode Sandbox: Rename Session…');
    await window().input('another title');
    const told = await window().notification('[Open] (command:x) <img src=x>');
    assert.equal(await told.locator('.notification-list-item-message a, img').count(), 0);
    await window().screenshot('hostile-refusal');
    consume('http-16');
    await window().clearNotifications();
  });
}
