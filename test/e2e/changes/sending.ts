import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../support/temp.js';
import type { Actions } from './actions.js';

/** Changes from here applied in the sandbox. */
export function sendsChanges({ fixture, remote, local, git, accept, ticked, picked }: Actions): void {
  it('sends local changes to the sandbox; a secret is not selected', async () => {
    const { window } = fixture();
    git('checkout', '-q', '.');
    remote().git('checkout', '-q', '.');
    remote().git('clean', '-qfd');
    execFileSync(
      'sh',
      [
        '-c',
        "printf 'from here\\n' > fresh.txt; printf 'KEY=1\\n' > .env; printf '# Sample\\n\\nchanged\\n' > README.md",
      ],
      { cwd: local() },
    );
    await window.command('OpenCode Sandbox: Send Local Changes to Sandbox…');
    await picked('.env').waitFor();
    await window.screenshot('changes-push');
    assert.equal(await ticked('.env'), false);
    await accept();
    await window.notification(/Sent 2 files to My box/);
    assert.equal(remote().read('fresh.txt'), 'from here\n');
    assert.equal(remote().read('README.md'), '# Sample\n\nchanged\n');
    assert.ok(!existsSync(join(remote().path, '.env')));
    await window.clearNotifications();
  });

  it('sees which file does not apply when changes cannot be sent, and the sandbox stays unchanged', async () => {
    const { window } = fixture();
    await window.command('OpenCode Sandbox: Send Local Changes to Sandbox…');
    await picked('fresh.txt').waitFor();
    // The sandbox has it already, so it is sent again only on request.
    assert.equal(await ticked('fresh.txt'), false);
    await picked('fresh.txt').click();
    await until('it is ticked', () => ticked('fresh.txt'));
    await accept();
    const dialog = await window.dialog(/Nothing was changed in My box/);
    await dialog.getByText(/fresh\.txt: there is already a file with that name/).waitFor();
    await window.screenshot('changes-push-misfit');
    await window.page.keyboard.press('Escape');
    git('checkout', '-q', '.');
    git('clean', '-qfd');
  });
}
