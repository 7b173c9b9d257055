import assert from 'node:assert/strict';
import { until } from '../../support/temp.js';
import type { Actions } from './actions.js';

/** Model, variant and agent. */
export function choosesModels({ fixture, chat, log, input, rest }: Actions): void {
  it('chooses model, variant and agent, the last used first, for this session', async () => {
    const { window } = fixture();
    const model = chat().getByRole('button', { name: 'Model', exact: true });
    await model.getByText('Scripted Model').waitFor();
    await model.click();
    await window.choose(/Scripted GPT/);
    await window.choose('high');
    await model.getByText('Scripted GPT · high').waitFor();
    await model.click();
    await window.picks('Last used').first().waitFor();
    await window.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'Scripted GPT' }).waitFor();
    assert.match(
      (await window
        .picks(/Scripted GPT/)
        .first()
        .textContent()) ?? '',
      /Scripted GPT/,
    );
    await window.screenshot('input-models');
    await window.page.keyboard.press('Escape');
    await chat().getByRole('button', { name: 'Agent', exact: true }).getByText('build').waitFor();
    await chat().getByRole('button', { name: 'Agent', exact: true }).click();
    await window.choose(/^plan/);
    await chat().getByRole('button', { name: 'Agent', exact: true }).getByText('plan').waitFor();
    await input().fill('[[hello]] with another model');
    await input().press('Enter');
    // It is shown before it is sent.
    await until('a request to the model that was chosen', () =>
      fixture().model.requests.some(({ key, body }) => key === 'hello' && body.model === 'gpt-5-scripted'),
    );
    await log().locator('article.user').filter({ hasText: 'with another model' }).waitFor();
    await rest();
    await window.command('OpenCode Sandbox: New Session');
    await model.getByText('Scripted Model').waitFor();
  });
}
