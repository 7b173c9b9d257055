import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { until } from '../../support/temp.js';
import { onFirst } from '../versions.js';
import type { Actions } from './actions.js';

/** Changes of the last turn, of the working tree, and as a patch. */
export function choosesChanges({ fixture, version, local, git, there, say, closeAll }: Actions): void {
  it('reviews the last turn alone, and the working tree against its last commit', async () => {
    const { window } = fixture();
    await say('[[more]] now');
    await window.chat().getByRole('log').getByText('One more.').waitFor();
    const shows = (text: string) =>
      window.page.locator('.multiDiffEditor .modified .view-line', { hasText: text }).first().waitFor();
    await until('the turn counted', async () => {
      await window.command('OpenCode Sandbox: Review Changes of Last Turn');
      return (await window.page.getByText('(last turn) (1 file)').count()) > 0 || undefined;
    });
    await shows('c = 30');
    await window.screenshot('changes-last-turn');
    await closeAll();
    await window.command('OpenCode Sandbox: Review Uncommitted Changes in Sandbox');
    // The eighth is binary and named instead.
    await window.notification(/Not shown, because they are binary.*: logo\.bin/);
    await window.page.getByText('(working tree against HEAD) (7 files)').first().waitFor();
    await shows('c = 30');
    await shows('a = 10');
    await closeAll();
  });

  onFirst(version, 'saves a patch that git applies', async () => {
    const { window } = fixture();
    await window.command('OpenCode Sandbox: Save Changes as Patch…');
    await window.nameFile(join(local(), 'out.patch'));
    await until('the patch', () => there('out.patch') || undefined);
    git('checkout', '-q', '.');
    git('apply', '--check', 'out.patch');
    execFileSync('rm', [join(local(), 'out.patch')]);
    await window.clearNotifications();
  });
}
