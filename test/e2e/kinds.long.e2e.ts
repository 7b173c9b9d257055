// One window with one sandbox of each kind, all at work at once.
import assert from 'node:assert/strict';
import { startOpencode2 } from '../support/opencode2.js';
import type { Opencode } from '../support/opencode.js';
import { startSandboxAgent, type SandboxAgent } from '../support/sandboxAgent.js';
import { seriousIn } from './axe.js';
import { addSandbox, closes, setStage, type Fixture } from './fixture.js';
import { version2 } from './versions.js';

(version2.available() ? describe : describe.skip)('a person with a sandbox of each kind in one window', () => {
  let fixture: Fixture;
  let second: Opencode;
  let agent: SandboxAgent;
  before(async function () {
    this.timeout(180_000);
    [fixture, agent] = await Promise.all([
      setStage({
        model: {
          scripts: {
            older: [{ text: 'The first one has begun', hold: 'older', afterHold: ' and is done.' }],
            newer: [{ text: 'The second one has begun', hold: 'newer', afterHold: ' and is done.' }],
            again: [{ text: 'Once more.' }],
          },
        },
      }),
      startSandboxAgent({ token: 'agent-token' }),
    ]);
    second = await startOpencode2({ model: fixture.model });
    const { window } = fixture;
    await window.activity('OpenCode Sandbox');
    await addSandbox(window, fixture.server.url, fixture.server.password, 'Old box');
    await addSandbox(window, second.url, second.password, 'New box');
    await addSandbox(window, agent.origin, agent.token, 'Agent box');
  });
  closes(
    () => fixture,
    () => second?.dispose(),
    () => agent?.dispose(),
  );

  const chat = () => fixture.window.chat();
  const log = () => chat().getByRole('log', { name: 'Conversation' });
  const header = (text: RegExp): Promise<void> => chat().locator('header', { hasText: text }).waitFor();
  /** Begins a session in a sandbox, and sends its first prompt. */
  const begin = async (sandbox: string, prompt: string): Promise<void> => {
    await fixture.window.rowButton(new RegExp(`${sandbox}.*connected`), 'New Session');
    await header(new RegExp(`New session.*${sandbox}`));
    await chat().getByRole('textbox', { name: 'Message' }).fill(prompt);
    await chat().getByRole('button', { name: 'Send', exact: true }).click();
  };
  const requests = () => chat().getByRole('group', { name: /^Permission:/ });

  it('sees each with its name, its state and its version', async () => {
    const { window } = fixture;
    await window.row(/Old box.*connected.*1\.18/).waitFor();
    await window.row(/New box.*connected.*2\.0\.15/).waitFor();
    await window.row(/Agent box.*connected.*0\.4/).waitFor();
  });

  it('has all of them work at once, and sees in the tree and the status bar what each does', async () => {
    const { window } = fixture;
    await begin('Old box', '[[older]]');
    await log().getByText('The first one has begun').waitFor();
    await begin('New box', '[[newer]]');
    await log().getByText('The second one has begun').waitFor();
    await begin('Agent box', 'ask a permission');
    await requests().waitFor();
    await window.row(/Title older.*In progress/).waitFor();
    await window.row(/Title newer.*In progress/).waitFor();
    await window.row(/New session.*Needs input/).waitFor();
    // Two in progress and one that needs input, of all three sandboxes.
    await window.status(/Sandboxes\s*2\s*1/).waitFor();
    for (const theme of ['light', 'high contrast dark', 'dark'] as const) {
      await window.theme(theme);
      await window.screenshot(`kinds-at-work-${theme.replaceAll(' ', '-')}`);
    }
    assert.deepEqual(await seriousIn(window), []);
  });

  it('goes from one to the other in the chat, which says whose session it shows', async () => {
    const { window } = fixture;
    await window.press(/Title older/);
    await header(/Title older.*Old box/);
    await log().getByText('The first one has begun').waitFor();
    assert.equal(await requests().count(), 0, 'the request of another sandbox is not shown here');
    await window.press(/Title newer/);
    await header(/Title newer.*New box/);
    await log().getByText('The second one has begun').waitFor();
    await window.press(/New session/);
    await header(/New session.*Agent box/);
    await requests().waitFor();
  });

  it('ends each without touching the others', async () => {
    const { window, model } = fixture;
    await requests().getByRole('button', { name: 'Allow once' }).click();
    await requests().waitFor({ state: 'detached' });
    await window.press(/Title newer/);
    model.release('newer');
    await log().getByText('The second one has begun and is done.').waitFor();
    await window.row(/Title older.*In progress/).waitFor();
    // A prompt for the idle sandbox while another one works.
    await chat().getByRole('textbox', { name: 'Message' }).fill('[[again]]');
    await chat().getByRole('button', { name: 'Send', exact: true }).click();
    await log().getByText('Once more.').waitFor();
    model.release('older');
    await window.press(/Title older/);
    await log().getByText('The first one has begun and is done.').waitFor();
    assert.equal(await log().getByText('Once more.').count(), 0);
    await window.screenshot('kinds-done');
  });
});
