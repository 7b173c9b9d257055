// The server of a sandbox is upgraded from OpenCode 1 to OpenCode 2, on the same address and folder, while VS Code is open.
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Opencode } from '../support/opencode.js';
import { addSandbox, closes, setStage, type Fixture } from './fixture.js';
import { describeVersion, version1, version2 } from './versions.js';

describeVersion(version2, 'a person whose server is upgraded', () => {
  let fixture: Fixture;
  let upgraded: Opencode | undefined;
  before(async function () {
    this.timeout(180_000);
    fixture = await setStage({
      ...version1.fixture,
      model: {
        scripts: {
          before: [{ text: 'Said by version 1.' }],
          meanwhile: [{ text: 'Said to what was written meanwhile.' }],
          after: [{ text: 'Said by version 2.' }],
        },
      },
    });
    await fixture.window.activity('OpenCode Sandbox');
    await addSandbox(fixture.window, fixture.server.url, fixture.server.password, 'Box');
    await fixture.window.row(version1.connected('Box')).waitFor();
  });
  // Before the files that it works on are removed.
  after(() => upgraded?.dispose());
  closes(() => fixture);

  const chat = () => fixture.window.chat();
  const log = (): Locator => chat().getByRole('log', { name: 'Conversation' });
  const mine = (text: string): Locator => log().getByRole('article', { name: 'You' }).filter({ hasText: text });
  const say = async (text: string): Promise<void> => {
    const input = chat().getByRole('textbox', { name: 'Message' });
    await input.fill(text);
    await input.press('Enter');
  };
  const rest = (): Promise<void> => chat().getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });

  it('sees the sandbox offline while the server is replaced, and writes a prompt that waits', async () => {
    await say('[[before]] the upgrade');
    await log().getByText('Said by version 1.').waitFor();
    await rest();
    await fixture.server.stop();
    await fixture.window.row(/Box.*(reconnecting|offline)/i).waitFor();
    await say('[[meanwhile]] it is replaced');
    await mine('[[meanwhile]]')
      .getByText(/^Waiting for /)
      .waitFor();
    await fixture.window.screenshot('upgrade-meanwhile');
  });

  it('sees the new version in the same row, with its session, transcript and waiting prompt', async () => {
    const { model, server, window } = fixture;
    const { home, workspace, port } = server;
    upgraded = await version2.start({ model, home, workspace, port });
    await window.row(version2.connected('Box')).waitFor();
    await log().getByText('Said to what was written meanwhile.').waitFor();
    await rest();
    assert.equal(await log().getByText('Said by version 1.').count(), 1);
    assert.equal(await mine('[[before]]').count(), 1);
    assert.equal(await mine('[[meanwhile]]').count(), 1, 'sent once');
    assert.equal(await window.page.locator('.pane-body .monaco-list-row', { hasText: /Box.*connected/ }).count(), 1);
    await window.screenshot('upgrade-after');
  });

  it('continues the session and starts another one, without anything to set up', async () => {
    const { window } = fixture;
    await say('[[after]] in the same session');
    await log().getByText('Said by version 2.').waitFor();
    await rest();
    await window.rowButton(/Box/, 'New Session');
    await chat()
      .locator('header', { hasText: /New session/ })
      .waitFor();
    await say('[[after]] in a new one');
    await log().getByText('Said by version 2.').waitFor();
    await rest();
    await window.row(/Title before/).waitFor();
    assert.equal(await window.page.locator('.notification-list-item').count(), 0, 'nothing is asked');
    const kept = await version2.sessions(upgraded ?? assert.fail());
    assert.equal(kept.length, 2, 'what the server took over, and the new one');
  });
});
