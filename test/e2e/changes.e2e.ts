import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitEnvironment, makeRepository, type Repository } from '../support/repository.js';
import { makeTemp, removeTemp, until } from '../support/temp.js';
import { addSandbox, setStage, type Stage } from './stage.js';

const files = {
  'README.md': '# Sample\n',
  'edit.ts':
    'export const a = 1;\nexport const b = 2;\nexport const c = 3;\nexport const d = 4;\nexport const e = 5;\nexport const f = 6;\n',
  'crlf.txt': 'eins\r\nzwei\r\n',
  'conflict.txt': 'one\ntwo\n',
  'gone.txt': 'gone\n',
  'old name.txt': 'moved 1\nmoved 2\nmoved 3\n',
  'logo.bin': new Uint8Array([0, 1, 2, 3]),
  '.vscode/settings.json': '{}\n',
};
const work = [
  `sed -i 's/a = 1/a = 10/; s/f = 6/f = 60/' edit.ts`,
  `sed -i 's/zwei/ZWEI/' crlf.txt`,
  `sed -i 's/two/sandbox/' conflict.txt`,
  `rm gone.txt`,
  `mv 'old name.txt' 'new name.txt'`,
  `printf '\\0\\1\\7' > logo.bin`,
  `echo '{"task.allowAutomaticTasks":"on"}' > .vscode/settings.json`,
  `mkdir -p 'ordner ü' && printf 'neu' > 'ordner ü/neu.txt'`,
].join('; ');

