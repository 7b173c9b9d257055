// A window that is reloaded at each moment of a turn, and two windows on one sandbox, with a network that can be cut.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { startProxy, type Proxy } from '../support/proxy.js';
import { until } from '../support/temp.js';
import { addSandbox, closes, setStage, type Fixture } from './fixture.js';
import { describeVersions } from './versions.js';
import { openWindow, type Workbench } from './workbench.js';

const waitForFile = 'until [ -e go ]; do sleep 0.05; done; echo the-tool-went-on';

describeVersions('a person who reloads a window, or has two', (version) => {
  let fixture: Fixture;
  let proxy: Proxy;
  before(async function () {
    this.timeout(180_000);
    const write = { name: 'write', args: { filePath: 'made.txt', content: 'made\n' } };
    fixture = await setStage({
      ...version.fixture,
      model: {
        scripts: version.scripts({
          kept: [{ text: 'The answer has begun', chunk: 4, hold: 'kept' }],
          broken: [{ text: 'The answer has begun', chunk: 4, hold: 'broken' }],
          tool: [
            { tools: [{ name: 'bash', args: { command: waitForFile, description: 'Wait for a file' } }] },
            { text: 'The tool is done.' },
          ],
          ask: [{ tools: [write] }, { text: 'It was allowed.' }],
          both: [{ tools: [write] }, { text: 'Allowed in one of two.' }],
          ended: [{ text: 'All is said.' }],
          arrived: [{ text: 'It arrived.' }],
          found: [{ text: 'It was found.' }],
        }),
      },
      server: { config: version.asking() },
    });
    proxy = await startProxy({ target: fixture.server.url });
    await fixture.window.activity('OpenCode Sandbox');
    await addSandbox(fixture.window, proxy.url, fixture.server.password, 'Box');
  });
  afterEach(() => proxy.pass());
  closes(
    () => fixture,
    () => proxy?.close(),
  );

  const log = (window: Workbench = fixture.window): Locator => window.chat().getByRole('log', { name: 'Conversation' });
  const stop = (window: Workbench = fixture.window): Locator => window.chat().getByRole('button', { name: 'Stop' });
  const permission = (window: Workbench = fixture.window): Locator =>
    window.chat().getByRole('group', { name: /^Permission:/ });
  const mine = (text: string, window: Workbench = fixture.window): Locator =>
    log(window).getByRole('article', { name: 'You' }).filter({ hasText: text });

  const say = async (text: string, window: Workbench = fixture.window): Promise<void> => {
    const input = window.chat().getByRole('textbox', { name: 'Message' });
    await input.fill(text);
    await input.press('Enter');
  };
  const newSession = async (window: Workbench = fixture.window): Promise<void> => {
    await window.toFront();
    await window.rowButton(/Box/, 'New Session');
    await window
      .chat()
      .locator('header', { hasText: /New session/ })
      .waitFor();
  };
  /** A window that broke may have forgotten which session it showed last. */
  const forgets = 'a window that breaks';
  /** Opens the newest session. */
  const newest = async (window: Workbench = fixture.window): Promise<void> => {
    await window.toFront();
    await window.press(/Title|New session\s*\S/);
  };
  const rest = (window?: Workbench): Promise<void> => stop(window).waitFor({ state: 'detached' });
  /** Once, in this window and on the server, and asked of the model once. */
  const once = async (prompt: string, windows: readonly Workbench[] = [fixture.window]): Promise<void> => {
    for (const window of windows) {
      await mine(prompt, window).first().waitFor();
      assert.equal(await mine(prompt, window).count(), 1, `shown once: ${prompt}`);
    }
    const sessions = await version.sessions(fixture.server);
    const lists = await Promise.all(sessions.map(({ id }) => version.messages(fixture.server, id)));
    const texts = lists
      .flat()
      .filter(({ role }) => role === 'user')
      .flatMap((message) => message.texts);
    assert.equal(texts.filter((text) => text === prompt).length, 1, `kept once: ${prompt}`);
  };
  const reloads = {
    /** Lets the window store its state. */
    'VS Code’s own reload': async (): Promise<void> => {
      const { window } = fixture;
      await window.page.evaluate(() => document.body.setAttribute('data-before', ''));
      await window.command('Developer: Reload Window');
      await window.page.waitForFunction(() => document.body !== null && !document.body.hasAttribute('data-before'));
    },
    /** Closes the page, like a crash. */
    [forgets]: (): Promise<void> => fixture.window.reload(),
  } as const;

  for (const [how, reload] of Object.entries(reloads)) {
    it(`sees the prompt sent once, after ${how} before it reached the server`, async () => {
      await newSession();
      const prompt = `written before ${how}`;
      const held = proxy.hold(version.prompting, 'request');
      await say(prompt);
      await held.caught;
      await reload();
      held.release();
      await newest();
      await log().getByText(`echo: ${prompt}`).waitFor();
      await rest();
      await once(prompt);
    });

    it(`sees the first prompt sent once to one new session, after ${how} while the server created it`, async () => {
      const sessions = async (): Promise<number> => (await version.sessions(fixture.server)).length;
      const before = await sessions();
      await newSession();
      const prompt = `first, and the answer is lost by ${how}`;
      const held = proxy.hold(version.creating, 'answer');
      await say(prompt);
      await held.caught;
      await mine(prompt).getByText('Sending…').waitFor();
      await reload();
      held.release();
      await newest();
      await mine(prompt).first().waitFor();
      await log().getByText(`echo: ${prompt}`).waitFor();
      await rest();
      await once(prompt);
      assert.equal(await sessions(), before + 1);
    });

    it(`sees the prompt sent once, after ${how} while the network was away`, async () => {
      await newSession();
      const prompt = `written offline before ${how}`;
      proxy.down('rst');
      await fixture.window.row(/Box.*(reconnecting|offline)/i).waitFor();
      await say(prompt);
      // Before that, nothing but the page has it.
      await mine(prompt)
        .getByText(/^Waiting for /)
        .waitFor();
      await reload();
      await mine(prompt)
        .getByText(/^Waiting for /)
        .waitFor();
      proxy.pass();
      await log().getByText(`echo: ${prompt}`).waitFor();
      await rest();
      await once(prompt);
    });

    it(`sees the answer go on after ${how} while it streams`, async () => {
      await newSession();
      const script = how === forgets ? 'broken' : 'kept';
      const prompt = `[[${script}]] before ${how}`;
      await say(prompt);
      await log().getByText('The answer has begun').waitFor();
      await reload();
      await stop().waitFor();
      fixture.model.release(script);
      await log().getByText('The answer has begun', { exact: true }).waitFor();
      await rest();
      assert.equal(await log().getByText('The answer has begun').count(), 1);
      await once(prompt);
    });
  }

  it('sees a running tool call after a reload, and its end', async () => {
    await newSession();
    await say('[[tool]] while it runs');
    await log()
      .getByRole('group', { name: new RegExp(`^${version.tool('bash')}`) })
      .waitFor();
    await fixture.model.asked('tool');
    await reloads['VS Code’s own reload']();
    await log()
      .getByRole('group', { name: new RegExp(`^${version.tool('bash')}`) })
      .waitFor();
    await stop().waitFor();
    await fixture.window.screenshot('reload-tool');
    writeFileSync(join(fixture.server.workspace, 'go'), '');
    await log().getByText('The tool is done.').waitFor();
    await rest();
    await once('[[tool]] while it runs');
  });

  it('can still answer a request after a reload', async () => {
    await newSession();
    await say('[[ask]] for a file');
    await permission().waitFor();
    await reloads['VS Code’s own reload']();
    await permission().waitFor();
    await fixture.window.screenshot('reload-permission');
    await permission().getByRole('button', { name: 'Allow once' }).click();
    await log().getByText('It was allowed.').waitFor();
    await rest();
    assert.equal(await permission().count(), 0);
    await once('[[ask]] for a file');
  });

  it('sees the answer after a reload at the very end of a turn, and no running turn', async () => {
    await newSession();
    await say('[[ended]] at once');
    await log().getByText('All is said.').waitFor();
    await reloads['a window that breaks']();
    await log().getByText('All is said.').waitFor();
    await rest();
    await once('[[ended]] at once');
  });

  describe('with a second window', () => {
    let second: Workbench;
    before(async () => {
      await newSession();
      await say('to be seen twice');
      await log().getByText('echo: to be seen twice').waitFor();
      await rest();
      await open();
    });
    after(() => second?.close());

    const open = async (): Promise<void> => {
      second = await openWindow(fixture.workbench, fixture.browser, { context: fixture.window.context });
      await second.activity('OpenCode Sandbox');
      await newest(second);
      await mine('to be seen twice', second).waitFor();
    };

    it('sees in both windows what is written in either', async () => {
      const windows = [fixture.window, second];
      await say('from the first', fixture.window);
      await log(second).getByText('echo: from the first').waitFor();
      await rest(second);
      await say('from the second', second);
      await log(fixture.window).getByText('echo: from the second').waitFor();
      await rest(fixture.window);
      for (const prompt of ['from the first', 'from the second']) await once(prompt, windows);
    });

    it('answers a permission in one, and it disappears in the other', async () => {
      await say('[[both]] are asked');
      await permission(fixture.window).waitFor();
      await permission(second).waitFor();
      await second.screenshot('two-windows-permission');
      await permission(second).getByRole('button', { name: 'Allow once' }).click();
      await permission(fixture.window).waitFor({ state: 'detached' });
      await log(fixture.window).getByText('Allowed in one of two.').waitFor();
      await once('[[both]] are asked', [fixture.window, second]);
    });

    it('sends a prompt once that was written offline in one, even if the other opened meanwhile', async () => {
      await second.close();
      proxy.down('rst');
      await fixture.window.row(/Box.*(reconnecting|offline)/i).waitFor();
      await say('[[arrived]] from one of two');
      await mine('[[arrived]] from one of two')
        .getByText(/^Waiting for /)
        .waitFor();
      second = await openWindow(fixture.workbench, fixture.browser, { context: fixture.window.context });
      await second.activity('OpenCode Sandbox');
      await second.row(/Box.*(offline|connecting)/i).waitFor();
      const before = proxy.requests.length;
      proxy.pass();
      await log().getByText('It arrived.').waitFor();
      await rest();
      await until('both windows are connected', async () => {
        const rows = await Promise.all(
          [fixture.window, second].map((window) => window.row(/Box.*connected/).isVisible()),
        );
        return rows.every(Boolean) || undefined;
      });
      await once('[[arrived]] from one of two');
      const sent = proxy.requests.slice(before).filter(({ path }) => version.prompting.test(`POST ${path}`));
      assert.equal(sent.length, 1, 'sent by one window only');
    });

    it('finds in the other a prompt that was written offline in a closed one', async () => {
      proxy.down('rst');
      await second.row(/Box.*(reconnecting|offline)/i).waitFor();
      await newest(second);
      await mine('to be seen twice', second).waitFor();
      await say('[[found]] in the one that closes', second);
      await mine('[[found]] in the one that closes', second)
        .getByText(/^Waiting for /)
        .waitFor();
      // Closed by the user: its extension host exits, and this window adopts its prompts.
      const gone = second.page.waitForEvent('close');
      await second.page.close({ runBeforeUnload: true });
      await gone;
      proxy.pass();
      await log().getByText('It was found.').waitFor({ timeout: 60_000 });
      await rest();
      await once('[[found]] in the one that closes');
    });
  });
});
