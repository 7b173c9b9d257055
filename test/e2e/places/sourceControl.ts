import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitEnvironment } from '../../support/repository.js';
import { until } from '../../support/temp.js';
import { here, type Hands } from './hands.js';

/** From source control. */
export function sendsFromSourceControl({ stage, answer }: Hands): void {
  it('sends all local changes and the branch from the title of source control', async () => {
    const { window } = stage();
    const git = (...args: string[]): string =>
      execFileSync('git', args, {
        cwd: stage().workbench.folder,
        encoding: 'utf8',
        env: { ...process.env, ...gitEnvironment },
      });
    git('checkout', '-q', '-b', 'feature');
    git('commit', '-q', '--allow-empty', '-m', 'Begin the feature');
    writeFileSync(join(stage().workbench.folder, 'README.md'), '# Sample, changed\n');
    const tab = window.page.locator('.activitybar').getByRole('tab', { name: /^Source Control/ });
    // What was sent before shows its session when it is taken, which may be after this press.
    await until('source control', async () => {
      if ((await tab.getAttribute('aria-expanded')) !== 'true') await tab.click();
      return (await window.page.locator('.scm-view .monaco-list-row', { hasText: 'README.md' }).count()) > 0;
    });
    const more = async (entry: string): Promise<void> => {
      await window.page.locator('.pane-header', { hasText: /^Changes/ }).hover();
      await window.page
        .locator('.pane-header')
        .getByRole('button', { name: /More Actions/ })
        .first()
        .click();
      const item = window.page.locator('.monaco-menu .action-item', { hasText: entry }).last();
      await item.waitFor();
      await until('the menu takes the click', async () => {
        await item.click({ timeout: 1000 }).catch(() => undefined);
        return !(await item.isVisible());
      });
    };
    await more('Send to Sandbox');
    await window.screenshot('scm-title');
    const [, changes = ''] = await answer('Changes.', 'New session');
    assert.ok(changes.includes('+# Sample, changed'), changes);
    await window.page
      .locator('.activitybar')
      .getByRole('tab', { name: /^Source Control/ })
      .click();
    await more('Send Branch to Sandbox');
    const [, branch = ''] = await answer('Branch.', here);
    assert.ok(branch.includes('Begin the feature'), branch);
  });
}
