// OpenCode's own terminal UI, a program of this computer, connected to a sandbox.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { opencodeBinary } from '../support/opencode.js';
import { hasOpencode2, opencode2Binary } from '../support/opencode2.js';
import { until } from '../support/temp.js';
import { addSandbox, closes, setStage, type Fixture } from './fixture.js';
import { describeVersions } from './versions.js';

const PATH = 'opencodeSandbox.opencodePath';
const COMMAND = 'OpenCode Sandbox: Open OpenCode TUI in Terminal';

/** Command lines of all processes. */
const commandLines = (): readonly string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')];
      } catch {
        return [];
      }
    });

describeVersions('a person opens OpenCode’s terminal UI', (version) => {
  let fixture: Fixture;
  before(async function () {
    this.timeout(180_000);
    fixture = await setStage({
      ...version.fixture,
      model: { scripts: version.scripts({ hello: [{ text: 'Hello to both of you.' }] }) },
      server: { password: 'correct-horse-battery' },
      workbench: { settings: { [PATH]: version.isFirst ? opencodeBinary() : opencode2Binary() } },
    });
    const { window } = fixture;
    await window.activity('OpenCode Sandbox');
    await addSandbox(window, fixture.server.url, fixture.server.password, 'My box');
    await window.row(version.connected('My box')).waitFor();
  });
  closes(() => fixture);

  it('attaches it in a terminal, with the password in no command line', async () => {
    const { window, server } = fixture;
    if (!version.isFirst) {
      await window.command(COMMAND);
      await window.notification(/requires a session, and this sandbox has none/);
      await window.clearNotifications();
    }
    await window.chat().getByRole('textbox', { name: 'Message' }).fill('[[hello]]');
    await window.chat().getByRole('button', { name: 'Send', exact: true }).click();
    await window.chat().getByText('Hello to both of you.').waitFor();
    const [session] = await version.sessions(server);
    const connects = version.isFirst ? `attach ${server.url}` : `--server=${server.url}`;
    await window.command(COMMAND);
    const attached = await until('the attached program', () => commandLines().find((line) => line.includes(connects)));
    assert.ok(attached.includes(`--session=${session?.id}`), attached);
    await window.page.locator('.terminal-wrapper.active .xterm').waitFor();
    await window.page
      .locator('.tabs-list, .single-terminal-tab')
      .getByText(/OpenCode: My box/)
      .first()
      .waitFor();
    assert.deepEqual(
      commandLines().filter((line) => line.includes('correct-horse-battery')),
      [],
    );
    await window.screenshot('terminal-ui');
    await window.command('Terminal: Kill the Active Terminal Instance');
  });

  it('learns why the program of another version cannot connect', async function () {
    if (version.isFirst && !hasOpencode2()) this.skip();
    const { window } = fixture;
    await window.settings({ [PATH]: version.isFirst ? opencode2Binary() : opencodeBinary() });
    await window.command(COMMAND);
    const [wrong, right] = version.isFirst ? [2, 1] : [1, 2];
    await window.notification(`is OpenCode ${wrong}, which cannot connect to OpenCode ${right}`);
  });
});
