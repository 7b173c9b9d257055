import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startModel, type Model } from '../support/model.js';
import { startOpencode, type Opencode } from '../support/opencode.js';
import { gitEnvironment } from '../support/repository.js';
import { startSandboxAgent, type SandboxAgent } from '../support/sandboxAgent.js';
import { removeTemp, until } from '../support/temp.js';
import { openBrowser, startWorkbench, type WorkbenchServer } from '../support/workbench.js';
import { packTinyExtension } from '../support/tinyExtension.js';
import { failingTests, sending } from './sending.js';
import { addSandbox, setStage, vsix, type Stage } from './stage.js';
import { openWindow, type Workbench } from './workbench.js';

const files = {
  'src/app.ts': 'export const one = 1;\nexport const two = 2;\nexport const three = 3;\n',
  'mixed/good.ts': 'export const good = true;\n',
  'mixed/logo.bin': '\0binary',
  'mixed/large.txt': 'x'.repeat(300_000),
  'mixed/built.js': 'ignored();\n',
  'secret/.env': 'TOKEN=abc\n',
  'secret/other.txt': 'nothing\n',
  '.gitignore': 'built.js\n',
  'README.md': '# Sample\n',
};

describe('a person who sends from wherever they are', () => {
  let stage: Stage;
  let agent: SandboxAgent;
  let tiny: { path: string; dir: string };
  before(async function () {
    this.timeout(180_000);
    tiny = await packTinyExtension({ name: 'tiny-tests', code: failingTests });
    [stage, agent] = await Promise.all([
      setStage({
        workbench: {
          workspace: files,
          vsix: [vsix, tiny.path],
          settings: { 'terminal.integrated.gpuAcceleration': 'off', 'git.untrackedChanges': 'mixed' },
        },
      }),
      startSandboxAgent(),
    ]);
    symlinkSync('/etc/hostname', join(stage.workbench.folder, 'mixed', 'link.txt'));
    await stage.window.context.grantPermissions(['clipboard-read', 'clipboard-write'], {
      origin: stage.workbench.origin,
    });
  });
  after(async function () {
    this.timeout(60_000);
    await Promise.all([stage?.dispose(), agent?.dispose()]);
    if (tiny !== undefined) removeTemp(tiny.dir);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await stage?.window.screenshot(`failed-${this.currentTest.title.replace(/\W+/g, '-')}`);
  });

  const { explorer, prompts, answer, menuOf } = sending(() => stage);
  const here = 'the session in the chat';
  const tab = (name: string) => stage.window.page.locator('.tabs-container .tab', { hasText: name });
  const chip = (name: string | RegExp) => stage.window.chat().locator('.composer .chip', { hasText: name });
  const noChips = async (): Promise<void> => {
    const remove = stage.window
      .chat()
      .locator('.composer .chip')
      .getByRole('button', { name: /^Remove/ });
    while ((await remove.count()) > 0) await remove.first().click();
  };

  it('is offered nothing of it while there is no sandbox', async () => {
    const { window } = stage;
    await window.openFile('app.ts');
    assert.ok(!(await menuOf(window.line('export const two'))).includes('Sandbox'));
    assert.ok(!(await menuOf(tab('app.ts'))).includes('Sandbox'));
    assert.ok(!(await menuOf(await explorer('README.md'))).includes('Sandbox'));
    await window.line('export const two').click();
    await window.page.keyboard.press('Control+Alt+Enter');
    assert.equal(await window.inputBox().count(), 0);
  });

  it('sends a file from the explorer to a new session', async () => {
    const { window, server } = stage;
    await window.activity('OpenCode Sandbox');
    await addSandbox(window, server.url, server.password, 'My box');
    await addSandbox(window, agent.origin, agent.token, 'Agent box');
    await window.row(/My box.*1\.18/).waitFor();
    await window.menu(await explorer('README.md'), 'Send to Sandbox');
    const file = 'From `README.md`:\n\n```\n# Sample\n```';
    assert.deepEqual(await answer('Read it.', 'New session'), ['Read it.', file]);
  });

  it('sends the selection, or the line, by keyboard; what is not saved too', async () => {
    const { window } = stage;
    await window.openFile('app.ts');
    await window.line('export const three').click();
    await window.page.keyboard.press('End');
    await window.page.keyboard.type(' // not saved');
    await window.page.keyboard.press('Control+Alt+Enter');
    const [, line] = await answer('Line.', here);
    assert.equal(line, 'From `src/app.ts:3`:\n\n```typescript\nexport const three = 3; // not saved\n```');
    await window.menu(tab('app.ts'), 'Send to Sandbox');
    const [, file = ''] = await answer('File.', here);
    assert.ok(file.includes('// not saved'), file);
    await window.command('File: Revert File');
  });

  it('attaches the selection by keyboard and by the menus of the editor and its tab, and nothing is sent', async () => {
    const { window } = stage;
    const before = (await prompts()).length;
    await window.openFile('app.ts');
    await window.line('export const two').click();
    await window.page.keyboard.press('Control+Alt+Shift+Enter');
    await chip('src/app.ts:2').waitFor();
    await window.menu(await window.selectWord('three'), 'Attach to Sandbox Prompt');
    await chip('src/app.ts:3').waitFor();
    await window.menu(tab('app.ts'), 'Attach to Sandbox Prompt');
    await chip(/src\/app\.ts(?!:)/).waitFor();
    await window.screenshot('attach-three');
    assert.equal((await prompts()).length, before);
    await noChips();
  });

  it('is asked before what looks like a secret becomes a chip, also inside a folder', async () => {
    const { window } = stage;
    await window.menu(await explorer('secret'), 'Attach to Sandbox Prompt');
    const dialog = await window.dialog('holds a secret');
    assert.match(await dialog.innerText(), /secret\/\.env: environment file/);
    await window.confirm('holds a secret', 'Cancel');
    assert.equal(await window.chat().locator('.composer .chip').count(), 0);
    await window.menu(await explorer('secret'), 'Attach to Sandbox Prompt');
    await window.confirm('holds a secret', 'Send Anyway');
    await chip('secret/ (2 files)').waitFor();
    await noChips();
  });

  it('reads what is left out of a folder and why, and what git ignores is not even listed', async () => {
    const { window } = stage;
    await window.menu(await explorer('mixed'), 'Attach to Sandbox Prompt');
    await chip('mixed/ (1 file)').waitFor();
    await window.notification(/mixed\/ \(1 file\): 3 files are left out/);
    await noChips();
    await window.clearNotifications();
    await window.menu(await explorer('mixed'), 'Send to Sandbox');
    await window.page.locator('.quick-input-widget', { hasText: '3 files are left out' }).waitFor();
    await window.page.getByRole('button', { name: 'Show What Will Be Sent' }).click();
    for (const line of ['`mixed/large.txt`: larger than', '`mixed/link.txt`: a link', '`mixed/logo.bin`: not text'])
      await window.line(line).waitFor();
    await window.screenshot('left-out');
    await window.inputBox().press('Escape');
    await window.command('View: Close All Editors');
  });

  it('chooses another session, or another sandbox', async () => {
    const { window } = stage;
    const { id } = await stage.server.json<{ id: string }>('/session', { title: 'The other one' });
    await window.menu(await explorer('README.md'), 'Send to Sandbox');
    assert.equal((await answer('There.', 'The other one'))[0], 'There.');
    assert.equal((await stage.server.json<readonly object[]>(`/session/${id}/message`)).length > 0, true);
    await window.menu(await explorer('README.md'), 'Send to Sandbox');
    await window.input('Elsewhere.', { title: 'attachment' });
    await window.choose('Another sandbox…');
    await window.choose('Agent box');
    await window.choose('New session');
    const sessions = await until('the other has a session', async () => {
      const all = await agent.json<readonly { readonly id: string }[]>('/session');
      return all.length > 0 && all;
    });
    await until('it has the prompt', async () =>
      JSON.stringify(await agent.json(`/session/${sessions[0]?.id}/message`)).includes('Elsewhere.'),
    );
    await window.chat().locator('header', { hasText: 'Agent box' }).waitFor();
    await window.row('The other one').click();
    await window.chat().locator('header', { hasText: 'The other one' }).waitFor();
  });

  it('sends all local changes and the branch from the title of source control', async () => {
    const { window } = stage;
    const git = (...args: string[]): string =>
      execFileSync('git', args, {
        cwd: stage.workbench.folder,
        encoding: 'utf8',
        env: { ...process.env, ...gitEnvironment },
      });
    git('checkout', '-q', '-b', 'feature');
    git('commit', '-q', '--allow-empty', '-m', 'Begin the feature');
    writeFileSync(join(stage.workbench.folder, 'README.md'), '# Sample, changed\n');
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

  it('is offered a terminal’s text only where some is selected', async () => {
    const { window } = stage;
    await window.command('Terminal: Create New Terminal');
    const terminal = window.page.locator('.terminal-wrapper.active .xterm');
    await terminal.waitFor();
    assert.ok(!(await menuOf(terminal)).includes('Sandbox'));
    await window.command('Terminal: Kill All Terminals');
  });

  it('sends what a failed test said, expected and got, from its message', async () => {
    const { window } = stage;
    await window.command('Testing: Focus on Test Explorer View');
    await window.command('Test: Run All Tests');
    const test = window.page.locator('.test-explorer .monaco-list-row', { hasText: 'adds two numbers' }).first();
    await test.locator('.codicon-testing-failed-icon').waitFor();
    await window.command('Test Results: Focus on Test Results View');
    const message = window.page.locator('.test-output-peek-tree .monaco-list-row', { hasText: /^not equal/ }).first();
    await window.menu(message, 'Send to Sandbox');
    assert.match(await window.inputBox().inputValue(), /Find out why this test fails/);
    await window.screenshot('send-test-message');
    await window.inputBox().press('Enter');
    const [, text = ''] = await answer(undefined, here);
    assert.match(text, /^Test: adds two numbers\n\nIt failed with:\n\n```\nnot equal\n```\n\nExpected:\n\n```\n4/);
    assert.match(text, /Actual:\n\n```\n5\n```\n\nFrom `src\/app\.ts:1-\d` \(line 2 is meant\)/);
  });

  it('refactors the selection by one of the templates; an escaped question sends nothing', async () => {
    const { window } = stage;
    const before = (await prompts()).length;
    await window.openFile('app.ts');
    await window.selectWord('three');
    await window.command('OpenCode Sandbox: Send Prompt from Template…');
    for (const name of ['Analyze this project', 'Implement a feature', 'Refactor', 'Clone a repository and explain it'])
      await window.picks(name).waitFor();
    await window.choose('Clone a repository');
    await window.page.locator('.quick-input-widget:visible', { hasText: 'Address of the repository' }).waitFor();
    await window.inputBox().press('Escape');
    await window.command('OpenCode Sandbox: Send Prompt from Template…');
    await window.choose('Refactor');
    await window.input('a better name', { title: 'What should be better about it?' });
    const [text, selection] = await answer(undefined, here);
    assert.match(text ?? '', /^Refactor `src\/app\.ts:3`: a better name\n\nKeep what it does/);
    assert.equal(selection, 'From `src/app.ts:3`:\n\n```typescript\nthree\n```');
    assert.equal((await prompts()).length, before + 1);
  });

  it('chooses from all that can be sent from here', async () => {
    const { window } = stage;
    await window.openFile('app.ts');
    await window.command('OpenCode Sandbox: Send to Sandbox: Choose What to Send…');
    for (const name of ['Selection', 'This file', 'A folder…', 'Local changes', 'The current branch', 'A prompt from'])
      await window.picks(name).first().waitFor();
    assert.equal(await window.picks('Problems of this file').count(), 0);
    await window.screenshot('send-from');
    await window.choose('This file');
    assert.match((await answer('This.', here))[1] ?? '', /^From `src\/app\.ts`/);
  });

  it('is not offered to send the sandbox its own files', async () => {
    const { window } = stage;
    await window.activity('OpenCode Sandbox');
    await window.menu(window.row(/My box/), 'Open File in Sandbox');
    await window.input('greet', { accept: false });
    await window.choose('greet');
    await window.page.locator('.tabs-container .tab.active', { hasText: 'greet' }).waitFor();
    const line = window.page.locator('.editor-instance .view-line').first();
    assert.ok(!(await menuOf(line)).includes('Send to Sandbox'));
    assert.ok(!(await menuOf(tab('greet'))).includes('Send to Sandbox'));
  });
});

describe('a person who never opened the view in this window', () => {
  let model: Model;
  let server: Opencode;
  let workbench: WorkbenchServer;
  let browser: Browser;
  let window: Workbench;
  before(async function () {
    this.timeout(180_000);
    model = await startModel();
    server = await startOpencode({ model, password: null });
    const sandboxes = [{ id: 'my-box', name: 'My box', url: server.url }];
    workbench = await startWorkbench({
      workspace: files,
      vsix: [vsix],
      settings: { 'opencodeSandbox.sandboxes': sandboxes },
    });
    browser = await openBrowser();
    window = await openWindow(workbench, browser);
  });
  after(async function () {
    this.timeout(60_000);
    await browser?.close();
    await Promise.all([workbench?.dispose(), server?.dispose()]);
    await model?.close();
  });

  it('sends all the same', async () => {
    await window.openFile('app.ts');
    await window.menu(window.line('export const two'), 'Send to Sandbox');
    await window.input('From the start.', { title: 'attachment' });
    await window.choose('New session');
    await until('the prompt is there', async () => {
      const [session] = await server.json<readonly { readonly id: string }[]>('/session');
      return (
        session !== undefined &&
        JSON.stringify(await server.json(`/session/${session.id}/message`)).includes('From the start.')
      );
    });
  });
});
