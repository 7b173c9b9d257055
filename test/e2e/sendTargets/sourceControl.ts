import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitEnvironment } from '../../support/repository.js';
import { until } from '../../support/temp.js';
import { here, type Actions } from './actions.js';

/** From source control. */
export function sendsFromSourceControl({ fixture, answer, sourceControl }: Actions): void {
  it('sends all local changes and the branch from the title of source control', async () => {
    const { window } = fixture();
    const { page } = window;
    const git = (...args: string[]): string =>
      execFileSync('git', args, {
        cwd: fixture().workbench.folder,
        encoding: 'utf8',
        env: { ...process.env, ...gitEnvironment },
      });
    git('checkout', '-q', '-b', 'feature');
    git('commit', '-q', '--allow-empty', '-m', 'Begin the feature');
    writeFileSync(join(fixture().workbench.folder, 'README.md'), '# Sample, changed\n');
    const header = page.locator('.pane-header', { hasText: /^Changes/ });
    const button = page
      .locator('.pane-header')
      .getByRole('button', { name: /More Actions/ })
      .first();
    const more = async (label: string): Promise<void> => {
      await sourceControl('README.md');
      await header.hover();
      await button.click();
      const entry = page.locator('.monaco-menu .action-item', { hasText: label }).last();
      await entry.waitFor();
      await until('the menu takes the click', async () => {
        await entry.click({ timeout: 1000 }).catch(() => undefined);
        return !(await entry.isVisible());
      });
    };
    await more('Send to Sandbox');
    await window.screenshot('scm-title');
    const [, changes = ''] = await answer('Changes.', 'New session');
    assert.ok(changes.includes('+# Sample, changed'), changes);
    await more('Send Branch to Sandbox');
    const [, branch = ''] = await answer('Branch.', here);
    assert.ok(branch.includes('Begin the feature'), branch);
  });
}