describe('a person takes changes home', () => {
  let stage: Stage;
  let remote: Repository;
  let local: string;
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: local, encoding: 'utf8', env: { ...process.env, ...gitEnvironment } });
  const read = (name: string): string => readFileSync(join(local, name), 'latin1');
  const there = (name: string): boolean => existsSync(join(local, name));

  before(async function () {
    this.timeout(180_000);
    remote = makeRepository(files);
    local = makeTemp('clone');
    execFileSync('git', ['clone', '-q', remote.path, local], { env: { ...process.env, ...gitEnvironment } });
    git('remote', 'remove', 'origin');
    stage = await setStage({
      model: {
        scripts: {
          work: [
            { text: 'Working.', tools: [{ name: 'bash', args: { command: work, description: 'work' } }] },
            { text: 'All changed.' },
          ],
          more: [
            { tools: [{ name: 'bash', args: { command: `sed -i 's/c = 3/c = 30/' edit.ts`, description: 'more' } }] },
            { text: 'One more.' },
          ],
        },
      },
      server: { workspace: remote.path },
      workbench: { workspace: local, settings: { 'files.autoSave': 'off' } },
    });
    const { window } = stage;
    await window.activity('OpenCode Sandbox');
    await addSandbox(window, stage.server.url, stage.server.password, 'My box');
    await window.row(/My box.*1\.18/).waitFor();
  });
  after(async function () {
    this.timeout(60_000);
    await stage?.dispose();
    remote?.remove();
    if (local !== undefined) removeTemp(local);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await stage?.window.screenshot(`failed-${this.currentTest.title.replace(/\W+/g, '-')}`);
  });

  const say = async (text: string): Promise<void> => {
    const chat = stage.window.chat();
    await chat.getByRole('textbox', { name: 'Message' }).fill(text);
    await chat.getByRole('button', { name: 'Send', exact: true }).click();
  };
  const closeAll = (): Promise<void> => stage.window.command('View: Close All Editors');
  const accept = (): Promise<void> => stage.window.page.getByRole('button', { name: 'OK', exact: true }).click();
  const ticked = async (text: string | RegExp): Promise<boolean> =>
    (await picked(text).getAttribute('aria-checked')) === 'true';
  const picked = (text: string | RegExp) => stage.window.picks(text).first();

  it('is offered to send local work along before the first prompt, and may say no', async () => {
    const { window } = stage;
    execFileSync('sh', ['-c', "printf 'local work\\n' >> README.md"], { cwd: local });
    await say('[[work]] please');
    await window.dialog(/uncommitted changes here in 1 file/);
    await window.screenshot('changes-offer');
    await window.confirm(/uncommitted changes here/, 'Not Now');
    await window.chat().getByRole('log').getByText('All changed.').waitFor();
    git('checkout', '-q', 'README.md');
  });

  it('sees the changed files in the tree and opens one in the native diff', async () => {
    const { window } = stage;
    await window
      .row(/Title work/)
      .locator('.monaco-tl-twistie')
      .click();
    await window.row(/^Changes/).click();
    await window.row(/^edit\.ts.*\+2 −2/).waitFor();
    await window.row(/^new name\.txt.*\+0 −0 · ← old name\.txt/).waitFor();
    await window.screenshot('changes-tree');
    await window.row(/^edit\.ts/).click();
    await window.page.locator('.diff-editor, .monaco-diff-editor').first().waitFor();
    await window.page.locator('.monaco-diff-editor .view-line', { hasText: 'a = 10' }).first().waitFor();
    await window.screenshot('changes-diff');
    await closeAll();
  });

  it('sees them above the input as well, and opens a renamed one there', async () => {
    const { window } = stage;
    const chat = window.chat();
    await chat.getByRole('button', { name: /^8 files/ }).click();
    await chat.getByRole('button', { name: /changed edit\.ts \+2 −2/ }).waitFor();
    await chat.getByRole('button', { name: /added neu\.txt ordner ü \+1 −0/ }).waitFor();
    await window.screenshot('changes-chat');
    await chat.getByRole('button', { name: /renamed new name\.txt ← old name\.txt/ }).click();
    await window.page.locator('.tab', { hasText: 'old name.txt → new name.txt (since the session began)' }).waitFor();
    await chat.getByRole('button', { name: /^8 files/ }).click();
    await closeAll();
  });

  it('reviews all of them in the multi-file diff editor', async () => {
    const { window } = stage;
    await window.command('OpenCode Sandbox: Review Changes');
    await window.page.locator('.multiDiffEditor .view-line', { hasText: 'a = 10' }).first().waitFor();
    await window.page.getByText('since the session began').first().waitFor();
    await window.page
      .locator('.editor-actions')
      .getByRole('button', { name: /Apply Changes to the Workspace/ })
      .waitFor();
    await window.screenshot('changes-review');
    // What comes next is looked for in a diff of its own.
    await closeAll();
  });

  it('comments on a line, and the comment goes to the session as a prompt', async () => {
    const { window } = stage;
    await window.row(/^edit\.ts/).click();
    await window.page.locator('.monaco-diff-editor .modified .view-line', { hasText: 'a = 10' }).first().click();
    // Where one may comment is known a moment after the text is there, and looked up when the cursor moves.
    await window.page
      .locator('.monaco-diff-editor .modified .comment-diff-added')
      .first()
      .waitFor({ state: 'attached' });
    await window.page.keyboard.press('ArrowDown');
    await window.page.keyboard.press('ArrowUp');
    await window.command('Comments: Add Comment on Current Selection');
    const editor = window.page.locator('.review-widget .monaco-editor').first();
    await editor.waitFor();
    await window.page.keyboard.insertText('Why ten?');
    await window.screenshot('changes-comment');
    await window.page.locator('.review-widget').getByRole('button', { name: 'Add Comment' }).first().click();
    await window.page.getByText('Not sent yet').first().waitFor();
    await window.command('OpenCode Sandbox: Send Review Comments');
    const wanted = /edit\.ts:1.*export const a = 10;.*Why ten\?/;
    await until(
      'the comment at the model',
      () => stage.model.requests.some(({ body }) => wanted.test(JSON.stringify(body))) || undefined,
    );
    await closeAll();
  });

  it('sees first what applying would do; what runs things is not ticked, what conflicts stays', async () => {
    const { window } = stage;
    execFileSync('sh', ['-c', "printf 'one\\nmine\\n' > conflict.txt"], { cwd: local });
    const before = git('status', '--porcelain');
    await window.command('OpenCode Sandbox: Apply Changes to the Workspace');
    await picked('edit.ts').waitFor();
    await window.screenshot('changes-plan');
    assert.deepEqual(
      {
        edit: await ticked('edit.ts'),
        rename: await ticked('old name.txt → new name.txt'),
        sensitive: await ticked('.vscode/settings.json'),
      },
      { edit: true, rename: true, sensitive: false },
    );
    assert.equal(git('status', '--porcelain'), before);
    await accept();
    await window.notification(/Applied 6 files/);
    await window.screenshot('changes-applied');
    assert.equal(read('edit.ts'), remote.bytes('edit.ts').toString('latin1'));
    assert.equal(read('crlf.txt'), 'eins\r\nZWEI\r\n');
    assert.equal(read('logo.bin'), '\0\x01\x07');
    assert.equal(read('ordner ü/neu.txt'), 'neu');
    assert.equal(read('new name.txt'), files['old name.txt']);
    assert.deepEqual([there('gone.txt'), there('old name.txt')], [false, false]);
    assert.equal(read('conflict.txt'), 'one\nmine\n');
    assert.equal(read('.vscode/settings.json'), '{}\n');
  });

  it('undoes all of it in one step', async () => {
    const { window } = stage;
    await window.answer(/Applied 6 files/, 'Undo');
    await window.notification(/Undone: 6 files/);
    assert.equal(git('status', '--porcelain').trim(), 'M conflict.txt');
    assert.equal(read('logo.bin'), '\0\x01\x02\x03');
    await window.clearNotifications();
    await closeAll();
  });

  it('applies one file, then only a part of it', async () => {
    const { window } = stage;
    await window.rowButton(/^crlf\.txt/, 'Apply This File');
    await window.notification('Applied 1 file.');
    assert.equal(read('crlf.txt'), 'eins\r\nZWEI\r\n');
    await window.clearNotifications();
    await window.row(/^edit\.ts/).click();
    await window.page.locator('.monaco-diff-editor .modified .view-line', { hasText: 'f = 60' }).first().click();
    await window.command('OpenCode Sandbox: Apply Parts of This File');
    await window.notification('Applied 1 file.');
    assert.match(read('edit.ts'), /a = 1;[^]*f = 60;/);
    await window.command('OpenCode Sandbox: Undo the Last Apply');
    await window.notification(/Undone: 1 file/);
    assert.equal(read('edit.ts'), files['edit.ts']);
    await window.clearNotifications();
    await closeAll();
  });

  it('is asked by name before anything that can run programs is written', async () => {
    const { window } = stage;
    await window.rowButton(/^settings\.json/, 'Apply This File');
    const dialog = await window.dialog(/can make programs run/);
    await dialog.getByText('.vscode/settings.json: can make the editor run programs').waitFor();
    await window.screenshot('changes-sensitive');
    await window.confirm(/can make programs run/, 'Leave Them Out');
    assert.equal(read('.vscode/settings.json'), '{}\n');
    await window.clearNotifications();
  });

  it('applies a renamed file as one, and undoes it', async () => {
    const { window } = stage;
    await window.rowButton(/^new name\.txt/, 'Apply This File');
    await window.notification('Applied 1 file.');
    assert.deepEqual([there('old name.txt'), there('new name.txt')], [false, true]);
    await window.answer('Applied 1 file.', 'Undo');
    await window.notification(/Undone: 1 file/);
    assert.deepEqual([there('old name.txt'), there('new name.txt')], [true, false]);
    await window.clearNotifications();
  });

  it('reviews the last turn alone, and the working tree against its last commit', async () => {
    const { window } = stage;
    await say('[[more]] now');
    await window.chat().getByRole('log').getByText('One more.').waitFor();
    const shows = (text: string) =>
      window.page.locator('.multiDiffEditor .modified .view-line', { hasText: text }).first().waitFor();
    await until('the turn counted', async () => {
      await window.command("OpenCode Sandbox: Review the Last Turn's Changes");
      return (await window.page.getByText('(last turn) (1 file)').count()) > 0 || undefined;
    });
    await shows('c = 30');
    await window.screenshot('changes-last-turn');
    await closeAll();
    await window.command("OpenCode Sandbox: Review the Sandbox's Uncommitted Changes");
    await window.page.getByText('(working tree against HEAD) (8 files)').first().waitFor();
    await shows('c = 30');
    await shows('a = 10');
    await closeAll();
  });

  it('saves a patch that git applies', async () => {
    const { window } = stage;
    await window.command('OpenCode Sandbox: Save Changes as Patch');
    await window.nameFile(join(local, 'out.patch'));
    await until('the patch', () => there('out.patch') || undefined);
    git('checkout', '-q', '.');
    git('apply', '--check', 'out.patch');
    execFileSync('rm', [join(local, 'out.patch')]);
    await window.clearNotifications();
  });

  it('sends local changes to the sandbox; a secret is not ticked', async () => {
    const { window } = stage;
    remote.git('checkout', '-q', '.');
    remote.git('clean', '-qfd');
    execFileSync(
      'sh',
      [
        '-c',
        "printf 'from here\\n' > fresh.txt; printf 'KEY=1\\n' > .env; printf '# Sample\\n\\nchanged\\n' > README.md",
      ],
      { cwd: local },
    );
    await window.command('OpenCode Sandbox: Send Local Changes to the Sandbox');
    await picked('.env').waitFor();
    await window.screenshot('changes-push');
    assert.equal(await ticked('.env'), false);
    await accept();
    await window.notification(/Sent 2 files to My box/);
    assert.equal(remote.read('fresh.txt'), 'from here\n');
    assert.equal(remote.read('README.md'), '# Sample\n\nchanged\n');
    assert.ok(!existsSync(join(remote.path, '.env')));
    await window.clearNotifications();
  });

  it('is told which file does not fit when a push cannot be applied, and nothing changed there', async () => {
    const { window } = stage;
    await window.command('OpenCode Sandbox: Send Local Changes to the Sandbox');
    await picked('fresh.txt').waitFor();
    await accept();
    const dialog = await window.dialog(/Nothing was changed in My box/);
    await dialog.getByText(/fresh\.txt: there is a file of that name already/).waitFor();
    await window.screenshot('changes-push-misfit');
    await window.page.keyboard.press('Escape');
    git('checkout', '-q', '.');
    git('clean', '-qfd');
  });

  it('opens a file of the sandbox by name, and searches in all of them', async () => {
    const { window } = stage;
    await window.command('OpenCode Sandbox: Open File in Sandbox');
    await window.input('fresh', { accept: false });
    await picked('fresh.txt').click();
    await window.line('from here').waitFor();
    await window.command('OpenCode Sandbox: Search in Sandbox');
    await window.input('from he', { accept: false });
    await picked('fresh.txt:1').waitFor();
    await window.screenshot('sandbox-search');
    await window.page.keyboard.press('Escape');
    await closeAll();
  });

  it('works in a terminal of the sandbox', async () => {
    const { window } = stage;
    await window.command('OpenCode Sandbox: Open Sandbox Terminal');
    await window.page.locator('.terminal-wrapper.active .xterm').waitFor();
    await window.page.locator('.terminal-wrapper.active textarea').focus();
    await window.page.keyboard.type('echo made-$((6*7)) > by-terminal.txt; exit 3\n');
    await until('the file', () => existsSync(join(remote.path, 'by-terminal.txt')) || undefined);
    assert.equal(remote.read('by-terminal.txt'), 'made-42\n');
    await window.page
      .getByText(/exit(ed)?.*code:? 3|exit code: 3/i)
      .first()
      .waitFor();
    await window.screenshot('sandbox-terminal');
    await window.clearNotifications();
  });
});
