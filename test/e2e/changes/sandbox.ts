import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../support/temp.js';
import type { Actions } from './actions.js';

/** The sandbox’s own files and its terminal. */
export function worksInTheSandbox({ fixture, remote, closeAll, picked }: Actions): void {
  it('opens a file of the sandbox by name, and searches in all files', async () => {
    const { window } = fixture();
    await window.command('OpenCode Sandbox: Open File in Sandbox…');
    await window.input('fresh', { accept: false });
    await picked('fresh.txt').click();
    await window.line('from here').waitFor();
    await window.command('OpenCode Sandbox: Search in Sandbox…');
    await window.input('from he', { accept: false });
    await picked('fresh.txt:1').waitFor();
    await window.screenshot('sandbox-search');
    await window.page.keyboard.press('Escape');
    await closeAll();
  });

  it('works in a terminal of the sandbox', async () => {
    const { window } = fixture();
    await window.command('OpenCode Sandbox: Open Sandbox Terminal');
    await window.page.locator('.terminal-wrapper.active .xterm').waitFor();
    await window.page.locator('.terminal-wrapper.active textarea').focus();
    await window.page.keyboard.type('echo made-$((6*7)) > by-terminal.txt; exit 3\n');
    await until('the file', () => existsSync(join(remote().path, 'by-terminal.txt')) || undefined);
    assert.equal(remote().read('by-terminal.txt'), 'made-42\n');
    await window.page
      .getByText(/exit(ed)?.*code:? 3|exit code: 3/i)
      .first()
      .waitFor();
    await window.screenshot('sandbox-terminal');
    await window.clearNotifications();
  });
}
