import assert from 'node:assert/strict';
import { startSandboxAgent, type SandboxAgent } from '../support/sandboxAgent.js';
import { removeTemp, until } from '../support/temp.js';
import { packTinyExtension } from '../support/tinyExtension.js';
import { addSandbox, closes, setStage, type Fixture, vsix } from './fixture.js';
import { describeVersions, onFirst } from './versions.js';
import { openWindow, type Workbench } from './workbench.js';

/** Another extension that uses the sandbox only through the exported API. */
const other = `
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
exports.activate = (context) => {
  context.subscriptions.push(vscode.commands.registerCommand('tiny.ask', async () => {
    const api = await vscode.extensions.getExtension('opencode-sandbox.opencode-sandbox').activate();
    const { session } = await api.opencodeCreateSession({ sandbox: 'My box' });
    await api.opencodeSendPrompt({ sandbox: 'My box', sessionId: session.id, prompt: 'from the other extension' });
    for (;;) {
      const { messages } = await api.opencodeGetMessages({ sandbox: 'My box', sessionId: session.id });
      const last = messages.at(-1);
      if (last.info.role === 'assistant' && last.info.time.completed) {
        const text = last.parts.filter((part) => part.type === 'text').map((part) => part.text).join('');
        await vscode.window.showInformationMessage('The sandbox says: ' + text);
        return;
      }
      await wait(50);
    }
  }));
};`;

