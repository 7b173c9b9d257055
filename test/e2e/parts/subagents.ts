import { until } from '../../support/temp.js';
import type { Actions } from './actions.js';

/** Sub-agents and their requests. */
export function readsSubagents({ fixture, chat, log, say, card, unfold }: Actions): void {
  it('sees the progress of a sub-agent in its card, and opens the sub-agent’s session', async () => {
    const { window, model } = fixture();
    await say('[[task]]');
    const one = card(/^task: Look around/);
    await one.getByRole('list', { name: 'Progress' }).getByText('echo from-the-child').waitFor();
    await one.getByText(/working/).waitFor();
    await window.screenshot('parts-task');
    model.release('child');
    await log().getByText('Delegated.', { exact: true }).waitFor();
    await unfold(one);
    await one.getByText('almost there').waitFor();
    await one.getByRole('button', { name: 'Open', exact: true }).click();
    await card(/^bash: echo from-the-child/).waitFor();
    await chat()
      .locator('header', { hasText: /Look around/ })
      .waitFor();
    // The row is selected already, so a press that a redrawn row lost shows only in the chat.
    await until('the parent is shown again', async () => {
      await window.press(/Title markdown/);
      return log()
        .getByText('Delegated.', { exact: true })
        .waitFor({ timeout: 5_000 })
        .then(
          () => true,
          () => undefined,
        );
    });
  });

  it('sees requests of a sub-agent in the chat of its parent', async () => {
    await say('[[askChild]]');
    const asked = chat().getByRole('group', { name: /^Permission:/ });
    await asked.getByText('touch asked-by-child').waitFor();
    await asked.getByText(/Ask first/).waitFor();
    await asked.getByRole('button', { name: 'Reject', exact: true }).click();
    await asked.waitFor({ state: 'detached' });
    await log().getByText('Delegated again.').waitFor();
  });
}
