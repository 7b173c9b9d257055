import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { until } from '../support/temp.js';
import { addSandbox, setStage, type Stage } from './stage.js';

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC';
const command = '---\ndescription: Say hello to someone\n---\n[[greet]] Say hello to $ARGUMENTS\n';

describe('a person writes to an agent', () => {
  let stage: Stage;
  before(async function () {
    this.timeout(180_000);
    stage = await setStage({
      model: {
        scripts: {
          hello: [{ text: 'Hello.' }],
          again: [{ text: 'Again.' }],
          greet: [{ text: 'Greeted.' }],
          held: [{ text: 'Holding on', hold: 'held' }],
          queued: [{ text: 'Its turn came.' }],
        },
      },
      workbench: { workspace: { 'src/local.ts': 'export const localWords = 1;\n', 'notes.md': '# Notes\n' } },
    });
    stage.server.repository?.write('.opencode/command/greet.md', command);
    stage.server.repository?.write('src/remote.ts', 'export const remoteWords = 2;\n');
    await stage.window.activity('OpenCode Sandbox');
    await addSandbox(stage.window, stage.server.url, stage.server.password, 'Box');
  });
  after(async function () {
    this.timeout(60_000);
    await stage?.dispose();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await stage?.window.screenshot(`failed-${this.currentTest.title.replace(/\W+/g, '-')}`);
  });

  const chat = () => stage.window.chat();
  const log = () => chat().getByRole('log', { name: 'Conversation' });
  const box = (): Locator => chat().getByRole('textbox', { name: 'Message' });
  const rest = (): Promise<void> => chat().getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
  const value = (expected: string): Promise<unknown> =>
    until(`"${expected}" in the input`, async () => (await box().inputValue()) === expected || undefined);
  /** What the model was asked last with this script. */
  const asked = (key: string): string =>
    JSON.stringify(stage.model.requests.findLast((request) => request.key === key)?.body ?? '');

  it('in several lines: the input grows, Shift+Enter breaks, Enter sends', async () => {
    await box().click();
    const low = (await box().boundingBox())?.height ?? 0;
    await box().pressSequentially('[[hello]] one');
    for (const word of ['two', 'three', 'four']) {
      await box().press('Shift+Enter');
      await box().pressSequentially(word);
    }
    assert.equal(await box().inputValue(), '[[hello]] one\ntwo\nthree\nfour');
    assert.ok(((await box().boundingBox())?.height ?? 0) > 2 * low, 'it is higher');
    await stage.window.screenshot('input-lines');
    await box().press('Enter');
    await log().getByText('Hello.').waitFor();
    await value('');
    assert.ok(((await box().boundingBox())?.height ?? 0) <= low, 'it is low again');
  });

  it('never sends while an input method composes', async () => {
    await box().fill('[[hello]] に');
    const prevented = await box().evaluate((element) => {
      const enter = new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true });
      element.dispatchEvent(enter);
      return enter.defaultPrevented;
    });
    assert.equal(prevented, false);
    await value('[[hello]] に');
    await box().fill('');
  });

  it('sends with Ctrl+Enter and breaks with Enter where one set it so', async () => {
    const { window } = stage;
    await window.settings({ 'opencodeSandbox.enterSends': false });
    await box().fill('[[again]]');
    await until('the setting', async () => {
      await box().press('End');
      await box().press('Enter');
      return (await box().inputValue()).includes('\n') || undefined;
    });
    await box().press('Control+Enter');
    await log().getByText('Again.').waitFor();
    await window.settings({ 'opencodeSandbox.enterSends': true });
  });

  it('again what was written before, by arrow-up, and comes back to what was begun', async () => {
    await rest();
    await box().fill('');
    await box().press('ArrowUp');
    await until('the last prompt', async () => (await box().inputValue()).startsWith('[[again]]') || undefined);
    await box().press('Home');
    await box().press('Control+Home');
    await box().press('ArrowUp');
    await value('[[hello]] one\ntwo\nthree\nfour');
    await box().press('Control+End');
    await box().press('ArrowDown');
    await until('the later one', async () => (await box().inputValue()).startsWith('[[again]]') || undefined);
    await box().fill('');
  });

  it('mentions files of this workspace by content, files of the sandbox by path, and agents', async () => {
    const { window } = stage;
    const pick = async (typed: string, name: RegExp): Promise<void> => {
      await box().press('End');
      await box().pressSequentially(typed);
      const option = chat().getByRole('option', { name }).first();
      await option.waitFor();
      if (typed === '@local') await window.screenshot('input-mentions');
      await option.click();
      // The name is there at once, and one types on behind it.
      await until('the name', async () => (await box().inputValue()).endsWith(' ') || undefined);
    };
    await box().fill('[[hello]] ');
    await pick('@local', /local\.ts.*from this workspace/);
    await pick('@local', /local\.ts.*from this workspace/);
    await pick('@remote', /remote\.ts.*Box/);
    await pick('@general', /^general/);
    const chips = chat().getByRole('list', { name: 'Attachments' });
    await chips.getByText('general').waitFor();
    assert.equal(await chips.getByText('src/local.ts').count(), 1, 'what is chosen twice goes along once');
    await window.screenshot('input-attached');
    await box().press('Enter');
    await log().getByText('Hello.').nth(1).waitFor();
    assert.match(asked('hello'), /localWords/);
    assert.match(asked('hello'), /remoteWords/);
    const last = log().locator('article.user').last();
    await last.getByText('general', { exact: true }).waitFor();
    await last.getByRole('button', { name: /remote\.ts/ }).click();
    await window.page.locator('.tab.active', { hasText: 'remote.ts' }).waitFor();
    await window.command('View: Close All Editors');
  });

  it('mentions symbols that the editor knows, by their code', async () => {
    const { window } = stage;
    await rest();
    await window.openFile('local.ts');
    await box().fill('');
    await until('the symbol', async () => {
      await box().fill('[[again]] ');
      await box().pressSequentially('@localWor');
      const option = chat()
        .getByRole('option', { name: /localWords.*src\/local\.ts:1/ })
        .first();
      // The editor's language takes a moment to know its files.
      return option.click({ timeout: 1_000 }).then(
        () => true,
        () => undefined,
      );
    });
    await chat().getByRole('list', { name: 'Attachments' }).getByText('localWords (src/local.ts:1)').waitFor();
    await box().press('Enter');
    await until('its code at the model', () => /src\/local\.ts:1\\n```typescript/.test(asked('again')) || undefined);
    await rest();
    await window.command('View: Close All Editors');
  });

  it('commands of the server, completed and run with what follows them', async () => {
    await rest();
    await box().fill('');
    await box().pressSequentially('/gre');
    const option = chat().getByRole('option', { name: /^greet/ });
    await option.getByText('Say hello to someone').waitFor();
    await stage.window.screenshot('input-commands');
    await box().press('Enter');
    await value('/greet ');
    await box().pressSequentially('Ada');
    await box().press('Enter');
    await log().getByText('Greeted.').waitFor();
    assert.match(asked('greet'), /Say hello to Ada/);
  });

  it('attaches what is pasted and dropped, with its size; what is too large is said and not sent', async () => {
    const { window } = stage;
    await rest();
    const give = (kind: 'paste' | 'drop', name: string, type: string, base64: string, times = 1): Promise<void> =>
      box().evaluate(
        (element, [event, file, mime, data, count]) => {
          const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
          const transfer = new DataTransfer();
          transfer.items.add(
            new File(
              Array.from({ length: count }, () => bytes),
              file,
              { type: mime },
            ),
          );
          element.dispatchEvent(
            event === 'paste'
              ? new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true })
              : new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
          );
        },
        [kind, name, type, base64, times] as const,
      );
    await give('paste', 'dot.png', 'image/png', pixel);
    await give('drop', 'words.txt', 'text/plain', Buffer.from('dropped words').toString('base64'));
    const chips = chat().getByRole('list', { name: 'Attachments' });
    await chips.getByText('dot.png').waitFor();
    await chips.getByText('13 B').waitFor();
    await give('drop', 'huge.bin', 'application/octet-stream', Buffer.alloc(1024 * 1024).toString('base64'), 11);
    await chat()
      .getByText(/huge\.bin is larger than 10\.5 MB/)
      .waitFor();
    await window.screenshot('input-dropped');
    await chips.getByRole('button', { name: 'Remove words.txt' }).click();
    await give('drop', 'words.txt', 'text/plain', Buffer.from('dropped words').toString('base64'));
    await box().fill('[[hello]] with files');
    await box().press('Enter');
    await log().getByText('Hello.').nth(2).waitFor();
    const last = log().locator('article.user').last();
    await last.locator('img.attached').waitFor();
    assert.match(asked('hello'), /dropped words/);
    assert.match(asked('hello'), new RegExp(pixel.slice(0, 40)));
    await stage.window.screenshot('input-sent-files');
  });

  it('while a turn runs: the next prompt is queued, survives a reload, can be taken back, and is sent in its turn', async () => {
    const { window, model } = stage;
    await rest();
    await box().fill('[[held]]');
    await box().press('Enter');
    await log().getByText('Holding on').waitFor();
    await box().fill('[[queued]] first');
    await box().press('Enter');
    await box().fill('second, to be taken back');
    await box().press('Enter');
    const waiting = log().locator('article.pending');
    await until('two that wait', async () => (await waiting.count()) === 2 || undefined);
    await waiting.last().getByText('Queued').waitFor();
    await window.page.evaluate(() => document.body.setAttribute('data-before', ''));
    await window.command('Developer: Reload Window');
    await window.page.waitForFunction(() => document.body !== null && !document.body.hasAttribute('data-before'));
    await until('they still wait', async () => (await waiting.count()) === 2 || undefined);
    await window.screenshot('input-queued');
    await waiting.last().getByRole('button', { name: 'Take back' }).click();
    await value('second, to be taken back');
    await until('one that waits', async () => (await waiting.count()) === 1 || undefined);
    assert.equal(await log().getByText('Its turn came.').count(), 0);
    model.release('held');
    await log().getByText('Its turn came.').waitFor();
    assert.equal(await log().getByText('[[queued]] first').count(), 1);
    await box().fill('');
  });

  it('keeps a draft for each session', async () => {
    const { window } = stage;
    await rest();
    await box().fill('a draft here');
    await window.command('OpenCode Sandbox: New Session');
    await chat()
      .locator('header', { hasText: /New session/ })
      .waitFor();
    await value('');
    await box().fill('another there');
    await window
      .row(/Title hello/)
      .first()
      .click();
    await value('a draft here');
    await window
      .row(/New session/)
      .first()
      .click();
    await value('another there');
    await window
      .row(/Title hello/)
      .first()
      .click();
    await box().fill('');
  });

  it('chooses model, variant and agent, the last used first, for this session', async () => {
    const { window } = stage;
    const model = chat().getByRole('button', { name: 'Model', exact: true });
    await model.getByText('Scripted Model').waitFor();
    await model.click();
    await window.choose(/Scripted GPT/);
    await window.choose('high');
    await model.getByText('Scripted GPT · high').waitFor();
    await model.click();
    await window.picks('Last used').first().waitFor();
    assert.match(
      (await window
        .picks(/Scripted GPT/)
        .first()
        .textContent()) ?? '',
      /Scripted GPT/,
    );
    await window.screenshot('input-models');
    await window.page.keyboard.press('Escape');
    await chat().getByRole('button', { name: 'Agent', exact: true }).click();
    await window.choose(/^plan/);
    await chat().getByRole('button', { name: 'Agent', exact: true }).getByText('plan').waitFor();
    await box().fill('[[hello]] with another model');
    await box().press('Enter');
    await log().getByText('Hello.').nth(3).waitFor();
    assert.equal(stage.model.requests.findLast(({ key }) => key === 'hello')?.body.model, 'gpt-5-scripted');
    await window
      .row(/New session/)
      .first()
      .click();
    await model.getByText('Scripted Model').waitFor();
  });

  it('files too large for the button as well', async () => {
    const { window, workbench } = stage;
    writeFileSync(join(workbench.folder, 'large.bin'), Buffer.alloc(11 * 1024 * 1024));
    await window
      .row(/Title hello/)
      .first()
      .click();
    await box().fill('@large');
    await chat()
      .getByRole('option', { name: /large\.bin/ })
      .first()
      .click();
    await chat()
      .getByText(/large\.bin is 11\.0 MB; at most 10 MB can be sent/)
      .waitFor();
    await box().fill('');
  });
});
