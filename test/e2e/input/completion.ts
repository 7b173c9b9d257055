import assert from 'node:assert/strict';
import { until } from '../../support/temp.js';
import { onFirst } from '../versions.js';
import type { Actions } from './actions.js';

/** Mentions and commands. */
export function completesWords({ fixture, version, chat, log, input, rest, value, asked }: Actions): void {
  it('mentions files of this workspace by content, files of the sandbox by path, and agents', async () => {
    const { window } = fixture();
    const pick = async (typed: string, name: RegExp): Promise<void> => {
      await input().press('End');
      await input().pressSequentially(typed);
      const option = chat().getByRole('option', { name }).first();
      await option.waitFor();
      if (typed === '@local') await window.screenshot('input-mentions');
      await option.click();
      // The name appears at once, and typing continues after it.
      await until('the name', async () => (await input().inputValue()).endsWith(' ') || undefined);
    };
    await input().fill('[[hello]] ');
    await pick('@local', /local\.ts.*from this workspace/);
    await pick('@local', /local\.ts.*from this workspace/);
    await pick('@remote', /remote\.ts.*Box/);
    await pick('@general', /^general/);
    const chips = chat().getByRole('list', { name: 'Attachments' });
    await chips.getByText('general').waitFor();
    assert.equal(await chips.getByText('src/local.ts').count(), 1, 'what is chosen twice goes along once');
    await window.screenshot('input-attached');
    await input().press('Enter');
    await log().getByText('Hello.').nth(1).waitFor();
    assert.match(asked('hello'), /localWords/);
    assert.match(asked('hello'), /remoteWords/);
    const last = log().locator('article.user').last();
    await last.getByText('general', { exact: true }).waitFor();
    await last.getByRole('button', { name: /remote\.ts/ }).click();
    await window.page.locator('.tab.active', { hasText: 'remote.ts' }).waitFor();
    await window.command('View: Close All Editors');
  });

  onFirst(version, 'mentions symbols that the editor knows, by their code', async () => {
    const { window } = fixture();
    await rest();
    await window.openFile('local.ts');
    await input().fill('');
    await until('the symbol', async () => {
      await input().fill('[[again]] ');
      await input().pressSequentially('@localWor');
      const option = chat()
        .getByRole('option', { name: /localWords.*src\/local\.ts:1/ })
        .first();
      // The language service needs a moment to load the files.
      return option.click({ timeout: 1_000 }).then(
        () => true,
        () => undefined,
      );
    });
    await chat().getByRole('list', { name: 'Attachments' }).getByText('localWords (src/local.ts:1)').waitFor();
    await input().press('Enter');
    await until(
      'its code at the model',
      () => /src\/local\.ts:1`:\\n\\n```typescript/.test(asked('again')) || undefined,
    );
    await rest();
    await window.command('View: Close All Editors');
  });

  it('completes commands of the server and runs them with arguments', async () => {
    await rest();
    await input().fill('');
    await input().pressSequentially('/gre');
    const option = chat().getByRole('option', { name: /^greet/ });
    await option.getByText('Say hello to someone').waitFor();
    await fixture().window.screenshot('input-commands');
    await input().press('Enter');
    await value('/greet ');
    await input().pressSequentially('Ada');
    await input().press('Enter');
    await log().getByText('Greeted.').waitFor();
    assert.match(asked('greet'), /Say hello to Ada/);
  });

  it('completes commands whose names have spaces, folders and other scripts', async () => {
    for (const [typed, name, args, answer, key, expected] of [
      ['/two w', 'two words', 'one two', 'Paired.', 'pair', /one then two/],
      ['/team/r', 'team/review', 'src/a.ts', 'Reviewed by the team.', 'team', /Review src\/a\.ts/],
      ['/审', '审查', '全部', 'Reviewed in Chinese.', 'script', /Review 全部/],
    ] as const) {
      await rest();
      await input().fill('');
      await input().pressSequentially(typed);
      await chat().getByRole('option', { name }).waitFor();
      await input().press('Enter');
      await value(`/${name} `);
      await input().pressSequentially(args);
      await input().press('Enter');
      await log().getByText(answer).waitFor();
      assert.match(asked(key), expected);
    }
  });

  onFirst(version, 'mentions files after brackets and quotes', async () => {
    for (const before of ['(', '"', '[']) {
      await input().fill('');
      await input().pressSequentially(`see ${before}@local`);
      await chat()
        .getByRole('option', { name: /local\.ts.*from this workspace/ })
        .first()
        .waitFor();
      await input().press('Escape');
    }
    await input().fill('');
  });
}
