import { execFileSync } from 'node:child_process';
import { until } from '../../support/temp.js';
import type { Actions } from './actions.js';

/** Changed files, read one by one and all at once. */
export function reviewsChanges({ fixture, local, git, say, closeAll }: Actions): void {
  it('sees above the input which local changes the sandbox does not have', async () => {
    const { window } = fixture();
    execFileSync('sh', ['-c', "printf 'local work\\n' >> README.md"], { cwd: local() });
    const line = window.chat().getByText(/1 local file is not in /);
    await line.waitFor();
    await window.screenshot('changes-offer');
    await window.chat().getByRole('button', { name: 'Send…' }).click();
    await window.page.locator('.quick-input-widget').getByText('README.md').first().waitFor();
    await window.page.keyboard.press('Escape');
    await line.waitFor();
    await window.chat().getByRole('button', { name: 'Not Now' }).click();
    await line.waitFor({ state: 'detached' });
    await say('[[work]] please');
    await window.chat().getByRole('log').getByText('All changed.').waitFor();
    git('checkout', '-q', 'README.md');
  });

  it('sees the changed files in the tree and opens one in the native diff', async () => {
    const { window } = fixture();
    await window.unfold(/Title work/);
    await window.press(/^Changes/);
    await window.row(/^edit\.ts.*\+2 −2/).waitFor();
    await window.row(/^new name\.txt.*\+0 −0 · ← old name\.txt/).waitFor();
    await window.screenshot('changes-tree');
    const changed = window.page.locator('.monaco-diff-editor .view-line', { hasText: 'a = 10' }).first();
    // A click on a row that is drawn again under it selects the row, and opens nothing.
    await until('the diff', async () => {
      await window.press(/^edit\.ts/);
      return changed.waitFor({ timeout: 10_000 }).then(
        () => true,
        () => undefined,
      );
    });
    await window.screenshot('changes-diff');
    await closeAll();
  });

  it('sees them above the input, and opens a renamed one there', async () => {
    const { window } = fixture();
    const chat = window.chat();
    await chat.getByRole('button', { name: /^8 files/ }).click();
    await chat.getByRole('button', { name: /changed edit\.ts \+2 −2/ }).waitFor();
    await chat.getByRole('button', { name: /added neu\.txt ordner ü \+1 −0/ }).waitFor();
    await window.screenshot('changes-chat');
    await chat.getByRole('button', { name: /renamed new name\.txt ← old name\.txt/ }).click();
    await window.page.locator('.tab', { hasText: 'old name.txt → new name.txt (since the session began)' }).waitFor();
    await chat.getByRole('button', { name: /^8 files/ }).click();
    await closeAll();
  });

  it('reviews all of them in the multi-file diff editor', async () => {
    const { window } = fixture();
    await window.command('OpenCode Sandbox: Review Changes');
    await window.page.locator('.multiDiffEditor .view-line', { hasText: 'a = 10' }).first().waitFor();
    await window.page.getByText('since the session began').first().waitFor();
    const apply = window.page.locator('.editor-actions').getByRole('button', { name: /Apply Changes to Workspace/ });
    await apply.waitFor();
    await window.screenshot('changes-review');
    // It applies to the active review.
    await apply.click();
    await window.page
      .getByText(/^Apply changes to /)
      .first()
      .waitFor();
    await window.page.keyboard.press('Escape');
    // The next steps use a separate diff.
    await closeAll();
  });

  it('comments on a line, and the comment goes to the session as a prompt', async () => {
    const { window } = fixture();
    await window.press(/^edit\.ts/);
    await window.page.locator('.monaco-diff-editor .modified .view-line', { hasText: 'a = 10' }).first().click();
    // Comment ranges arrive a moment after the text, and are looked up when the cursor moves.
    await window.page
      .locator('.monaco-diff-editor .modified .comment-diff-added')
      .first()
      .waitFor({ state: 'attached' });
    await window.page.keyboard.press('ArrowDown');
    await window.page.keyboard.press('ArrowUp');
    await window.command('Comments: Add Comment on Current Selection');
    const editor = window.page.locator('.review-widget .monaco-editor').first();
    await editor.waitFor();
    await window.page.keyboard.insertText('Why ten?');
    await window.screenshot('changes-comment');
    await window.page.locator('.review-widget').getByRole('button', { name: 'Add Comment' }).first().click();
    await window.page.getByText('Not sent yet').first().waitFor();
    await window.command('OpenCode Sandbox: Send Review Comments');
    const wanted = /edit\.ts:1.*export const a = 10;.*Why ten\?/;
    await until(
      'the comment at the model',
      () => fixture().model.requests.some(({ body }) => wanted.test(JSON.stringify(body))) || undefined,
    );
    await closeAll();
  });
}
