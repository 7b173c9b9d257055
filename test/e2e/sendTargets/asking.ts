import assert from 'node:assert/strict';
import { here, type Actions } from './actions.js';

/** By a template, by the list of all sources, and sources that are not offered. */
export function choosesWhatToSend({ fixture, prompts, answer, menuOf, tab }: Actions): void {
  it('refactors the selection with a template; a canceled question sends nothing', async () => {
    const { window } = fixture();
    const before = (await prompts()).length;
    await window.openFile('app.ts');
    await window.selectWord('three');
    await window.command('OpenCode Sandbox: Send Prompt from Template…');
    for (const name of ['Analyze this project', 'Implement a feature', 'Refactor', 'Clone a repository and explain it'])
      await window.picks(name).waitFor();
    await window.choose('Clone a repository');
    await window.page.locator('.quick-input-widget:visible', { hasText: 'Address of the repository' }).waitFor();
    await window.inputBox().press('Escape');
    await window.command('OpenCode Sandbox: Send Prompt from Template…');
    await window.choose('Refactor');
    await window.input('a better name', { title: 'What should be improved?' });
    const [text, selection] = await answer(undefined, here);
    assert.match(text ?? '', /^Refactor `src\/app\.ts:3`: a better name\n\nKeep its behavior/);
    assert.equal(selection, 'From `src/app.ts:3`:\n\n```typescript\nthree\n```');
    assert.equal((await prompts()).length, before + 1);
  });

  it('chooses from everything that can be sent from here', async () => {
    const { window } = fixture();
    await window.openFile('app.ts');
    await window.command('OpenCode Sandbox: Send to Sandbox: Choose What to Send…');
    for (const name of ['Selection', 'This file', 'A folder…', 'Local changes', 'The current branch', 'A prompt from'])
      await window.picks(name).first().waitFor();
    assert.equal(await window.picks('Problems of this file').count(), 0);
    await window.screenshot('send-from');
    await window.choose('This file');
    assert.match((await answer('This.', here))[1] ?? '', /^From `src\/app\.ts`/);
  });

  it('is not offered to send the sandbox its own files', async () => {
    const { window } = fixture();
    await window.activity('OpenCode Sandbox');
    await window.menu(window.row(/My box/), 'Open File in Sandbox…');
    await window.input('greet', { accept: false });
    // Until the answer arrives, other files may be listed in its place.
    await window.picks().filter({ hasNotText: 'greet' }).first().waitFor({ state: 'detached' });
    await window.choose('greet');
    await window.page.locator('.tabs-container .tab.active', { hasText: 'greet' }).waitFor();
    const line = window.page.locator('.editor-instance .view-line').first();
    assert.ok(!(await menuOf(line)).includes('Send to Sandbox'));
    assert.ok(!(await menuOf(tab('greet'))).includes('Send to Sandbox'));
  });
}
