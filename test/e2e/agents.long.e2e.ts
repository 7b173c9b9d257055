import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { SessionId } from '../../src/shared/model/ids.js';
import { removeTemp, until } from '../support/temp.js';
import { packTinyExtension } from '../support/tinyExtension.js';
import { addSandbox, closes, setStage, type Fixture, vsix } from './fixture.js';
import { describeVersions, onFirst } from './versions.js';

/** Another extension: a model, so that VS Code's chat answers, and an agent that uses the sandbox through its tools. */
const other = `
const call = async (name, input) => {
  const result = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  return JSON.parse(result.content[0].value);
};
exports.activate = (context) => { context.subscriptions.push(
  vscode.lm.registerLanguageModelChatProvider('tiny', {
    provideLanguageModelChatInformation: () => [{
      id: 'tiny-1', name: 'Tiny Model', family: 'tiny', version: '1', maxInputTokens: 100000, maxOutputTokens: 4096,
      isUserSelectable: true, isDefault: true, capabilities: { toolCalling: true, imageInput: false },
    }],
    provideLanguageModelChatResponse: async (model, messages, options, progress) =>
      progress.report(new vscode.LanguageModelTextPart('tiny reply')),
    provideTokenCount: async (model, text) => String(text).length,
  }),
  vscode.commands.registerCommand('tiny.delegate', async () => {
    try {
      const { session } = await call('opencodeCreateSession', {});
      await call('opencodeSendPrompt', { sessionId: session.id, prompt: 'from an agent' });
      await vscode.window.showInformationMessage('Delegated to ' + session.id);
    } catch (error) {
      await vscode.window.showInformationMessage('Not delegated: ' + error.message);
    }
  }),
);
  // VS Code requests models only when they are used.
  return vscode.lm.selectChatModels({ vendor: 'tiny' });
};`;

