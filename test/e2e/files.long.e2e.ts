import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { opencodeBinary } from '../support/opencode.js';
import { makeRepository, type Repository } from '../support/repository.js';
import { makeTemp, removeTemp, until } from '../support/temp.js';
import { addSandbox, closes, setStage, type Fixture } from './fixture.js';

/** Bytes that a text patch cannot contain, and more than an editor shows. */
const work = [`printf '\\0\\1\\7' > logo.bin`, `echo more >> large.txt`, `sed -i 's/one/ONE/' src/a.ts`].join('; ');

describe('a person browses the sandbox', () => {
  let fixture: Fixture;
  let remote: Repository;
  let local: string;

  before(async function () {
    this.timeout(180_000);
    remote = makeRepository({
      'src/a.ts': 'export const a = "one";\n',
      'logo.bin': new Uint8Array([0, 1, 2, 3]),
      // Of few lines: the server needs long for the difference of thousands.
      'large.txt': `${'x'.repeat(99_999)}\n`.repeat(60),
    });
    // The same content with another history: nothing connects the two.
    local = makeTemp('elsewhere');
    writeFileSync(join(local, 'note.txt'), 'x\n');
    fixture = await setStage({
      model: {
        scripts: {
          work: [
            { tools: [{ name: 'bash', args: { command: work, description: 'work' } }] },
            { text: 'See `src/a.ts:1` for it.' },
          ],
        },
      },
      server: { workspace: remote.path, password: 'correct-horse-battery' },
      workbench: { workspace: local, untrusted: true, settings: { 'opencodeSandbox.opencodePath': opencodeBinary() } },
    });
    const { window } = fixture;
    await window.activity('OpenCode Sandbox');
    await addSandbox(window, fixture.server.url, fixture.server.password, 'My box');
    await window.row(/My box.*1\.18/).waitFor();
    await window.chat().getByRole('textbox', { name: 'Message' }).fill('[[work]] please');
    await window.chat().getByRole('button', { name: 'Send', exact: true }).click();
  });
  closes(
    () => fixture,
    () => remote?.remove(),
    () => local && removeTemp(local),
  );
  const closeAll = (): Promise<void> => fixture.window.command('View: Close All Editors');

  it('sees why binary and large files have no side-by-side diff, and opens them unchanged', async () => {
    const { window } = fixture;
    await window
      .chat()
      .getByRole('button', { name: /^3 files/ })
      .click();
    for (const name of ['logo.bin', 'large.txt']) {
      await window
        .chat()
        .getByRole('button', { name: new RegExp(`changed ${name.replace('.', '\\.')}`) })
        .click();
      await window.notification(`${name} is binary or larger than 5 MB`);
      await window.screenshot(`look-${name}`);
      await window.answer(`${name} is binary or larger than 5 MB`, 'Download…');
      await window.nameFile(join(local, `got-${name}`));
      await until(`the bytes of ${name}`, () => {
        const got = join(local, `got-${name}`);
        return (existsSync(got) && readFileSync(got).equals(remote.bytes(name))) || undefined;
      });
    }
    await window.clearNotifications();
  });

  it('opens a path of the answer from the sandbox if no local folder is mapped', async () => {
    const { window } = fixture;
    await window.chat().getByRole('button', { name: 'src/a.ts:1' }).click();
    await window.line('"ONE"').waitFor();
    await closeAll();
  });

  it('sees that nothing is applied to an untrusted workspace, and trusts it', async () => {
    const { window } = fixture;
    await window.chat().getByRole('button', { name: 'Apply…' }).click();
    await window.notification(/Applying changes is disabled because this workspace is not trusted/);
    await window.screenshot('look-untrusted');
    await window.answer(/Applying changes is disabled because this workspace is not trusted/, 'Manage Workspace Trust');
    await window.page.getByRole('button', { name: 'Trust', exact: true }).click();
    await window.page
      .getByRole('button', { name: "Don't Trust" })
      .or(window.page.getByText('You trust this folder'))
      .first()
      .waitFor();
    await window.clearNotifications();
    await closeAll();
  });

  it('maps the sandbox’s folder to a local folder once; then paths open locally', async () => {
    const { window } = fixture;
    execFileSync('mkdir', [join(local, 'src')]);
    writeFileSync(join(local, 'src/a.ts'), 'export const a = "one"; // here\n');
    const apply = 'OpenCode Sandbox: Apply Changes to Workspace…';
    await window.command(apply);
    await window
      .picks(/elsewhere/)
      .first()
      .waitFor();
    await window.screenshot('look-which-folder');
    await window.choose(/elsewhere/);
    await window.picks('src/a.ts').first().waitFor();
    await window.page.keyboard.press('Escape');
    await window.chat().getByRole('button', { name: 'src/a.ts:1' }).click();
    await window.line('// here').waitFor();
    await closeAll();
    // It is remembered.
    await window.reload();
    await window.row(/My box.*connected/).waitFor();
    await window.command(apply);
    await window.picks('src/a.ts').first().waitFor();
    await window.page.keyboard.press('Escape');
  });

  it('adds the sandbox’s folder to the workspace: its files open, changed ones are marked', async () => {
    const { window, workbench } = fixture;
    const { page } = window;
    const root = page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'My box:' }).first();
    const add = async (): Promise<void> => {
      await window.command('OpenCode Sandbox: Add Sandbox Folder to Workspace');
      // A window with one folder reloads to become a multi-root window.
      await page.waitForURL(/\.code-workspace/);
      await page.locator('.statusbar [id="status.host"]').waitFor();
      await window.command('View: Show Explorer');
    };
    await add();
    // The workbench in a browser sometimes loads again before the new workspace's file is kept, and has lost it then.
    await until('the folder in the workspace', async () => {
      if (await root.isVisible()) return true;
      if (await page.getByText('You have not yet added a folder to the workspace').isVisible()) {
        await page.goto(workbench.url());
        await window.activity('OpenCode Sandbox');
        await window.row(/My box.*1\.18/).waitFor();
        await add();
      }
      return undefined;
    });
    const file = window.page.locator('.explorer-folders-view .monaco-list-row[aria-label*="a.ts"]').last();
    await until('the folder is open', async () => {
      if ((await root.getAttribute('aria-expanded')) === 'true') return true;
      await root.locator('.monaco-tl-twistie').click();
      return undefined;
    });
    await window.page
      .locator('.explorer-folders-view .monaco-list-row', { hasText: /^large\.txt/ })
      .first()
      .waitFor();
    await window.page.locator('.explorer-folders-view .monaco-list-row', { hasText: /^src/ }).last().click();
    await file.click();
    await window.line('"ONE"').waitFor();
    for (const name of ['a.ts', 'logo.bin'])
      await window.page
        .locator(`.explorer-folders-view [aria-label*="${name}"][aria-label*="Differs from the last commit"]`)
        .first()
        .waitFor();
    await window.screenshot('look-folder');
    await closeAll();
  });
});
