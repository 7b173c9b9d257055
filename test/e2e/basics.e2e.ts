import assert from 'node:assert/strict';
import { startProxy } from '../support/proxy.js';
import { asksColor, writesFile } from '../support/steps.js';
import { until } from '../support/temp.js';
import { seriousIn } from './axe.js';
import { themeColors } from './themeColors.js';
import { addSandbox, closes, setStage, type Fixture } from './fixture.js';
import { describeVersions, onFirst } from './versions.js';

describeVersions('a person with a real OpenCode server', (version) => {
  let fixture: Fixture;
  before(async function () {
    this.timeout(180_000);
    fixture = await setStage({
      ...version.fixture,
      model: {
        scripts: version.scripts({
          hello: [
            {
              reasoning: 'Thinking it over.',
              text: 'Hello **there**. This was streamed, word by word, from a real server.',
              chunk: 6,
              delay: 20,
            },
          ],
          tool: [
            {
              text: 'Let me look.',
              tools: [{ name: 'bash', args: { command: 'echo from-the-sandbox', description: 'Say it' } }],
            },
            { text: 'All done.' },
          ],
          write: writesFile('made in the sandbox\n'),
          ask: asksColor('Noted.'),
          hang: [{ text: 'I begin and never end', chunk: 4, hang: true }],
          held: [{ text: 'begun before the reload', chunk: 4, hold: 'reload' }],
        }),
      },
      server: { config: version.asking() },
    });
    await fixture.window.activity('OpenCode Sandbox');
  });
  closes(() => fixture);

  const chat = () => fixture.window.chat();
  const say = async (text: string): Promise<void> => {
    await chat().getByRole('textbox', { name: 'Message' }).fill(text);
    await chat().getByRole('button', { name: 'Send', exact: true }).click();
  };
  const log = () => chat().getByRole('log', { name: 'Conversation' });

  onFirst(version, 'sees what to do in an empty profile', async () => {
    const { window } = fixture;
    await window.page.getByRole('button', { name: 'Add Sandbox' }).first().waitFor();
    await window.screenshot('empty-profile');
    const input = chat().getByRole('textbox', { name: 'Message' });
    await input.fill('written before there is a sandbox');
    await input.press('Enter');
    const notice = chat().getByRole('alert').filter({ hasText: 'No sandbox yet.' });
    await notice.getByRole('button', { name: 'Start Local Sandbox' }).waitFor();
    assert.equal(await input.inputValue(), 'written before there is a sandbox');
    await notice.getByRole('button', { name: 'Add Sandbox' }).click();
    await window.input('', { title: 'Address of an OpenCode server', accept: false });
    await window.page.keyboard.press('Escape');
  });

  it('gets clear errors for a wrong address and a wrong password, and nothing is half saved', async () => {
    const { window, server } = fixture;
    await window.command('OpenCode Sandbox: Add Sandbox…');
    await window.input('http://127.0.0.1:9', { title: 'Address of an OpenCode server' });
    await window.page
      .getByText(/The port of this address is blocked/)
      .first()
      .waitFor();
    await window.page.keyboard.press('Escape');
    await window.page.keyboard.press('Escape');
    await window.clearNotifications();
    await window.command('OpenCode Sandbox: Add Sandbox…');
    await window.input(server.url, { title: 'Address of an OpenCode server' });
    await window.input('wrong password', { title: 'Password or token' });
    await window.page
      .getByText(/did not accept the password/)
      .first()
      .waitFor();
    await window.screenshot('wrong-password');
    await window.page.keyboard.press('Escape');
    await window.page.keyboard.press('Escape');
    await window.clearNotifications();
    await window.page.getByRole('button', { name: 'Add Sandbox' }).first().waitFor();
  });

  onFirst(
    version,
    'sees that a web page responded, waits for a server that wakes up, and nothing is half saved',
    async () => {
      const { window, server, workbench } = fixture;
      const nothingSaved = async (): Promise<void> => {
        await window.page.keyboard.press('Escape');
        await window.page.keyboard.press('Escape');
        await window.page.getByRole('button', { name: 'Add Sandbox' }).first().waitFor();
        assert.deepEqual(workbench.readSettings()['opencodeSandbox.sandboxes'] ?? [], []);
      };
      await window.command('OpenCode Sandbox: Add Sandbox…');
      await window.input(`${server.url}/not/here`, { title: 'Address of an OpenCode server' });
      await window.input(server.password ?? '', { title: 'Password or token' });
      await window.page
        .getByText(/A web page answered/)
        .first()
        .waitFor();
      await nothingSaved();
      const proxy = await startProxy({ target: server.url });
      try {
        proxy.answer({ status: 503, headers: { 'retry-after': '1' }, forMs: 8_000 });
        await window.command('OpenCode Sandbox: Add Sandbox…');
        await window.input(proxy.url, { title: 'Address of an OpenCode server' });
        await window.page.getByText(/Waking up…/).waitFor();
        await window.screenshot('waking');
        await window.input(server.password ?? '', { title: 'Password or token' });
        await window.input('', { title: 'Choose a name for this sandbox', accept: false });
        await nothingSaved();
      } finally {
        await proxy.close();
      }
    },
  );

  it('adds the sandbox and sees it connected, with its version', async () => {
    const { window, server } = fixture;
    await addSandbox(window, server.url, server.password, 'My box');
    await window.row(version.connected('My box')).waitFor();
    await window.screenshot('connected');
  });

  it('sends a prompt and reads the answer as it streams in', async () => {
    await say('[[hello]] please');
    await log().getByText('Hello there').waitFor();
    await log().getByText('from a real server.').waitFor();
    await fixture.window
      .row('Title hello')
      .or(fixture.window.row(/Fake title|hello/i))
      .first()
      .waitFor();
    await fixture.window.screenshot('first-answer');
  });

  it('watches a tool call finish', async () => {
    await say('[[tool]]');
    const card = log().getByRole('group', { name: `${version.tool('bash')}: echo from-the-sandbox` });
    await card.waitFor();
    await log().getByText('All done.').waitFor();
    assert.equal(await card.getAttribute('aria-busy'), 'false');
    await card.getByRole('button').first().click();
    await card.getByText('from-the-sandbox').last().waitFor();
    await fixture.window.screenshot('tool-card');
  });

  it('allows a permission once and rejects another', async () => {
    await say('[[write]]');
    const asked = chat().getByRole('group', { name: /^Permission:/ });
    await asked.getByText(/covers every request of this kind/).waitFor();
    await fixture.window.screenshot('permission');
    await asked.getByRole('button', { name: 'Allow once' }).click();
    await log().getByText('Written.').waitFor();
    assert.equal(fixture.server.repository?.read('made.txt'), 'made in the sandbox\n');
    await say('[[write]] again');
    await asked.waitFor();
    await asked.getByRole('button', { name: 'Reject', exact: true }).click();
    await asked.waitFor({ state: 'detached' });
    await log().getByText('Rejected by you').first().waitFor();
  });

  it('answers a question', async () => {
    await say('[[ask]]');
    const asked = chat().getByRole('group', { name: /^Question:/ });
    await asked.getByRole('radio', { name: /Blue/ }).check();
    await fixture.window.screenshot('question');
    await asked.getByRole('button', { name: 'Answer' }).click();
    await log().getByText('Noted.').waitFor();
  });

  it('stops a turn while it streams', async () => {
    await say('[[hang]]');
    await log().getByText('I begin and never end').waitFor();
    await chat().getByRole('button', { name: 'Stop' }).click();
    await log().getByText('Stopped', { exact: true }).waitFor();
  });

  it('keeps the conversation and a draft when the window is reloaded during a turn', async () => {
    const { window, model } = fixture;
    await say('[[held]]');
    await log().getByText('begun before the reload').waitFor();
    await chat().getByRole('textbox', { name: 'Message' }).fill('a draft');
    // VS Code's own reload, which lets it store its state.
    await window.page.evaluate(() => document.body.setAttribute('data-before', ''));
    await window.command('Developer: Reload Window');
    await window.page.waitForFunction(() => document.body !== null && !document.body.hasAttribute('data-before'));
    await log().getByText('Noted.').waitFor();
    await until(
      'the draft',
      async () => (await chat().getByRole('textbox', { name: 'Message' }).inputValue()) === 'a draft' || undefined,
    );
    model.release('reload');
    await log().getByText('begun before the reload').waitFor();
    await chat().getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
    await window.screenshot('after-reload');
  });

  it('never violates the content security policy, and keeps the secret out of the settings', async () => {
    const { window, workbench, server } = fixture;
    assert.deepEqual(
      window.errors.filter((line) => /content security policy|trusted types/i.test(line)),
      [],
    );
    const { readFileSync } = await import('node:fs');
    const settings = readFileSync(`${workbench.dir}/data/User/settings.json`, 'utf8');
    assert.ok(settings.includes(server.url), 'the address is there');
    assert.ok(!settings.includes('"pw"'), 'the password is not');
  });

  it('looks right in every theme', async () => {
    const kinds = {
      light: 'vscode-light',
      'high contrast dark': 'vscode-high-contrast',
      'high contrast light': 'vscode-high-contrast-light',
      dark: 'vscode-dark',
    } as const;
    for (const theme of ['light', 'high contrast dark', 'high contrast light', 'dark'] as const) {
      await fixture.window.theme(theme);
      // The chat's colors follow a moment later.
      await chat().locator(`body[data-vscode-theme-kind="${kinds[theme]}"]`).waitFor();
      await fixture.window.screenshot(`theme-${theme.replaceAll(' ', '-')}`);
      assert.deepEqual(await seriousIn(fixture.window), [], theme);
      const { known, real } = await themeColors(fixture.window, theme);
      assert.deepEqual(real, known, `the colors that icons of ${theme} are measured with`);
    }
  });

  it('fits into 280 pixels and into a whole editor', async () => {
    const { window } = fixture;
    const wide = (): Promise<boolean> =>
      chat()
        .locator('main')
        .evaluate((main) => main.scrollWidth > main.clientWidth);
    const sash = window.page.locator('.monaco-sash.vertical').first();
    const rect = (await sash.boundingBox()) ?? assert.fail('the side bar has an edge');
    const left = (await window.page.locator('.activitybar').boundingBox())?.width ?? 48;
    await window.page.mouse.move(rect.x + 1, 400);
    await window.page.mouse.down();
    await window.page.mouse.move(left + 280, 400, { steps: 5 });
    await window.page.mouse.up();
    await window.screenshot('narrow');
    assert.equal(await wide(), false, 'nothing sticks out at 280 px');
    await window.command('OpenCode Sandbox: Open Session in Editor');
    const tab = window.chat('editor');
    await tab.getByRole('log', { name: 'Conversation' }).getByText('Noted.').waitFor();
    await window.screenshot('wide');
    assert.equal(await tab.locator('main').evaluate((main) => main.scrollWidth > main.clientWidth), false);
  });
});
