import assert from 'node:assert/strict';
import { addSandbox } from '../fixture.js';
import { here, type Actions } from './actions.js';

/** From the explorer, the editor and its tab, once there is a sandbox. */
export function sendsFiles({ fixture, agent, explorer, answer, menuOf, tab }: Actions): void {
  it('is offered none of the commands while there is no sandbox', async () => {
    const { window } = fixture();
    await window.openFile('app.ts');
    assert.ok(!(await menuOf(window.line('export const two'))).includes('Sandbox'));
    assert.ok(!(await menuOf(tab('app.ts'))).includes('Sandbox'));
    assert.ok(!(await menuOf(await explorer('README.md'))).includes('Sandbox'));
    await window.line('export const two').click();
    await window.page.keyboard.press('Control+Alt+Enter');
    assert.equal(await window.inputBox().count(), 0);
  });

  it('sends a file from the explorer to a new session', async () => {
    const { window, server } = fixture();
    await window.activity('OpenCode Sandbox');
    await addSandbox(window, server.url, server.password, 'My box');
    await addSandbox(window, agent().origin, agent().token, 'Agent box');
    // The chat switches to the sandbox that was added last, and prompts go to the sandbox of the chat.
    await window.rowButton(/My box/, 'New Session');
    await window.chat().locator('header', { hasText: 'My box' }).waitFor();
    await window.row(/My box.*1\.18/).waitFor();
    await window.menu(await explorer('README.md'), 'Send to Sandbox');
    const file = 'From `README.md`:\n\n```\n# Sample\n```';
    assert.deepEqual(await answer('Read it.', 'New session'), ['Read it.', file]);
  });

  it('sends the selection or the line by keyboard, including unsaved text', async () => {
    const { window } = fixture();
    await window.openFile('app.ts');
    await window.line('export const three').click();
    await window.page.keyboard.press('End');
    await window.page.keyboard.type(' // not saved');
    await window.page.keyboard.press('Control+Alt+Enter');
    const [, line] = await answer('Line.', here);
    assert.equal(line, 'From `src/app.ts:3`:\n\n```typescript\nexport const three = 3; // not saved\n```');
    await window.menu(tab('app.ts'), 'Send to Sandbox');
    const [, file = ''] = await answer('File.', here);
    assert.ok(file.includes('// not saved'), file);
    await window.command('File: Revert File');
  });
}