describeVersions('a person with several sandboxes and windows', (version) => {
  let fixture: Fixture;
  let agent: SandboxAgent;
  let tiny: { path: string; dir: string };
  before(async function () {
    this.timeout(180_000);
    const manifest = {
      extensionDependencies: ['opencode-sandbox.opencode-sandbox'],
      contributes: { commands: [{ command: 'tiny.ask', title: 'Tiny: Ask the Sandbox' }] },
    };
    tiny = await packTinyExtension({ name: 'tiny-asker', manifest, code: other });
    [fixture, agent] = await Promise.all([
      setStage({
        ...version.fixture,
        model: {
          scripts: {
            begun: [{ text: 'It has begun.' }],
            held: [{ text: 'So far so good', hold: 'held' }, { text: ' and done.' }],
          },
        },
        workbench: { vsix: [vsix, tiny.path] },
      }),
      startSandboxAgent({ token: 'agent-token' }),
    ]);
    await fixture.window.activity('OpenCode Sandbox');
    await addSandbox(fixture.window, fixture.server.url, fixture.server.password, 'My box');
    await addSandbox(fixture.window, agent.origin, agent.token, 'Agent box');
  });
  closes(
    () => fixture,
    () => agent?.dispose(),
    () => tiny && removeTemp(tiny.dir),
  );

  const log = (window: Workbench) => window.chat().getByRole('log', { name: 'Conversation' });
  const say = async (window: Workbench, text: string): Promise<void> => {
    await window.chat().getByRole('textbox', { name: 'Message' }).fill(text);
    await window.chat().getByRole('button', { name: 'Send', exact: true }).click();
  };

  const newSession = async (window: Workbench, sandbox: string): Promise<void> => {
    await window.rowButton(new RegExp(sandbox), 'New Session');
    await window
      .chat()
      .locator('header', { hasText: new RegExp(`New session.*${sandbox}`) })
      .waitFor();
  };

  it('sees both side by side, each with its state and version', async () => {
    const { window } = fixture;
    await window.row(version.connected('My box')).waitFor();
    await window.row(/Agent box.*connected.*0\.4/).waitFor();
    // The one that was added last is selected, and the empty chat went there.
    await window.page.locator('.pane-body .monaco-list-row[aria-selected="true"]', { hasText: 'Agent box' }).waitFor();
    await window.chat().locator('header', { hasText: 'Agent box' }).waitFor();
    await window.screenshot('two-sandboxes');
  });

  it('talks to Sandbox Agent: text, a tool, a permission, a question', async () => {
    const { window } = fixture;
    await newSession(window, 'Agent box');
    await say(window, 'hello agent');
    await log(window).getByText('hello agent').nth(1).waitFor();
    await say(window, 'use a tool');
    await log(window).getByRole('group', { name: /^bash/ }).waitFor();
    await say(window, 'ask a permission');
    const permission = window.chat().getByRole('group', { name: /^Permission:/ });
    await permission.getByRole('button', { name: 'Allow once' }).click();
    await permission.waitFor({ state: 'detached' });
    await say(window, 'ask a question');
    const question = window.chat().getByRole('group', { name: /^Question:/ });
    await question.getByRole('radio').first().check();
    await window.screenshot('agent-question');
    await question.getByRole('button', { name: 'Answer' }).click();
    await question.waitFor({ state: 'detached' });
    await window.screenshot('agent-chat');
  });

  it('is offered only what Sandbox Agent can do', async () => {
    const { window } = fixture;
    const you = log(window).getByRole('article', { name: 'You' }).first();
    await you.hover();
    assert.equal(await you.getByRole('button', { name: 'Revert to here' }).count(), 0);
    await you.getByRole('button', { name: 'Copy' }).waitFor();
    const offered = async (row: RegExp): Promise<string> => {
      await window.row(row).click({ button: 'right' });
      const menu = window.page.locator('.monaco-menu').last();
      await menu.getByText('Show Traffic').waitFor();
      const text = await menu.innerText();
      await window.page.keyboard.press('Escape');
      return text;
    };
    const own = await offered(/My box.*connected/);
    const other = await offered(/Agent box.*connected/);
    const both = ['Open in Browser', 'Open File in Sandbox…', 'Open Sandbox Terminal', 'Search in Sandbox…'];
    for (const entry of both) assert.ok(own.includes(entry) && other.includes(entry), entry);
    assert.equal(own.includes('Edit Sandbox Configuration'), version.isFirst, own);
    assert.ok(!other.includes('Edit Sandbox Configuration'), other);
  });

  it('sees the running turn of one window in the other', async () => {
    const second = await openWindow(fixture.workbench, fixture.browser, { context: fixture.window.context });
    try {
      await second.activity('OpenCode Sandbox');
      await fixture.window.toFront();
      await newSession(fixture.window, 'My box');
      await fixture.window.chat().getByText('What should the agent do?').waitFor();
      await say(fixture.window, '[[begun]] first');
      await second.toFront();
      await second.press(/Title begun/);
      await log(second).getByText('It has begun.').waitFor();
      await fixture.window.toFront();
      await say(fixture.window, '[[held]] watch this');
      await log(second).getByText('So far so good').waitFor();
      await second.chat().getByRole('button', { name: 'Stop' }).waitFor();
      fixture.model.release('held');
      await second.chat().getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
      await log(second).getByText('So far so good').waitFor();
      await second.screenshot('second-window');
    } finally {
      await second.close();
    }
  });

  onFirst(version, 'sees a row update while it changes without a pause', async () => {
    const { window, server } = fixture;
    const id = await version.createSession(server, 'Busy 0');
    const row = window.row(/Busy \d+/);
    await row.waitFor();
    let over = false;
    let changes = 0;
    const busy = async (): Promise<void> => {
      while (!over) await version.renameSession(server, id, `Busy ${++changes}`);
    };
    const work = busy();
    try {
      // The first change is drawn at once, whatever follows; those after it have to be as well.
      for (let draws = 0, before = await row.innerText(); draws < 3; draws++)
        before = await until('another title', async () => {
          const now = await row.innerText();
          return now !== before && now;
        });
    } finally {
      over = true;
      await work;
    }
    assert.ok(changes < 2_000, `${changes} changes for three drawings`);
  });

  onFirst(version, 'opens the session of a row that is drawn again while it is clicked', async () => {
    const { window, server } = fixture;
    const titles = ['Left', 'Right'];
    const ids = await Promise.all(titles.map((title) => version.createSession(server, `${title} 0`)));
    for (const title of titles) await window.row(new RegExp(`${title} \\d+`)).waitFor();
    let over = false;
    const busy = async (): Promise<void> => {
      for (let change = 1; !over; change++)
        for (const [i, id] of ids.entries()) await version.renameSession(server, id, `${titles[i]} ${change}`);
    };
    const work = busy();
    try {
      for (let click = 0; click < 8; click++) {
        const title = new RegExp(`${titles[click % 2]} \\d+`);
        await window.press(title);
        await window.chat().locator('header', { hasText: title }).waitFor();
      }
    } finally {
      over = true;
      await work;
    }
    const failed = window.page.locator('.notification-list-item', { hasText: 'command not found' });
    assert.equal(await failed.count(), 0);
  });

  onFirst(version, 'lets another extension use the sandbox through the exported API', async () => {
    await fixture.window.command('Tiny: Ask the Sandbox');
    await fixture.window.notification(/The sandbox says: .*from the other extension/);
  });

  onFirst(version, 'sees the cost of a session, and confirms before it costs more', async () => {
    const { window } = fixture;
    await window.settings({ 'opencodeSandbox.costAlert': { session: 0.0007, day: 0, action: 'ask' } });
    await newSession(window, 'My box');
    await say(window, 'first');
    await log(window).getByText('echo: first').waitFor();
    await window.notification(/has cost \$0\.0006; your limit is \$0\.0007/);
    await window.clearNotifications();
    await say(window, 'second');
    await log(window).getByText('echo: second').waitFor();
    await window.notification(/above your limit of \$0\.0007/);
    await window.screenshot('cost-told');
    await window.clearNotifications();
    await say(window, 'third');
    await window.confirm(/The cost limit is reached/, 'Cancel');
    const input = window.chat().getByRole('textbox', { name: 'Message' });
    await until('the prompt is back in the input', async () => (await input.inputValue()) === 'third' || undefined);
    await say(window, 'third');
    await window.confirm(/The cost limit is reached/, 'Send Anyway');
    await log(window).getByText('echo: third').waitFor();
    // The day's costs are of both sandboxes: they stand in the tooltip, not behind the name of one.
    await window.row(/My box.*\$0\.00/).waitFor();
    assert.equal(await window.status(/My box.*\$/).count(), 0);
    await window.clearNotifications();
  });

  it('sees an added sandbox expanded and the others collapsed, until one is expanded', async () => {
    const { window, server } = fixture;
    const titles = Array.from({ length: 11 }, (_, i) => `Earlier ${i}`);
    for (const title of titles) await version.createSession(server, title);
    await window.row('Earlier 10').waitFor();
    await addSandbox(window, server.url, server.password, 'Third box');
    const open = (text: RegExp, expanded: boolean) =>
      window.row(text).and(window.page.locator(`[aria-expanded="${expanded}"]`));
    await open(/Third box.*connected/, true)
      .and(window.page.locator('[aria-selected="true"]'))
      .waitFor();
    await window.row('Earlier 10').waitFor();
    await window.screenshot('sandbox-added-among-many');
    // The tree scrolls so that the sessions of the new sandbox are in view.
    await window.page.locator('.pane-body .monaco-list', { hasText: 'Third box' }).press('Home');
    for (const other of [/My box/, /Agent box/]) await open(other, false).waitFor();
    await window.unfold(/My box/);
    const id = await version.createSession(server, 'After that');
    await window.row('After that').waitFor();
    await version.renameSession(server, id, 'Later still');
    await window.row('Later still').waitFor();
    await open(/My box/, true).waitFor();
    await window
      .row(/My box/)
      .locator('.monaco-tl-twistie')
      .click();
    await open(/My box/, false).waitFor();
    await open(/Agent box/, false).waitFor();
  });

  onFirst(version, 'confirms before anything is sent over plain http to another machine', async () => {
    const { window } = fixture;
    await window.command('OpenCode Sandbox: Add Sandbox…');
    await window.input('http://sandbox.invalid:4096/opencode', { title: 'Address of an OpenCode server' });
    await window.page
      .getByText(/not encrypted|plain http/i)
      .first()
      .waitFor();
    await window.screenshot('plain-http');
    await window.page.keyboard.press('Escape');
    await window.page.keyboard.press('Escape');
    assert.equal(await window.page.locator('.monaco-list-row', { hasText: 'sandbox.invalid' }).count(), 0);
  });
});
