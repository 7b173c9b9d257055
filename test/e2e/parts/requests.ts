import { READING_TIME_MS } from '../../../src/host/vscode/consent.js';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../support/temp.js';
import type { Actions } from './actions.js';

/** Permissions and questions. */
export function answersRequests({ fixture, chat, log, say, turn, card, unfold }: Actions): void {
  it('allows some patterns for the session by keyboard; others are asked again', async () => {
    await say('[[both]]');
    const asked = chat().getByRole('group', { name: /^Permission:/ });
    await asked.getByText('touch one && mkdir two').waitFor();
    const checkbox = asked.getByRole('checkbox', { name: 'mkdir *' });
    await checkbox.focus();
    await checkbox.press('Space');
    await asked.getByText('“Always allow” covers, for this session:').waitFor();
    await fixture().window.screenshot('parts-permission');
    const always = asked.getByRole('button', { name: 'Always allow' });
    // Buttons are inactive for the first moment.
    await always.click({ trial: true });
    await always.focus();
    await always.press('Enter');
    await log().getByText('Both done.').waitFor();
    await turn('touch', 'Touched.');
    await say('[[mkdir]]');
    await asked.getByText('mkdir four').waitFor();
    await asked.getByRole('button', { name: 'Reject with a reason…' }).click();
    await asked.getByRole('textbox', { name: 'Reason' }).fill('use another name');
    await asked.getByRole('textbox', { name: 'Reason' }).press('Enter');
    await log().getByText('Made.').waitFor();
    const told = fixture().model.requests.some(({ body }) => JSON.stringify(body).includes('use another name'));
    assert.ok(told, 'the model was told why');
  });

  it('allows nothing from the tree while Enter is held down', async () => {
    const { window } = fixture();
    await say('[[mkdir]] with Enter held down');
    await window.row(/Title .*Needs input/).waitFor();
    await window.rowButton(/Title /, 'Answer…');
    const dialog = await window.dialog(/asks for permission/);
    const focused = dialog.locator(':focus');
    await until('a button has the focus', async () => (await focused.textContent())?.trim() === 'Open Chat');
    for (let repeat = 0; repeat < 30; repeat++) await window.page.keyboard.down('Enter');
    await window.page.keyboard.up('Enter');
    await dialog.waitFor({ state: 'detached' });
    assert.ok(!existsSync(join(fixture().server.workspace, 'four')));
    const asked = chat().getByRole('group', { name: /^Permission:/ });
    await asked.getByText('mkdir four').waitFor();
    await asked.getByRole('button', { name: 'Reject', exact: true }).click();
    await chat().getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
  });

  it('allows from the tree, after reading the request', async () => {
    const { window } = fixture();
    await say('[[mkdir]] from the tree');
    await window.row(/Title .*Needs input/).waitFor();
    await window.rowButton(/Title /, 'Answer…');
    const dialog = await window.dialog(/asks for permission/);
    await dialog.getByText(/Run a command: mkdir four/).waitFor();
    await window.screenshot('parts-answer-from-tree');
    // A yes that comes before the question could be read is asked for again, in a dialog that looks the same.
    const allow = dialog.getByRole('button', { name: 'Allow Once' });
    await until('the folder', async () => {
      if (existsSync(join(fixture().server.workspace, 'four'))) return true;
      if (!(await dialog.isVisible())) return undefined;
      await new Promise((resolve) => setTimeout(resolve, READING_TIME_MS));
      await allow.click({ timeout: 2_000 }).catch(() => undefined);
      return undefined;
    });
    await chat().getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
  });

  it('answers several questions one at a time, with several choices and custom text, and dismisses others', async () => {
    await say('[[ask]]');
    const asked = chat().getByRole('group', { name: /^Question:/ });
    await asked.getByText('Answer a question first.').waitFor();
    assert.ok(await asked.getByRole('button', { name: 'Answer', exact: true }).isDisabled());
    // The label alone is the name; what describes it is its description.
    await asked.getByRole('checkbox', { name: 'Red', exact: true }).check();
    await asked.getByRole('checkbox', { name: /Blue/ }).check();
    await asked.getByText('1 of 2 answered').waitFor();
    await asked.getByRole('tab', { name: /Colors/ }).press('ArrowRight');
    await asked.getByRole('tab', { name: /Name/, selected: true }).waitFor();
    await asked.getByRole('textbox', { name: 'Your own answer' }).fill('Something else');
    await asked.getByText('2 of 2 answered').waitFor();
    await fixture().window.screenshot('parts-questions');
    await asked.getByRole('button', { name: 'Answer', exact: true }).click();
    await log().getByText('Noted.').waitFor();
    await unfold(card(/^question/));
    await card(/^question/)
      .getByText('Red, Blue')
      .waitFor();
    await card(/^question/)
      .getByText('Something else')
      .waitFor();
    await say('[[ask]] again');
    await asked.getByRole('button', { name: 'Dismiss' }).click();
    await asked.waitFor({ state: 'detached' });
    await log().getByText('Dismissed by you').first().waitFor();
  });
}
