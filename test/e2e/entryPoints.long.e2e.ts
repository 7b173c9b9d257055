import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { READING_TIME_MS } from '../../src/host/vscode/consent.js';
import { until } from '../support/temp.js';
import { closes, setStage, type Fixture } from './fixture.js';

const wantsToAdd = /A link wants to add a sandbox at 127\.0\.0\.1/;

const asking = [
  { tools: [{ name: 'bash', args: { command: 'touch allowed-from-afar', description: 'x' } }] },
  { text: 'Allowed.' },
];

describe('a person with other entry points', () => {
  let fixture: Fixture;
  before(async function () {
    this.timeout(180_000);
    fixture = await setStage({
      model: { scripts: { asking, hello: [{ text: 'Hello.' }] } },
      server: { config: { permission: { bash: { 'touch *': 'ask' } } } },
    });
    await fixture.window.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await fixture.window.activity('OpenCode Sandbox');
  });
  closes(() => fixture);

  const settings = (): string => readFileSync(join(fixture.workbench.dir, 'data/User/settings.json'), 'utf8');
  const link = async (path: string): Promise<void> => {
    await fixture.window.command('Developer: Open URL');
    await fixture.window.input(`vscode://opencode-sandbox.opencode-sandbox${path}`, { title: 'URL to open' });
    // VS Code's own question, before the extension hears of the link.
    await fixture.window.confirm(/Allow 'OpenCode Sandbox' extension to open this URI/, 'Open');
  };

  it('imports credentials; invalid JSON is rejected without repeating or storing it', async () => {
    const { window, server } = fixture;
    await window.command('OpenCode Sandbox: Import Credentials…');
    await window.input('{"apiKeys":{"opencode_server_password":"not-for-eyes"', { title: 'Paste the JSON' });
    await window.page.getByText('This is not JSON.').first().waitFor();
    assert.equal(await window.inputBox().getAttribute('type'), 'password');
    const keys = { opencode_server_url: server.url, opencode_server_password: server.password };
    await window.input(JSON.stringify({ apiKeys: keys }));
    await until('its address', async () => (await window.inputBox().inputValue()) === server.url || undefined);
    await window.inputBox().press('Enter');
    await window.input('Imported', { title: 'Choose a name for this sandbox' });
    await window.row(/Imported.*connected/).waitFor();
    assert.ok(settings().includes(server.url));
    assert.ok(!/opencode_server_password|not-for-eyes|"pw"/.test(settings()));
  });

  it('adds nothing for a link while Enter is held down', async () => {
    const { window, server } = fixture;
    const before = settings();
    await link(`/connect?url=${encodeURIComponent(server.url)}&name=Linked`);
    const dialog = await window.dialog(wantsToAdd);
    for (let repeat = 0; repeat < 30; repeat++) await window.page.keyboard.down('Enter');
    await window.page.keyboard.up('Enter');
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await window.inputBox().isVisible(), false, 'no address is asked for');
    assert.equal(settings(), before);
  });

  it('adds the sandbox of a link only after a confirmation and enters the secret', async () => {
    const { window, server } = fixture;
    await link(`/connect?url=${encodeURIComponent(server.url)}&name=Linked`);
    const dialog = await window.dialog(wantsToAdd);
    await window.screenshot('link-asks');
    // A yes that comes before the question could be read is asked for again.
    await until('the address of the link', async () => {
      if (await dialog.isVisible()) {
        await new Promise((resolve) => setTimeout(resolve, READING_TIME_MS));
        const go = dialog.getByRole('button', { name: 'Continue', exact: true });
        await go.click({ timeout: 2_000 }).catch(() => undefined);
      }
      return (
        ((await window.inputBox().isVisible()) && (await window.inputBox().inputValue()) === server.url) || undefined
      );
    });
    await window.screenshot('link-address');
    await window.inputBox().press('Enter');
    await window.input(server.password ?? '', { title: 'Password or token' });
    await until('the name of the link', async () => (await window.inputBox().inputValue()) === 'Linked' || undefined);
    await window.inputBox().press('Enter');
    await window.row(/Linked.*connected/).waitFor();
    await window.menu(window.row(/Linked.*connected/), 'Remove Sandbox');
    await window.confirm(/Remove .*Linked/, 'Remove');
    await window.row(/Linked.*connected/).waitFor({ state: 'detached' });
  });

  it('refuses a link with a secret in it', async () => {
    const { window, server } = fixture;
    await link(`/connect?url=${encodeURIComponent(server.url)}&password=in-the-open`);
    await window.notification(/The link contains a password or token/);
    await window.clearNotifications();
    assert.ok(!settings().includes('in-the-open'));
  });

  it('sees that a link is unsupported, and nothing happens', async () => {
    const { window, server } = fixture;
    const before = settings();
    const sandbox = /"id":\s*"([^"]+)"/.exec(before)?.[1] ?? '';
    const sessions = await server.json<readonly { readonly id: string }[]>('/session');
    for (const [path, said] of [
      [`/delete?sandbox=${sandbox}`, /This link is not supported/],
      [`/connect/more?url=${encodeURIComponent(server.url)}`, /This link is not supported/],
      ['/connect?url=file:///etc/passwd', /The link has no http or https address/],
      [`/session?sandbox=${sandbox}&id=ses_x/../y`, /The link does not contain a session ID/],
      ['/session?sandbox=nowhere&id=ses_1', /The link points to a sandbox that is not configured here/],
      [`/session?sandbox=${sandbox}&id=ses_gone`, /Imported: This session no longer exists/],
    ] as const) {
      await link(path);
      const shown = await window.notification(said);
      await shown.getByRole('button', { name: 'Show Log' }).waitFor();
      await window.clearNotifications();
    }
    assert.equal(settings(), before);
    assert.deepEqual(await server.json('/session'), sessions);
    assert.equal(await window.page.locator('.monaco-dialog-box').count(), 0);
  });

  it('follows a link to a session', async () => {
    const { window, server } = fixture;
    const { id } = await server.json<{ id: string }>('/session', { title: 'Linked to' });
    const sandbox = /"id":\s*"([^"]+)"/.exec(settings())?.[1] ?? '';
    await link(`/session?sandbox=${sandbox}&id=${id}`);
    await window.chat().locator('header', { hasText: 'Linked to' }).waitFor();
  });

  it('is notified of a waiting permission while the chat is hidden, and allows it from there', async () => {
    const { window, server } = fixture;
    const { id } = await server.json<{ id: string }>('/session', { title: 'Far away' });
    await window.command('View: Show Explorer');
    await server.fetch(`/session/${id}/prompt_async`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ parts: [{ type: 'text', text: '[[asking]]' }] }),
    });
    await window.notification(/Far away.*wants to run: touch allowed-from-afar/);
    await window.page.locator('.activitybar .badge', { hasText: '1' }).first().waitFor();
    await window.screenshot('notification');
    const asks = /Far away.*wants to run/;
    const isAllowed = (): boolean => existsSync(join(server.workspace, 'allowed-from-afar'));
    // A yes that comes before the question could be read is asked for again.
    await until('the file', async () => {
      if (!isAllowed()) await window.tryAnswer(asks, 'Allow Once');
      return isAllowed();
    });
    await window.notification(/Imported finished .*Far away/);
    await window.clearNotifications();
  });

  it('gets no notification for a visible chat', async () => {
    const { window } = fixture;
    await window.activity('OpenCode Sandbox');
    const chat = window.chat();
    await chat.getByRole('textbox', { name: 'Message' }).fill('[[hello]]');
    await chat.getByRole('textbox', { name: 'Message' }).press('Enter');
    await chat.getByText('Hello.').waitFor();
    await chat.getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
    const told = window.page.locator('.notifications-toasts .notification-list-item', { hasText: /in Imported/ });
    assert.equal(await told.count(), 0);
  });

  it('sees the traffic with the sandbox, and copies it without the password', async () => {
    const { window, server } = fixture;
    await window.command('OpenCode Sandbox: Show Traffic');
    await window.inputBox().fill('GET /session');
    const row = window.picks(/GET \/session/).first();
    await row.waitFor();
    await window.screenshot('traffic');
    await row.hover();
    await row.getByRole('button', { name: 'Copy as curl' }).click();
    const copied = await until('the copy', async () => {
      const text = await window.page.evaluate(() => navigator.clipboard.readText());
      return text.startsWith('curl') ? text : undefined;
    });
    assert.match(copied, /-u 'opencode':"\$PASSWORD"/);
    assert.ok(copied.includes(server.url) && !copied.includes('b3BlbmNvZGU6'));
    await window.page.keyboard.press('Escape');
  });

  it('creates a folder that deploys a sandbox to Fly.io', async () => {
    const { window, workbench } = fixture;
    await window.command('OpenCode Sandbox: Deploy to Fly.io');
    await window.input('Not A Name', { title: 'Name of the app' });
    await window.page
      .getByText(/Use up to 30 lower-case letters/)
      .first()
      .waitFor();
    await window.input('my-sandbox');
    await window.input('iad', { title: 'Region code' });
    await until('the folder dialog', async () => (await window.inputBox().inputValue()).startsWith('/') || undefined);
    await window.picks('..').first().waitFor();
    await window.inputBox().press('Enter');
    const folder = join(workbench.folder, 'my-sandbox');
    await until('the files', () => existsSync(join(folder, 'README.md')) || undefined);
    assert.match(
      readFileSync(join(folder, 'fly.toml'), 'utf8'),
      /app = ['"]my-sandbox['"][\s\S]*primary_region = ['"]iad['"]/,
    );
    await window.page.locator('.tab', { hasText: /Preview README\.md/ }).waitFor();
    await window.notification(/The files of my-sandbox have been written/);
    await window.screenshot('deployed');
  });
});
