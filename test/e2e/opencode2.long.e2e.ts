// What goes on in a sandbox of OpenCode 2 without this window: work in the background, and a queue that outlives VS Code.
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { until } from '../support/temp.js';
import { addSandbox, closes, setStage, type Fixture } from './fixture.js';
import { version2 as version, describeVersion } from './versions.js';
import { openWindow, type Workbench } from './workbench.js';

describeVersion(version, 'a person whose agent works on its own', () => {
  let fixture: Fixture;
  let window: Workbench;
  const chat = () => window.chat();
  const log = (): Locator => chat().getByRole('log', { name: 'Conversation' });
  const list = (): Locator => chat().getByRole('list', { name: 'Waiting prompts' });
  const rest = (): Promise<void> => chat().getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
  const say = async (text: string): Promise<void> => {
    await chat().getByRole('textbox', { name: 'Message' }).fill(text);
    await chat().getByRole('textbox', { name: 'Message' }).press('Enter');
  };

  before(async function () {
    this.timeout(180_000);
    const delegate = { description: 'Look around', prompt: '[[child]]', subagent_type: 'general' };
    fixture = await setStage({
      start: version.start,
      model: {
        scripts: version.scripts({
          delegate: [
            { tools: [{ name: 'task', args: delegate }] },
            { text: 'It goes on without me.' },
            { text: 'Everything was looked at.' },
          ],
          child: [{ text: 'Looking', hold: 'child', afterHold: ' at everything.' }],
          ask: [{ tools: [{ name: 'bash', args: { command: 'git status --short' } }] }, { text: 'Asked.' }],
          closed: [{ text: 'Before it was closed', hold: 'closed', afterHold: ', and after.' }],
          first: [{ text: 'The first had its turn.' }],
          second: [{ text: 'The second had its turn.' }],
        }),
      },
      server: { config: version.askingOnly('git ') },
    });
    ({ window } = fixture);
    await window.activity('OpenCode Sandbox');
    await addSandbox(window, fixture.server.url, fixture.server.password, 'Box');
    await window.row(version.connected('Box')).waitFor();
  });
  closes(() => fixture);

  it('takes back what was allowed for the project, and is asked again', async () => {
    const asked = chat().getByRole('group', { name: /^Permission:/ });
    await say('[[ask]]');
    await asked.getByRole('button', { name: 'Always allow' }).click();
    await log().getByText('Asked.').waitFor();
    await rest();
    await window.command('OpenCode Sandbox: Manage Saved Permissions…');
    await window.picks('shell: git status *').click();
    await window.screenshot('opencode2-saved-permissions');
    await window.inputBox().press('Enter');
    await window.notification('Removed 1 permission from Box.');
    await window.clearNotifications();
    await say('[[ask]] again');
    await asked.getByRole('button', { name: 'Allow once' }).click();
    await log().getByText('Asked.').nth(1).waitFor();
    await rest();
  });

  it('sends a sub-agent to the background, and sees the turn that its end begins', async () => {
    await say('[[delegate]]');
    const card = log().getByRole('group', { name: /^subagent: Look around/ });
    await card.getByRole('button', { name: 'Run in Background' }).click();
    await log().getByText('It goes on without me.').waitFor();
    await rest();
    await window.screenshot('opencode2-subagent-in-background');
    fixture.model.release('child');
    // The end of the work begins a turn that nobody asked for.
    await log().getByText('Everything was looked at.').waitFor();
    await rest();
    await log().getByText('Continued after a background task finished: Look around').waitFor();
    // It counts its own step alone, and the turn before its two.
    const ends = log().locator('.turn-end');
    const counted = await ends.allInnerTexts();
    assert.match(counted.at(-2) ?? '', /2 steps/);
    assert.doesNotMatch(counted.at(-1) ?? '', /steps/);
    await window.screenshot('opencode2-subagent-done');
  });

  it('closes VS Code while prompts wait, and finds them answered when it is opened again', async () => {
    const { workbench, browser, server, model } = fixture;
    await say('[[closed]]');
    await log().getByText('Before it was closed').waitFor();
    await say('[[first]] in the queue');
    await say('[[second]] in the queue');
    await until('both wait', async () => (await list().getByRole('listitem').count()) === 2 || undefined);
    const [session] = await version.sessions(server);
    const id = session?.id ?? assert.fail();
    const { context } = window;
    await window.page.close({ runBeforeUnload: true });
    // No part of VS Code is left: its extension host ends with the server.
    await workbench.restart();
    model.release('closed');
    const said = async (): Promise<string> => (await version.messages(server, id)).flatMap(({ texts }) => texts).join();
    await until('both are answered', async () => /The second had its turn\./.test(await said()) || undefined);
    window = await openWindow(workbench, browser, { context });
    await window.activity('OpenCode Sandbox');
    await log().getByText('Before it was closed, and after.').waitFor();
    await log().getByText('The first had its turn.').waitFor();
    await log().getByText('The second had its turn.').waitFor();
    assert.equal(await list().count(), 0);
    for (const prompt of ['[[first]] in the queue', '[[second]] in the queue'])
      assert.equal(await log().locator('article.user', { hasText: prompt }).count(), 1);
    await window.screenshot('opencode2-after-closing');
  });
});
