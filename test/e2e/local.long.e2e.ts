import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeLocalPrograms, type LocalPrograms } from '../support/localPrograms.js';
import { startModel, type Model } from '../support/model.js';
import { until } from '../support/temp.js';
import { closes, openDesk, type WorkbenchFixture } from './fixture.js';
import type { Workbench } from './workbench.js';

describe('a person who starts a server here', () => {
  let model: Model;
  let desk: WorkbenchFixture;
  let window: Workbench;
  let programs: LocalPrograms;
  const servers = () => programs.running();
  const local = /Local: workspace/;
  const up = /Local: workspace.*connected.*1\.18/;
  const startButton = () => window.page.getByRole('button', { name: 'Start Local Sandbox' });
  /** Kills it, and waits for the next one. */
  const kill = async (): Promise<void> => {
    const [before] = servers();
    process.kill(before?.pid ?? assert.fail('it runs'), 'SIGKILL');
    await until('it is gone', () => servers().every(({ pid }) => pid !== before?.pid));
  };

  before(async function () {
    this.timeout(180_000);
    model = await startModel();
    programs = makeLocalPrograms(model);
    desk = await openDesk({
      settings: {
        'opencodeSandbox.opencodePath': programs.chatty,
        'opencodeSandbox.sandboxAgentPath': '/nowhere/agent',
      },
    });
    ({ window } = desk);
    await window.activity('OpenCode Sandbox');
  });
  closes(
    () => desk,
    () => model?.close(),
    () => programs?.dispose(),
  );

  it('sees it in the tree, with a password that only the server’s environment contains', async () => {
    await startButton().click();
    await window.picks(/workspace/).waitFor();
    await window.screenshot('local-folder');
    await window.choose('workspace');
    await window.row(up).waitFor();
    await window.screenshot('local-started');
    const [server, ...more] = servers();
    assert.deepEqual(more, []);
    const password = /OPENCODE_SERVER_PASSWORD=([^\0]+)/.exec(server?.environ ?? '')?.[1] ?? '';
    assert.ok(password.length >= 32, 'a long random password');
    assert.ok(!(server?.args ?? '').includes(password), 'not on the command line');
    const settings = join(desk.workbench.dir, 'data', 'User', 'settings.json');
    assert.ok(!existsSync(settings) || !readFileSync(settings, 'utf8').includes(password), 'not in the settings');
  });

  it('works with it as with any other', async () => {
    await window.chat().getByRole('textbox', { name: 'Message' }).fill('hello local');
    await window.chat().getByRole('button', { name: 'Send', exact: true }).click();
    await window.chat().getByRole('log', { name: 'Conversation' }).getByText('echo: hello local').waitFor();
  });

  it('finds its output in a channel, without the password', async () => {
    await window.command('Output: Show Output Channels...');
    await window.choose('OpenCode Sandbox: Local Server');
    const printed = window.page.locator('.output-view .view-line');
    await printed.filter({ hasText: 'the password is •••' }).waitFor();
    await printed.filter({ hasText: 'listening on' }).first().waitFor();
    await window.screenshot('local-output');
    await window.command('View: Hide Panel');
  });

  it('sees when it is killed, and that it is restarted up to three times', async () => {
    for (const time of [1, 2, 3]) {
      await kill();
      await window.notification(
        new RegExp(`Local: workspace ended \\(SIGKILL\\) and is being restarted \\(${time} of 3\\)`),
      );
      await window.screenshot('local-restarted');
      await until('another process', () => servers().length === 1);
      await window.row(up).waitFor();
      await window.clearNotifications();
    }
    await kill();
    await window.notification(/Local: workspace ended again \(SIGKILL\) and will not be restarted/);
    await startButton().waitFor();
    await window.screenshot('local-given-up');
    assert.deepEqual(servers(), []);
  });

  it('restarts it in the same folder with one click', async () => {
    await window.answer(/will not be restarted/, 'Restart');
    await window.row(up).waitFor();
    assert.equal(servers().length, 1);
  });

  it('leaves nothing behind when it is stopped', async () => {
    await window.menu(window.row(local), 'Stop Local Sandbox');
    await startButton().waitFor();
    await until('the process is gone', () => servers().length === 0);
  });

  it('leaves nothing behind when the window is reloaded, even while it starts', async () => {
    await startButton().click();
    await window.choose('workspace');
    await until('it is starting', () => servers().length === 1);
    await window.reload();
    await until('the process is gone', () => servers().length === 0);
    await startButton().click();
    await window.choose('workspace');
    await window.row(up).waitFor();
    await window.reload();
    await until('the process is gone', () => servers().length === 0);
  });

  it('leaves nothing behind when the extension host crashes', async () => {
    await startButton().click();
    await window.choose('workspace');
    await window.row(up).waitFor();
    const guard = servers()[0]?.parent ?? assert.fail('it runs');
    const host = Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${guard}/status`, 'utf8'))?.[1]);
    assert.match(readFileSync(`/proc/${host}/cmdline`, 'utf8'), /extensionHost/);
    process.kill(host, 'SIGKILL');
    await until('the process is gone', () => servers().length === 0);
    await window.reload();
    await startButton().waitFor();
  });

  it('sees why it did not start, and does not choose the folder again', async () => {
    await window.settings({ 'opencodeSandbox.opencodePath': programs.broken });
    await startButton().click();
    await window.choose('workspace');
    await window.notification(/Local: workspace did not start \(exit code 3\)/);
    await window.screenshot('local-broken');
    await window.settings({ 'opencodeSandbox.opencodePath': programs.opencode });
    await window.answer(/did not start/, 'Restart');
    await window.row(up).waitFor();
    await window.menu(window.row(local), 'Stop Local Sandbox');
  });

  it('chooses between OpenCode and Sandbox Agent if both are installed', async () => {
    await window.settings({ 'opencodeSandbox.sandboxAgentPath': programs.sandboxAgent });
    await startButton().click();
    await window.picks(/^OpenCode/).waitFor();
    await window.choose('Sandbox Agent');
    await window.choose('workspace');
    await window.row(/Local: workspace.*connected.*0\.4/).waitFor();
    await window.screenshot('local-sandbox-agent');
    await window.menu(window.row(local), 'Stop Local Sandbox');
    await until('the process is gone', () => servers().length === 0);
  });

  it('follows a walkthrough of four steps', async () => {
    await window.command('Welcome: Open Walkthrough...');
    await window.choose('Get Started with OpenCode Sandbox');
    for (const step of [
      'Connect a sandbox',
      'Ask the agent',
      "Send what you're looking at",
      'Apply the changes locally',
    ])
      await window.page.locator('.getting-started-step', { hasText: step }).waitFor();
    await window.screenshot('walkthrough');
    await window.command('View: Close All Editors');
  });

  it('sees how to install a server if there is none', async () => {
    await window.settings({
      'opencodeSandbox.opencodePath': '/nowhere/opencode',
      'opencodeSandbox.sandboxAgentPath': '/nowhere/agent',
    });
    const told = window.page.locator('.notifications-toasts .notification-list-item', {
      hasText: /Neither OpenCode nor/,
    });
    // The extension sees a setting a moment after it was saved.
    await until('the settings are known', async () => {
      await window.command('OpenCode Sandbox: Start Local Sandbox');
      await told
        .or(window.picks(/^OpenCode/))
        .first()
        .waitFor();
      if ((await told.count()) > 0) return true;
      await window.page.keyboard.press('Escape');
      return undefined;
    });
    const note = await window.notification(/Neither OpenCode nor Sandbox Agent was found/);
    await note.getByRole('button', { name: 'How to Install OpenCode' }).waitFor();
    await window.screenshot('local-none');
    await window.clearNotifications();
  });
});

describe('a person in an untrusted workspace', () => {
  let model: Model;
  let programs: LocalPrograms;
  let desk: WorkbenchFixture;
  before(async function () {
    this.timeout(180_000);
    model = await startModel();
    programs = makeLocalPrograms(model);
    desk = await openDesk({ untrusted: true, settings: { 'opencodeSandbox.opencodePath': programs.opencode } });
    await desk.window.activity('OpenCode Sandbox');
  });
  closes(
    () => desk,
    () => model?.close(),
    () => programs?.dispose(),
  );

  it('starts no server, and sees why and where to trust the workspace', async () => {
    const { window } = desk;
    await window.page.getByRole('button', { name: 'Start Local Sandbox' }).click();
    await window.notification(/Trust this workspace first/);
    await window.screenshot('local-untrusted');
    assert.deepEqual(programs.running(), []);
    await window.answer(/Trust this workspace first/, 'Manage Workspace Trust');
    await window.page.getByRole('button', { name: 'Trust', exact: true }).waitFor();
  });
});
