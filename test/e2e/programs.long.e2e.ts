// What a program in the sandbox does, on each kind of server alike: commands of the user, terminals and other processes, search,
// edits of files, and a review of a branch.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOpencode2 } from '../support/opencode2.js';
import { startSandboxAgent } from '../support/sandboxAgent.js';
import { until } from '../support/temp.js';
import { addSandbox, closes, setStage, type Fixture } from './fixture.js';
import { version2 } from './versions.js';

interface Box {
  readonly name: string;
  readonly pictures: string;
  /** Its transcript has the commands of the user; elsewhere they run in a terminal. */
  readonly isInTranscript: boolean;
  available(): boolean;
}
const BOXES: readonly Box[] = [
  { name: 'Old box', pictures: 'programs-1', isInTranscript: true, available: () => true },
  { name: 'New box', pictures: 'programs-2', isInTranscript: true, available: version2.available },
  { name: 'Agent box', pictures: 'programs-agent', isInTranscript: false, available: () => true },
];

describe('a person runs programs in a sandbox of each kind', () => {
  let fixture: Fixture;
  const folders = new Map<string, string>();
  const ends: (() => Promise<void>)[] = [];
  before(async function () {
    this.timeout(180_000);
    fixture = await setStage({
      workbench: {
        settings: { 'opencodeSandbox.editSandboxFiles': true, 'terminal.integrated.gpuAcceleration': 'off' },
      },
    });
    const { window, server, model } = fixture;
    await window.activity('OpenCode Sandbox');
    const add = async (name: string, at: { url: string; secret: string | undefined; workspace: string }) => {
      folders.set(name, at.workspace);
      await addSandbox(window, at.url, at.secret, name);
    };
    await add('Old box', { ...server, secret: server.password });
    if (version2.available()) {
      const second = await startOpencode2({ model });
      ends.push(second.dispose);
      await add('New box', { url: second.url, secret: second.password, workspace: second.workspace });
    }
    const agent = await startSandboxAgent({ token: 'agent-token' });
    ends.push(agent.dispose);
    await add('Agent box', { url: agent.origin, secret: agent.token, workspace: agent.workspace });
  });
  closes(
    () => fixture,
    async () => void (await Promise.all(ends.map((end) => end()))),
  );
  const chat = () => fixture.window.chat();
  const folder = (name: string): string => folders.get(name) ?? assert.fail();

  for (const { name, pictures, isInTranscript, available } of BOXES)
    (available() ? describe : describe.skip)(name, () => {
      it('runs a command of the user, and shows what it printed', async () => {
        const { window } = fixture;
        await window.rowButton(new RegExp(`${name}.*connected`), 'New Session');
        await chat()
          .locator('header', { hasText: new RegExp(`New session.*${name}`) })
          .waitFor();
        const input = chat().getByRole('textbox', { name: 'Message' });
        await input.fill('!echo "six times seven is $((6 * 7))"');
        await input.press('Enter');
        if (isInTranscript)
          await chat().getByRole('log', { name: 'Conversation' }).getByText('six times seven is 42').waitFor();
        else {
          await window.answer(/ended in Agent box with exit code 0/, 'Attach Output');
          await chat()
            .getByText(/^Output of echo/)
            .waitFor();
        }
        await window.screenshot(`${pictures}-command`);
        await window.clearNotifications();
      });

      it('lists a terminal among the processes, and ends it there', async () => {
        const { window } = fixture;
        await window.menu(window.row(new RegExp(`${name}.*connected`)), 'Open Sandbox Terminal');
        await window.page.locator('.terminal-wrapper.active .xterm-rows', { hasText: /[#$]/ }).waitFor();
        await window.menu(window.row(new RegExp(`${name}.*connected`)), 'Show Sandbox Processes');
        const running = window.picks(/running/);
        await running.first().waitFor();
        await window.screenshot(`${pictures}-processes`);
        await running.first().hover();
        await running.first().locator('.action-label[aria-label="Stop"]').click();
        await running.first().waitFor({ state: 'detached' });
        await window.page.keyboard.press('Escape');
      });

      it('finds text in the sandbox, and edits the file that has it', async () => {
        const { window } = fixture;
        await window.menu(window.row(new RegExp(`${name}.*connected`)), 'Search in Sandbox…');
        await window.input('export function gr', { title: `Search text in ${name}`, accept: false });
        await window.choose(/greet\.ts:1/);
        await window.line('export function greet').waitFor();
        await window.line('export function greet').click();
        await window.page.keyboard.press('ControlOrMeta+Home');
        await window.page.keyboard.type(`// Edited in ${name}\n`);
        await window.page.keyboard.press('ControlOrMeta+S');
        await until('it is saved', () =>
          readFileSync(join(folder(name), 'src/greet.ts'), 'utf8').startsWith(`// Edited in ${name}\n`),
        );
        await window.page.locator('.tab.active:not(.dirty)', { hasText: 'greet.ts' }).waitFor();
        await window.screenshot(`${pictures}-edit`);
        await window.command('View: Close All Editors');
      });

      it('reviews what its working tree changed, without a question', async () => {
        const { window } = fixture;
        writeFileSync(join(folder(name), 'notes.txt'), 'new\n');
        await window.rowButton(new RegExp(`${name}.*connected`), 'New Session');
        await chat()
          .locator('header', { hasText: new RegExp(`New session.*${name}`) })
          .waitFor();
        await window.command('OpenCode Sandbox: Review Uncommitted Changes in Sandbox');
        await window.page.locator('.tab.active', { hasText: `${name} (working tree against HEAD)` }).waitFor();
        await window.page.locator('.multiDiffEntry', { hasText: 'notes.txt' }).waitFor();
        await window.page.locator('.multiDiffEntry', { hasText: 'greet.ts' }).waitFor();
        await window.screenshot(`${pictures}-review`);
        await window.command('View: Close All Editors');
      });
    });
});