describeVersions('other programs and agents', (version) => {
  let fixture: Fixture;
  let tiny: { path: string; dir: string };
  before(async function () {
    this.timeout(180_000);
    const manifest = {
      engines: { vscode: '^1.105.0' },
      contributes: {
        languageModelChatProviders: [{ vendor: 'tiny', displayName: 'Tiny' }],
        commands: [{ command: 'tiny.delegate', title: 'Tiny: Delegate' }],
      },
    };
    tiny = await packTinyExtension({ name: 'tiny-agent', manifest, code: other });
    fixture = await setStage({
      ...version.fixture,
      model: {
        scripts: version.scripts({
          write: [
            {
              text: 'I write it. ',
              tools: [{ name: 'write', args: { filePath: 'made.txt', content: 'made here\n' } }],
            },
            { text: 'Written.' },
          ],
          held: [{ text: 'It begins. ', hold: 'for ever' }],
          asking: [
            { text: 'I ask. ', tools: [{ name: 'bash', args: { command: 'touch asked-for', description: 'x' } }] },
            { text: 'It was allowed.' },
          ],
        }),
      },
      // The browser that opens its page has no password. Version 2 always requires one.
      server: { password: version.isFirst ? null : 'pw', config: version.askingOnly('touch ') },
      workbench: { vsix: [vsix, tiny.path] },
    });
    await fixture.window.context.grantPermissions(['clipboard-read', 'clipboard-write'], {
      origin: fixture.workbench.origin,
    });
    await fixture.window.activity('OpenCode Sandbox');
    await addSandbox(fixture.window, fixture.server.url, fixture.server.password, 'My box');
    await fixture.window.row(version.connected('My box')).waitFor();
  });
  closes(
    () => fixture,
    () => tiny && removeTemp(tiny.dir),
  );

  const prompts = (): readonly string[] => fixture.model.requests.map(({ body }) => JSON.stringify(body));
  const input = (): Locator => fixture.window.chat().getByRole('textbox', { name: 'Message' });
  const tui = (what: string, body: object = {}): Promise<unknown> => fixture.server.json(`/tui/${what}`, body);

  it('send nothing through a tool before the user has confirmed sandbox and prompt', async () => {
    const { window } = fixture;
    const ask = async (text: string | RegExp, button: string): Promise<void> => window.confirm(text, button);
    await window.command('Tiny: Delegate');
    await ask(/Create a session in My box\?/, 'Yes');
    const dialog = await window.dialog(/Send a prompt to My box\?/);
    await dialog.getByText('from an agent').waitFor();
    await window.screenshot('tool-confirmation');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await window.notification(/Not delegated/);
    assert.ok(!prompts().some((each) => each.includes('from an agent')));
    await window.clearNotifications();
    await window.command('Tiny: Delegate');
    await ask(/Create a session in My box\?/, 'Yes');
    await ask(/Send a prompt to My box\?/, 'Yes');
    await window.notification(/Delegated to ses_/);
    await until('the model has it', () => prompts().some((each) => each.includes('from an agent')));
    await window.clearNotifications();
  });

  onFirst(version, 'cannot control the chat until the user allows it', async () => {
    const { window } = fixture;
    await tui('append-prompt', { text: 'unwanted' });
    await tui('submit-prompt');
    await window.notification(/wants to control the chat of .My box./);
    await window.screenshot('remote-control-ask');
    assert.equal(await input().inputValue(), '');
    await window.answer(/wants to control the chat/, 'Allow');
    await window.status('Other programs may control the chat of My box').waitFor();
    await tui('append-prompt', { text: 'wanted' });
    await until('the text is in the input', async () => (await input().inputValue()) === 'wanted');
  });

  onFirst(version, 'append to the input and send it', async () => {
    await tui('append-prompt', { text: ' by remote control' });
    await until('the text is in the input', async () => (await input().inputValue()).endsWith('by remote control'));
    await tui('submit-prompt');
    await fixture.window.chat().getByRole('article', { name: 'You' }).getByText('wanted by remote control').waitFor();
    await until('the model has it', () => prompts().some((each) => each.includes('wanted by remote control')));
  });

  onFirst(version, 'show a message as text', async () => {
    const { window } = fixture;
    await tui('show-toast', { title: 'Build', message: 'is [done](command:tiny.delegate)', variant: 'success' });
    const shown = await window.notification(/My box: Build: is \[done\]/);
    assert.equal(await shown.getByRole('link', { name: 'done' }).count(), 0);
    await window.screenshot('remote-control-toast');
    await window.clearNotifications();
  });

  onFirst(version, 'open a session and the list of sessions', async () => {
    const { window } = fixture;
    const { id } = await fixture.server.json<{ id: string }>('/session', { title: 'Selected from afar' });
    await tui('select-session', { sessionID: id });
    await window.chat().locator('header', { hasText: 'Selected from afar' }).waitFor();
    await tui('open-sessions');
    await window.picks('Selected from afar').waitFor();
    await window.screenshot('remote-control-sessions');
    await window.page.keyboard.press('Escape');
  });

  onFirst(version, 'are ignored again after the user turns it off', async () => {
    const { window } = fixture;
    await window.menu(window.row(/My box/), 'Configure Remote Control…');
    await window.screenshot('remote-control-choice');
    await window.choose('Off');
    await window.status('Other programs cannot control the chat of My box').waitFor();
    await tui('append-prompt', { text: 'too late' });
    await tui('show-toast', { message: 'too late', variant: 'info' });
    // A later event of the same stream has arrived, so they have, too.
    const { id } = await fixture.server.json<{ id: string }>('/session', { title: 'After the events' });
    await window.row('After the events').waitFor();
    assert.equal(await input().inputValue(), '');
    assert.equal(await window.page.getByText('too late').count(), 0);
    await fixture.server.fetch(`/session/${id}`, { method: 'DELETE' });
  });

  /** Replaces the text of the editor in front; pasted, so that nothing is closed or quoted by itself. */
  const rewrite = async (text: string): Promise<void> => {
    const { page } = fixture.window;
    await page.locator('.editor-instance:visible .view-line').first().click();
    await page.evaluate((value) => navigator.clipboard.writeText(value), text);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('ControlOrMeta+V');
    await page.locator('.tab.active.dirty').waitFor();
    await page.keyboard.press('ControlOrMeta+S');
  };

  onFirst(version, 'see what the server refused of a configuration, without losing the text', async () => {
    const { window } = fixture;
    await window.menu(window.row(/My box/), 'Edit Sandbox Configuration');
    await window.line('$schema').waitFor();
    await rewrite('{ "autoupdate": "perhaps" }');
    await window.notification(/Expected boolean/);
    await window.screenshot('configuration-refused');
    await window.line('perhaps').waitFor();
    await window.clearNotifications();
    await rewrite('{ "autoupdate": false, "username": "anna" }');
    await window.page.locator('.tab.active:not(.dirty)', { hasText: 'opencode.json' }).waitFor();
    await until(
      'the server has it',
      async () => (await fixture.server.json<{ username?: string }>('/global/config')).username === 'anna',
    );
    // The current content of the server, as text.
    await window.line('opencode-sandbox-config').waitFor();
    await window.line('"username": "anna"').waitFor();
    await window.screenshot('configuration');
    await window.row(/My box.*connected/).waitFor();
  });

  onFirst(version, "find the web page of a session at the server's own address", async () => {
    const { window } = fixture;
    const popup = window.context.waitForEvent('page');
    await window.menu(window.row('Selected from afar'), 'Open in Browser');
    const page = await popup;
    // The workbench in a browser proxies this machine's ports.
    await until('it goes to the page', () => page.url() !== 'about:blank');
    const { pathname } = new URL(page.url());
    const [, directory, id] = /\/([\w-]+)\/session\/(ses_\w+)$/.exec(pathname) ?? [];
    assert.match(id ?? page.url(), /^ses_/);
    assert.equal(Buffer.from(directory ?? '', 'base64url').toString(), fixture.server.workspace);
    await page.close();
  });

  /** Writes into the chat of VS Code. */
  const say = async (text: string): Promise<Locator> => {
    const { window } = fixture;
    await window.command('Chat: Open Chat');
    const editor = window.page.locator('.interactive-input-part .monaco-editor').first();
    // VS Code passes on no request before it knows a model.
    await window.page.locator('.interactive-input-part').getByText('Tiny Model').first().waitFor();
    await editor.click();
    // The chat begins with the participant that was used before.
    await window.page.keyboard.press('ControlOrMeta+A');
    await window.page.keyboard.insertText(text);
    await window.page.keyboard.press('Escape');
    await window.page.keyboard.press('Enter');
    return window.page.locator('.interactive-session').first();
  };

  it('answer in the chat of VS Code as @sandbox, with the files that were changed', async () => {
    const { window } = fixture;
    const chat = await say('@sandbox [[write]] make a file');
    await chat.getByText('Written.').waitFor();
    await chat.getByText('made.txt').first().waitFor();
    await chat.getByRole('button', { name: 'Review Changes' }).waitFor();
    await window.screenshot('participant');
    await chat.getByText('Run the tests and fix any failures.').click();
    await until('the same session goes on', () =>
      prompts().some((each) => each.includes('[[write]] make a file') && each.includes('Run the tests and fix')),
    );
    await window.screenshot('participant-follow-up');
  });

  it('wait as @sandbox for a permission, with a button in the answer that opens it', async () => {
    const { window, server } = fixture;
    const chat = await say('@sandbox [[asking]] touch a file');
    await chat.getByText('The agent is waiting for your answer.').waitFor();
    await window.screenshot('participant-asks');
    assert.ok(!existsSync(join(server.workspace, 'asked-for')));
    await chat.getByRole('button', { name: 'Answer', exact: true }).click();
    const permission = window.chat().getByRole('group', { name: /^Permission: / });
    await permission.getByText('touch asked-for').first().waitFor();
    await window.screenshot('participant-permission');
    await permission.getByRole('button', { name: 'Allow once' }).click();
    await until('the file', () => existsSync(join(server.workspace, 'asked-for')) || undefined);
    await chat.getByText('It was allowed.').waitFor();
  });

  it('stop the turn in the sandbox when a request to @sandbox is canceled', async () => {
    const { window, server } = fixture;
    const chat = await say('@sandbox [[held]] never ends');
    await chat.getByText('It begins.').waitFor();
    const busy = (): Promise<readonly SessionId[]> => version.busy(server);
    const id = (await busy())[0] ?? assert.fail('a session at work');
    await window.page
      .locator('.interactive-input-part')
      .getByRole('button', { name: /^(Cancel|Stop)/ })
      .first()
      .click();
    await until('nothing runs', async () => (await busy()).length === 0);
    // The server reports the abort of a turn after it reports idle.
    await until('the turn was aborted', () => version.isStopped(server, id));
    await window.screenshot('participant-canceled');
    // The conversation goes on in the same session.
    await say('@sandbox [[write]] after that');
    await until('the model has it', () =>
      prompts().some((each) => each.includes('[[held]] never ends') && each.includes('[[write]] after that')),
    );
  });
});
