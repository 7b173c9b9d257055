// What a user can do only in a sandbox of OpenCode 2.
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { hasOpencode2, startOpencode2 } from '../support/opencode2.js';
import { until } from '../support/temp.js';
import { seriousIn } from './axe.js';
import { addSandbox, closes, setStage, type Fixture } from './fixture.js';

const FIELDS = [
  { key: 'name', type: 'string', title: 'Project name', description: 'What is it called?', required: true },
  { key: 'port', type: 'integer', title: 'Port', minimum: 1, maximum: 65_535, default: 8080 },
  { key: 'tls', type: 'boolean', title: 'Use TLS' },
  { key: 'cert', type: 'string', title: 'Certificate', required: true, when: [{ key: 'tls', op: 'eq', value: true }] },
];

(hasOpencode2() ? describe : describe.skip)('a person works with OpenCode 2', () => {
  let fixture: Fixture;
  const chat = () => fixture.window.chat();
  const log = (): Locator => chat().getByRole('log', { name: 'Conversation' });
  const input = (): Locator => chat().getByRole('textbox', { name: 'Message' });
  const list = (): Locator => chat().getByRole('list', { name: 'Waiting prompts' });
  const row = (text: string): Locator => list().getByRole('listitem').filter({ hasText: text });
  const rest = (): Promise<void> => chat().getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
  const say = async (text: string, key = 'Enter'): Promise<void> => {
    await input().fill(text);
    await input().press(key);
  };
  const picture = async (name: string): Promise<void> => {
    await fixture.window.screenshot(`opencode2-${name}`);
    await fixture.window.theme('light');
    await fixture.window.screenshot(`opencode2-${name}-light`);
    await fixture.window.theme('dark');
  };
  /** The session that the chat shows. */
  const current = async (): Promise<string> => {
    const { data } = await fixture.server.json<{ data: { id: string }[] }>('/api/session?limit=1&order=desc');
    return data[0]?.id ?? assert.fail();
  };

  before(async function () {
    this.timeout(180_000);
    fixture = await setStage({
      start: startOpencode2,
      model: {
        scripts: {
          hello: [{ text: 'Hello there from version 2.' }],
          held: [{ text: 'Holding on', hold: 'held' }],
          stopped: [{ text: 'To be stopped', hold: 'stopped' }],
          asking: [{ text: 'About to ask', hold: 'asking' }],
          queued: [{ text: 'Its turn came.' }],
          ask: [{ tools: [{ name: 'shell', args: { command: 'git status --short' } }] }, { text: 'Asked.' }],
          slow: [
            { text: 'Waiting.', tools: [{ name: 'shell', args: { command: 'echo begun; sleep 60; echo over' } }] },
            { text: 'I went on.' },
          ],
        },
      },
      server: {
        config: {
          permissions: [
            { action: '*', resource: '*', effect: 'allow' },
            { action: 'shell', resource: 'git *', effect: 'ask' },
          ],
        },
      },
    });
    await fixture.window.activity('OpenCode Sandbox');
  });
  closes(() => fixture);

  it('adds it by address and password, and reads an answer as it streams in', async () => {
    const { window, server } = fixture;
    await addSandbox(window, server.url, server.password, 'Box');
    await window.row(/Box.*2\.0\.15/).waitFor();
    await say('[[hello]]');
    await log().getByText('Hello there from version 2.').waitFor();
    await rest();
    await window.screenshot('opencode2-answer');
  });

  it('allows a command for the project, and revokes it', async () => {
    const { window } = fixture;
    await say('[[ask]]');
    const asked = chat().getByRole('group', { name: /^Permission:/ });
    await asked.getByText('in this project from now on').waitFor();
    await picture('permission');
    await asked.getByRole('button', { name: 'Always allow' }).click();
    await log().getByText('Asked.').waitFor();
    await window.command('OpenCode Sandbox: Manage Saved Permissions…');
    await window.page.locator('.quick-input-widget').getByText('shell: git status *').waitFor();
    await window.page.keyboard.press('Escape');
  });

  it('queues prompts on the server, which keep waiting through a reload, and changes them', async () => {
    const { window, model } = fixture;
    await rest();
    await say('[[held]]');
    await log().getByText('Holding on').waitFor();
    await say('[[queued]] first');
    await say('second, to be taken back');
    await say('for the running turn', 'Control+Enter');
    await row('for the running turn').waitFor();
    await until('three that wait', async () => (await list().getByRole('listitem').count()) === 3 || undefined);
    assert.match((await list().getByRole('listitem').first().textContent()) ?? '', /for the running turn/);
    await picture('waiting');
    assert.deepEqual(await seriousIn(window), []);
    await window.reload();
    await row('second, to be taken back').waitFor();
    await row('second, to be taken back').getByRole('button', { name: 'Edit' }).click();
    await until(
      'it is in the input',
      async () => (await input().inputValue()) === 'second, to be taken back' || undefined,
    );
    await row('second, to be taken back').waitFor({ state: 'detached' });
    await input().fill('');
    model.release('held');
    await log().getByText('Its turn came.').waitFor();
    await list().waitFor({ state: 'detached' });
    await log().locator('article.user').filter({ hasText: 'for the running turn' }).waitFor();
    await rest();
  });

  it('starts nothing after a stop until the user continues', async () => {
    await say('[[stopped]]');
    await log().getByText('To be stopped').waitFor();
    await say('[[hello]] after the stop');
    await row('after the stop').waitFor();
    await chat().getByRole('button', { name: 'Stop' }).click();
    await chat().getByText('1 prompt is waiting.').waitFor();
    await picture('parked');
    await chat().getByRole('button', { name: 'Continue' }).click();
    await list().waitFor({ state: 'detached' });
    await log().locator('article.user').filter({ hasText: 'after the stop' }).waitFor();
    await rest();
  });

  it('shows output while a command runs, and lets it go on in the background', async () => {
    await say('[[slow]]');
    const card = log().getByRole('group', { name: /^shell: echo begun/ });
    await card.getByText('begun', { exact: true }).waitFor();
    await picture('background');
    await card.getByRole('button', { name: 'Run in Background' }).click();
    await log().getByText('I went on.').waitFor();
    await rest();
  });

  it('fills in a form with the keyboard, after its errors are shown', async () => {
    const { window, server } = fixture;
    await say('[[asking]]');
    await log().getByText('About to ask').waitFor();
    const path = `/api/session/${await current()}/form`;
    const { data } = await server.json<{ data: { id: string } }>(path, { title: 'Set up the server', fields: FIELDS });
    const form = chat().getByRole('group', { name: 'Question: Set up the server' });
    await form.getByRole('textbox', { name: 'Port' }).fill('99999');
    await form.getByRole('textbox', { name: 'Port' }).press('Enter');
    await form.getByText('Enter 65535 or less.').waitFor();
    await form.getByText('An answer is required.').waitFor();
    await picture('form');
    assert.deepEqual(await seriousIn(window), []);
    await form.getByRole('textbox', { name: 'Project name' }).fill('greetings');
    await form.getByText('Yes', { exact: true }).click();
    await form.getByRole('textbox', { name: 'Certificate' }).fill('/etc/cert.pem');
    await form.getByText('No', { exact: true }).click();
    await form.getByRole('textbox', { name: 'Certificate' }).waitFor({ state: 'detached' });
    await form.getByRole('textbox', { name: 'Port' }).fill('443');
    await form.getByRole('textbox', { name: 'Port' }).press('Enter');
    await form.waitFor({ state: 'detached' });
    const { data: kept } = await server.json<{ data: { state: unknown } }>(`${path}/${data.id}`);
    assert.deepEqual(kept.state, { status: 'answered', answer: { name: 'greetings', port: 443, tls: false } });
    await chat().getByRole('button', { name: 'Stop' }).click();
    await rest();
  });

  it('marks a session that ended unseen, until it is opened', async () => {
    const { window, server } = fixture;
    const { data } = await server.json<{ data: { id: string } }>('/api/session', { title: 'Done by night' });
    await server.json(`/api/session/${data.id}/prompt`, { text: '[[hello]] by night' });
    await window.row(/Done by night.*Unread/).waitFor();
    await picture('unread');
    await window.press(/Done by night/);
    await until('no mark', async () => (await window.row(/Done by night.*Unread/).count()) === 0 || undefined);
  });
});
