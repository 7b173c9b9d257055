import assert from 'node:assert/strict';
import type { Actions } from './actions.js';

/** Attaching before sending, and skipped files. */
export function attachesFiles({ fixture, explorer, prompts, tab, chip, noChips }: Actions): void {
  it('attaches the selection by keyboard and by the menus of the editor and its tab, and nothing is sent', async () => {
    const { window } = fixture();
    const before = (await prompts()).length;
    await window.openFile('app.ts');
    await window.line('export const two').click();
    await window.page.keyboard.press('Control+Alt+Shift+Enter');
    await chip('src/app.ts:2').waitFor();
    await window.menu(await window.selectWord('three'), 'Attach to Sandbox Prompt');
    await chip('src/app.ts:3').waitFor();
    await window.menu(tab('app.ts'), 'Attach to Sandbox Prompt');
    await chip(/src\/app\.ts(?!:)/).waitFor();
    await window.screenshot('attach-three');
    assert.equal((await prompts()).length, before);
    await noChips();
  });

  it('confirms before a possible secret becomes a chip, even inside a folder', async () => {
    const { window } = fixture();
    await window.menu(await explorer('secret'), 'Attach to Sandbox Prompt');
    const dialog = await window.dialog('may contain secrets');
    assert.match(await dialog.innerText(), /secret\/\.env: environment file/);
    await window.confirm('may contain secrets', 'Cancel');
    assert.equal(await window.chat().locator('.composer .chip').count(), 0);
    await window.menu(await explorer('secret'), 'Attach to Sandbox Prompt');
    await window.confirm('may contain secrets', 'Send Anyway');
    await chip('secret/ (2 files)').waitFor();
    await noChips();
  });

  it('sees which files of a folder are skipped and why; ignored files are not listed', async () => {
    const { window } = fixture();
    await window.menu(await explorer('mixed'), 'Attach to Sandbox Prompt');
    await chip('mixed/ (1 file)').waitFor();
    await window.notification(/mixed\/ \(1 file\): 3 files are skipped/);
    await noChips();
    await window.clearNotifications();
    await window.menu(await explorer('mixed'), 'Send to Sandbox');
    await window.page.locator('.quick-input-widget', { hasText: '3 files are skipped' }).waitFor();
    await window.page.getByRole('button', { name: 'Show What Will Be Sent' }).click();
    for (const line of ['`mixed/large.txt`: larger than', '`mixed/link.txt`: a link', '`mixed/logo.bin`: not text'])
      await window.line(line).waitFor();
    await window.screenshot('left-out');
    await window.inputBox().press('Escape');
    await window.command('View: Close All Editors');
  });
}
