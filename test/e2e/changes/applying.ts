import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { onFirst } from '../versions.js';
import type { Actions } from './actions.js';
import { files } from './files.js';

/** Changes of the sandbox applied here. */
export function appliesChanges({
  fixture,
  version,
  remote,
  local,
  git,
  read,
  there,
  closeAll,
  accept,
  ticked,
  picked,
}: Actions): void {
  it('previews changes; files that can run programs are not selected, and conflicts stay', async () => {
    const { window } = fixture();
    execFileSync('sh', ['-c', "printf 'one\\nmine\\n' > conflict.txt"], { cwd: local() });
    const before = git('status', '--porcelain');
    await window.command('OpenCode Sandbox: Apply Changes to Workspace…');
    await picked('edit.ts').waitFor();
    await window.screenshot('changes-plan');
    assert.deepEqual(
      {
        edit: await ticked('edit.ts'),
        rename: await ticked('old name.txt → new name.txt'),
        sensitive: await ticked('.vscode/settings.json'),
      },
      { edit: true, rename: true, sensitive: false },
    );
    assert.equal(git('status', '--porcelain'), before);
    await accept();
    await window.notification(/Applied 6 files/);
    await window.screenshot('changes-applied');
    assert.equal(read('edit.ts'), remote().bytes('edit.ts').toString('latin1'));
    assert.equal(read('crlf.txt'), 'eins\r\nZWEI\r\n');
    assert.equal(read('logo.bin'), '\0\x01\x07');
    assert.equal(read('ordner ü/neu.txt'), 'neu');
    assert.equal(read('new name.txt'), files['old name.txt']);
    assert.deepEqual([there('gone.txt'), there('old name.txt')], [false, false]);
    assert.equal(read('conflict.txt'), 'one\nmine\n');
    assert.equal(read('.vscode/settings.json'), '{}\n');
  });

  it('undoes all of them in one step', async () => {
    const { window } = fixture();
    await window.answer(/Applied 6 files/, 'Undo');
    await window.notification(/Undone: 6 files/);
    assert.equal(git('status', '--porcelain').trim(), 'M conflict.txt');
    assert.equal(read('logo.bin'), '\0\x01\x02\x03');
    await window.clearNotifications();
    await closeAll();
  });

  onFirst(version, 'applies one file, then only a part of it', async () => {
    const { window } = fixture();
    await window.rowButton(/^crlf\.txt/, 'Apply File to Workspace');
    await window.notification('Applied 1 file.');
    assert.equal(read('crlf.txt'), 'eins\r\nZWEI\r\n');
    await window.clearNotifications();
    await window.press(/^edit\.ts/);
    await window.page.locator('.monaco-diff-editor .modified .view-line', { hasText: 'f = 60' }).first().click();
    await window.command('OpenCode Sandbox: Apply Hunks…');
    await window.notification('Applied 1 of 2 changes in edit.ts.');
    assert.match(read('edit.ts'), /a = 1;[^]*f = 60;/);
    await window.command('OpenCode Sandbox: Undo Last Apply');
    await window.notification(/Undone: 1 file/);
    assert.equal(read('edit.ts'), files['edit.ts']);
    await window.clearNotifications();
    await closeAll();
  });

  onFirst(version, 'confirms by name before a file that can run programs is written', async () => {
    const { window } = fixture();
    await window.rowButton(/^settings\.json/, 'Apply File to Workspace');
    const dialog = await window.dialog(/can make programs run/);
    await dialog.getByText('.vscode/settings.json: can make the editor run programs').waitFor();
    await window.screenshot('changes-sensitive');
    await window.confirm(/can make programs run/, 'Skip These');
    assert.equal(read('.vscode/settings.json'), '{}\n');
    await window.clearNotifications();
  });

  onFirst(version, 'applies a renamed file as one change, and undoes it', async () => {
    const { window } = fixture();
    await window.rowButton(/^new name\.txt/, 'Apply File to Workspace');
    await window.notification('Applied 1 file.');
    assert.deepEqual([there('old name.txt'), there('new name.txt')], [false, true]);
    await window.answer('Applied 1 file.', 'Undo');
    await window.notification(/Undone: 1 file/);
    assert.deepEqual([there('old name.txt'), there('new name.txt')], [true, false]);
    await window.clearNotifications();
  });
}
