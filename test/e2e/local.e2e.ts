import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { isolated } from '../support/binary.js';
import { startModel, type Model } from '../support/model.js';
import { opencodeBinary, scriptedConfig } from '../support/opencode.js';
import { makeTemp, removeTemp, until } from '../support/temp.js';
import { openBrowser, startWorkbench, type WorkbenchServer } from '../support/workbench.js';
import { vsix } from './stage.js';
import { openWindow, type Workbench } from './workbench.js';

/** Processes of this program that listen for us, by what stands in their environment. */
function running(mark: string): readonly { readonly pid: number; readonly environ: string; readonly args: string }[] {
  const pids = execFileSync('sh', ['-c', 'ls /proc | grep -E "^[0-9]+$"'], { encoding: 'utf8' }).trim().split('\n');
  return pids.flatMap((pid) => {
    try {
      const environ = readFileSync(`/proc/${pid}/environ`, 'utf8');
      const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return environ.includes(mark) && args.includes('serve --hostname') ? [{ pid: Number(pid), environ, args }] : [];
    } catch {
      return [];
    }
  });
}

describe('a person who starts a server here', () => {
  let model: Model;
  let workbench: WorkbenchServer;
  let browser: Browser;
  let window: Workbench;
  let bin: string;
  const mark = `LOCAL_MARK=${process.pid}`;
  const servers = () => running(mark);

  before(async function () {
    this.timeout(180_000);
    model = await startModel();
    bin = makeTemp('bin');
    const home = join(bin, 'home');
    mkdirSync(home);
    // The program as an installer leaves it, in a home of its own and with the scripted model.
    const env = {
      ...isolated(home),
      OPENCODE_CONFIG_CONTENT: JSON.stringify(scriptedConfig(model.url)),
      OPENCODE_DISABLE_AUTOUPDATE: '1',
      OPENCODE_DISABLE_MODELS_FETCH: '1',
      OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
      OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
      OPENCODE_DISABLE_SHARE: '1',
      LOCAL_MARK: String(process.pid),
    };
    const set = Object.entries(env).map(([name, value]) => `'${name}=${value}'`);
    const script = `exec env -i ${set.join(' ')} OPENCODE_SERVER_PASSWORD="$OPENCODE_SERVER_PASSWORD" '${opencodeBinary()}' "$@"`;
    writeFileSync(join(bin, 'opencode'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    workbench = await startWorkbench({
      vsix: [vsix],
      settings: { 'opencodeSandbox.opencodePath': join(bin, 'opencode') },
    });
    browser = await openBrowser();
    window = await openWindow(workbench, browser);
    await window.activity('OpenCode Sandbox');
  });
  after(async function () {
    this.timeout(60_000);
    await browser?.close();
    await workbench?.dispose();
    await model?.close();
    if (bin !== undefined) removeTemp(bin);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await window?.screenshot(`failed-${this.currentTest.title.replace(/\W+/g, '-')}`);
  });

  it('has it in the tree a moment later, with a password that only the server’s environment knows', async () => {
    await window.page.getByRole('button', { name: 'Start Local Sandbox' }).click();
    await window.picks(/workspace/).waitFor();
    await window.screenshot('local-folder');
    await window.choose('workspace');
    await window.row(/Local: workspace.*connected.*1\.18/).waitFor();
    await window.screenshot('local-started');
    const [server, ...more] = servers();
    assert.deepEqual(more, []);
    const password = /OPENCODE_SERVER_PASSWORD=([^\0]+)/.exec(server?.environ ?? '')?.[1] ?? '';
    assert.ok(password.length >= 32, 'a long random password');
    assert.ok(!(server?.args ?? '').includes(password), 'not on the command line');
    const settings = join(workbench.dir, 'data', 'User', 'settings.json');
    assert.ok(!existsSync(settings) || !readFileSync(settings, 'utf8').includes(password), 'not in the settings');
  });

  it('works with it as with any other', async () => {
    await window.chat().getByRole('textbox', { name: 'Message' }).fill('hello local');
    await window.chat().getByRole('button', { name: 'Send', exact: true }).click();
    await window.chat().getByRole('log', { name: 'Conversation' }).getByText('echo: hello local').waitFor();
  });

  it('is told when it was killed from outside, and it is started again', async () => {
    const [before] = servers();
    process.kill(before?.pid ?? assert.fail('it runs'), 'SIGKILL');
    await window.notification(/Local: workspace ended \(SIGKILL\) and is started again \(1 of 3\)/);
    await window.screenshot('local-restarted');
    await until('another process', () => (servers().length === 1 && servers()[0]?.pid !== before?.pid) || undefined);
    await window.row(/Local: workspace.*connected.*1\.18/).waitFor();
    await window.clearNotifications();
  });

  it('leaves nothing behind when it is stopped', async () => {
    await window.menu(window.row(/Local: workspace/), 'Stop Local Sandbox');
    await window.page.getByRole('button', { name: 'Start Local Sandbox' }).waitFor();
    await until('the process is gone', () => servers().length === 0 || undefined);
  });

  it('is shown around by a walkthrough of four steps', async () => {
    await window.command('Welcome: Open Walkthrough...');
    await window.choose('Get Started with OpenCode Sandbox');
    for (const step of ['Connect a sandbox', 'Ask the agent', 'Send what you look at', 'Bring the changes home'])
      await window.page.locator('.getting-started-step', { hasText: step }).waitFor();
    await window.screenshot('walkthrough');
    await window.command('View: Close All Editors');
  });

  it('is told how to get a server where there is none', async () => {
    await window.settings({
      'opencodeSandbox.opencodePath': '/nowhere/opencode',
      'opencodeSandbox.sandboxAgentPath': '/nowhere/agent',
    });
    await window.command('OpenCode Sandbox: Start Local Sandbox');
    const note = await window.notification(/Neither OpenCode nor Sandbox Agent was found/);
    await note.getByRole('button', { name: 'How to Install OpenCode' }).waitFor();
    await window.screenshot('local-none');
    await window.clearNotifications();
  });
});
