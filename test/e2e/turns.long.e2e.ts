import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { endOf, makeLongSession, turnScripts } from '../support/longSession.js';
import { writesFile } from '../support/steps.js';
import { until } from '../support/temp.js';
import { addSandbox, closes, setStage, type Fixture } from './fixture.js';
import { describeVersions, onFirst } from './versions.js';

describeVersions('a person who returns to earlier messages', (version) => {
  let fixture: Fixture;
  before(async function () {
    this.timeout(180_000);
    fixture = await setStage({
      ...version.fixture,
      model: {
        scripts: version.scripts({
          ...turnScripts,
          hello: [{ text: 'Hello **there**, with `code`.' }],
          write: writesFile(),
        }),
      },
    });
    await fixture.window.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await fixture.window.activity('OpenCode Sandbox');
    await addSandbox(fixture.window, fixture.server.url, fixture.server.password, 'Box');
  });
  closes(() => fixture);

  const chat = () => fixture.window.chat();
  const log = () => chat().getByRole('log', { name: 'Conversation' });
  const input = (): Locator => chat().getByRole('textbox', { name: 'Message' });
  const prompts = (): Locator => log().locator('article.user');
  const made = (): boolean => existsSync(join(fixture.server.workspace, 'made.txt'));
  const say = async (text: string, answer: string): Promise<void> => {
    await input().fill(text);
    await input().press('Enter');
    await log().getByText(answer).last().waitFor();
    await chat().getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
  };
  /** Clicks an action of a prompt with the mouse. */
  const act = async (prompt: Locator, name: string): Promise<void> => {
    await prompt.hover();
    await prompt.getByRole('button', { name }).click();
  };
  const copied = (words: string): Promise<unknown> =>
    until(`"${words}" on the clipboard`, async () => {
      const text = await fixture.window.page.evaluate(() => navigator.clipboard.readText());
      return text === words || undefined;
    });

  it('copies a prompt, an answer as text, and an answer as Markdown', async () => {
    const { window } = fixture;
    await say('[[hello]] to copy', 'Hello there');
    await act(prompts().first(), 'Copy');
    await copied('[[hello]] to copy');
    const end = log().locator('.turn-end').first();
    await end.hover();
    await window.screenshot('turn-actions');
    await end.getByRole('button', { name: 'Copy', exact: true }).click();
    await copied('Hello there, with code.');
    await end.getByRole('button', { name: 'Copy as Markdown' }).click();
    await copied('Hello **there**, with `code`.');
  });

  it('resends a prompt, and edits one before sending it', async () => {
    await act(prompts().first(), 'Send again');
    await until('a second prompt', async () => (await prompts().count()) === 2 || undefined);
    await chat().getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
    assert.equal(await prompts().last().locator('.words').textContent(), '[[hello]] to copy');
    await act(prompts().first(), 'Edit again');
    await until(
      'the words in the input',
      async () => (await input().inputValue()) === '[[hello]] to copy' || undefined,
    );
    await input().press('Control+End');
    await input().pressSequentially(', edited');
    await input().press('Enter');
    await prompts().last().getByText('[[hello]] to copy, edited').waitFor();
    await chat().getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
  });

  it('reverts to a prompt after seeing which files are restored, and undoes the revert', async () => {
    const { window } = fixture;
    await say('[[write]] a file', 'Written.');
    assert.ok(made());
    await chat()
      .getByRole('button', { name: /^1 file/ })
      .waitFor();
    await act(prompts().last(), 'Revert to here');
    const dialog = await window.dialog(/Go back to before this message/);
    await dialog.getByText(/made\.txt/).waitFor();
    await window.screenshot('turn-revert');
    await window.confirm(/Go back to before this message/, 'Revert');
    await chat().getByText('This session was reverted.').waitFor();
    await until('the file is gone', () => !made() || undefined);
    assert.equal(await log().getByText('Written.').count(), 0);
    await chat().getByRole('button', { name: 'Undo the revert' }).click();
    await log().getByText('Written.').waitFor();
    await until('the file is back', () => made() || undefined);
  });

  it('reads what a revert would undo before it is done', async () => {
    const { window } = fixture;
    await act(prompts().last(), 'Revert to here');
    await window.confirm(/Go back to before this message/, 'Show Changes First');
    await window.line('+made').first().waitFor();
    const question = await window.notification(/Go back to before this message/);
    assert.ok(made(), 'nothing is done yet');
    await window.screenshot('turn-revert-changes');
    await question.getByRole('button', { name: 'Revert', exact: true }).click();
    await chat().getByText('This session was reverted.').waitFor();
    await until('the file is gone', () => !made() || undefined);
    await chat().getByRole('button', { name: 'Undo the revert' }).click();
    await until('the file is back', () => made() || undefined);
    await window.command('View: Close All Editors');
  });

  it('forks from a prompt into a session with the earlier messages', async () => {
    const { window } = fixture;
    const before = await prompts().count();
    await act(prompts().last(), 'Fork from here');
    await window.row(/fork/i).first().waitFor();
    await until('the fork is shown', async () => (await prompts().count()) === before - 1 || undefined);
    assert.equal(await log().getByText('Written.').count(), 0);
    await window.screenshot('turn-fork');
  });

  onFirst(version, 'exports a session of several pages as Markdown and as JSON', async () => {
    const { window, server, workbench } = fixture;
    await makeLongSession(server, 100, 'Long one');
    await window.command('OpenCode Sandbox: Refresh Sessions');
    await window.press('Long one');
    await log().getByText(endOf('Long one')).waitFor();
    for (const name of ['long.md', 'long.json']) {
      await window.command('OpenCode Sandbox: Export Transcript…');
      // The dialog proposes a name when it has read the folder.
      const input = window.inputBox();
      await until('the proposal', async () => (await input.inputValue()).endsWith('/Long one.md') || undefined);
      await window.picks('..').first().waitFor();
      await window.input(join(workbench.folder, name), { accept: false });
      await until(`${name} in the dialog`, async () => {
        return (await input.inputValue()) === join(workbench.folder, name) || undefined;
      });
      await window.inputBox().press('Enter');
      await until(name, () => existsSync(join(workbench.folder, name)) || undefined);
      await window.page.locator('.tab.active', { hasText: name }).waitFor();
    }
    const markdown = readFileSync(join(workbench.folder, 'long.md'), 'utf8');
    assert.equal(markdown.match(/^## User/gm)?.length, 100);
    assert.match(markdown, /First of all:[\s\S]*ls -la[\s\S]*The end of Long one\./);
    const json = JSON.parse(readFileSync(join(workbench.folder, 'long.json'), 'utf8')) as { messages: unknown[] };
    assert.equal(json.messages.length, 300);
    await window.command('View: Close All Editors');
  });

  onFirst(version, 'finds text in the conversation with Ctrl+F', async () => {
    const { window } = fixture;
    await input().click();
    const find = chat().getByRole('textbox', { name: 'Find in conversation' });
    // The workbench notices a moment later that the chat has the focus.
    await until('the find box', async () => {
      await window.page.keyboard.press('Control+f');
      return (await find.count()) > 0 || undefined;
    });
    await find.fill('The end of Long');
    await chat().getByRole('search').getByText('1 message').waitFor();
    await find.press('Enter');
    await log().locator('article.found').getByText(endOf('Long one')).waitFor();
    await chat().getByRole('search').getByText('1 of 1').waitFor();
    assert.equal(await window.page.locator('.find-widget.visible').count(), 0, 'the editor does not search as well');
    await window.screenshot('turn-find');
    await find.press('Escape');
    await find.waitFor({ state: 'detached' });
    assert.equal(await log().locator('article.found').count(), 0);
  });

  onFirst(version, 'jumps from prompt to prompt', async () => {
    const { window } = fixture;
    /** The prompt at the top of the visible area. */
    const atTop = (): Promise<string | undefined> =>
      log().evaluate((one) => {
        const { top } = one.getBoundingClientRect();
        const at = (each: Element): number => Math.abs(each.getBoundingClientRect().top - top);
        return [...one.querySelectorAll<HTMLElement>('article.user')].find((each) => at(each) < 20)?.dataset['id'];
      });
    const other = (than: string | undefined): Promise<string> =>
      until('another prompt at the top', async () => {
        const now = await atTop();
        return now !== undefined && now !== than ? now : undefined;
      });
    await log().evaluate((one) => (one.scrollTop = one.scrollHeight));
    await input().click();
    await window.page.keyboard.press('Control+Alt+ArrowUp');
    const last = await other(undefined);
    await window.page.keyboard.press('Control+Alt+ArrowUp');
    const before = await other(last);
    await window.page.keyboard.press('Control+Alt+ArrowDown');
    assert.equal(await other(before), last);
  });
});
