import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitEnvironment } from '../support/repository.js';
import { removeTemp, until } from '../support/temp.js';
import { packTinyExtension } from '../support/tinyExtension.js';
import { failingTests, sending } from './sending.js';
import { addSandbox, closes, setStage, type Fixture, vsix } from './fixture.js';

const files = {
  'src/app.ts': 'export const one = 1;\nexport const two = 2;\nexport const three = 3;\n',
  'src/deep/more.ts': 'export const more = true;\n',
  'src/logo.bin': '\0binary',
  'src/built.js': 'ignored();\n',
  '.gitignore': 'built.js\n',
  'broken.json': '{ "a": 1, }}\n',
  'keys.env': 'SECRET=1\n',
  '.env': 'TOKEN=abc\n',
  'README.md': '# Sample\n',
};

describe('a person sends things to the sandbox', () => {
  let fixture: Fixture;
  let tiny: { path: string; dir: string };
  before(async function () {
    this.timeout(180_000);
    tiny = await packTinyExtension({ name: 'tiny-tests', code: failingTests });
    fixture = await setStage({
      workbench: {
        workspace: files,
        vsix: [vsix, tiny.path],
        // So that its text is in the page.
        settings: { 'terminal.integrated.gpuAcceleration': 'off' },
      },
    });
    await fixture.window.context.grantPermissions(['clipboard-read', 'clipboard-write'], {
      origin: fixture.workbench.origin,
    });
    const { window } = fixture;
    await window.activity('OpenCode Sandbox');
    await addSandbox(window, fixture.server.url, fixture.server.password, 'My box');
    await window.row(/My box.*1\.18/).waitFor();
  });
  closes(
    () => fixture,
    () => tiny && removeTemp(tiny.dir),
  );

  const { explorer, sourceControl, prompts, answer } = sending(() => fixture);
  const here = 'the session in the chat';

  it('sends a selection from the editor’s menu to a new session, with a sentence', async () => {
    const { window } = fixture;
    await window.openFile('app.ts');
    const word = await window.selectWord('two');
    await window.menu(word, 'Send to Sandbox');
    await window.inputBox().waitFor();
    await window.screenshot('send-sentence');
    assert.deepEqual(await answer('What is this?', 'New session'), [
      'What is this?',
      'From `src/app.ts:2`:\n\n```typescript\ntwo\n```',
    ]);
    const bubble = window.chat().getByRole('article', { name: 'You' }).first();
    await bubble.getByText('What is this?').waitFor();
    await bubble.getByRole('button', { name: 'src/app.ts:2' }).click();
    await bubble.locator('code', { hasText: 'two' }).waitFor();
    await window.screenshot('send-sent');
  });

  it('previews what will be sent', async () => {
    const { window } = fixture;
    await window.line('export const three').click();
    await window.page.keyboard.press('Control+Alt+Enter');
    await window.inputBox().waitFor();
    await window.page.getByRole('button', { name: 'Show What Will Be Sent' }).click();
    await window.line('From `src/app.ts:3`:').waitFor();
    await window.screenshot('send-preview');
    await window.inputBox().press('Escape');
    await window.command('View: Close All Editors');
    assert.equal((await prompts()).length, 1);
  });

  it('sends a file from its tab, to the session in the chat', async () => {
    const { window } = fixture;
    await window.openFile('app.ts');
    await window.menu(window.page.locator('.tabs-container .tab', { hasText: 'app.ts' }), 'Send to Sandbox');
    const [only, ...more] = await answer('', here);
    assert.ok(only?.startsWith('From `src/app.ts`:\n\n```typescript\nexport const one'), only);
    assert.deepEqual(more, []);
  });

  it('sends a folder from the explorer without ignored files, and sees what is skipped', async () => {
    const { window } = fixture;
    await window.menu(await explorer('src'), 'Send to Sandbox');
    await window.page.locator('.quick-input-widget', { hasText: '1 file is skipped' }).waitFor();
    await window.screenshot('send-folder');
    const [, folder = ''] = await answer('Explain.', here);
    assert.ok(folder.includes('`src/deep/more.ts`:') && folder.includes('`src/app.ts`:'), folder);
    assert.ok(!folder.includes('built.js') && !folder.includes('logo.bin'), folder);
  });

  it('sends several files that are selected in the explorer', async () => {
    const { window } = fixture;
    await (await explorer('broken.json')).click();
    const second = await explorer('README.md');
    await second.click({ modifiers: ['ControlOrMeta'] });
    await window.menu(second, 'Send to Sandbox');
    const [, ...both] = await answer('Both.', here);
    assert.deepEqual(
      new Set(both.map((text) => text.split('\n')[0])),
      new Set(['From `README.md`:', 'From `broken.json`:']),
    );
  });

  it('is warned before a possible secret is sent', async () => {
    const { window } = fixture;
    const before = (await prompts()).length;
    await window.menu(await explorer('.env'), 'Send to Sandbox');
    const dialog = await window.dialog('may contain secrets');
    assert.match(await dialog.innerText(), /\.env: environment file/);
    await window.screenshot('send-secret');
    await window.confirm('may contain secrets', 'Cancel');
    assert.equal((await prompts()).length, before);
  });

  it('adds a chip to the prompt from the explorer, without sending', async () => {
    const { window } = fixture;
    const before = (await prompts()).length;
    await window.menu(await explorer('README.md'), 'Attach to Sandbox Prompt');
    await window.chat().locator('.composer .chip', { hasText: 'README.md' }).waitFor();
    await window.screenshot('send-chip');
    assert.equal((await prompts()).length, before);
    await window
      .chat()
      .getByRole('button', { name: /Remove README\.md/ })
      .click();
  });

  it('fixes a problem with the lightbulb, with the problem and the code', async () => {
    const { window } = fixture;
    await window.openFile('broken.json');
    await window.page.locator('.squiggly-error').first().waitFor();
    await window.line('"a": 1').click();
    await window.page.keyboard.press('F8');
    const actions = window.page.locator('.action-widget', { hasText: 'Fix in Sandbox' });
    // VS Code drops the request while the cursor still moves to the problem.
    await until('the actions for the problem', async () => {
      await window.page.keyboard.press('ControlOrMeta+.');
      return actions.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => undefined,
      );
    });
    await window.screenshot('send-lightbulb');
    await window.page.locator('.action-widget .monaco-list-row', { hasText: 'Fix in Sandbox' }).click();
    await window.page.locator('.quick-input-widget:visible', { hasText: 'problem of broken.json' }).waitFor();
    assert.match(await window.inputBox().inputValue(), /^Fix th/);
    await window.inputBox().press('Enter');
    const [sentence, problem = ''] = await answer(undefined, here);
    assert.match(sentence ?? '', /^Fix th/);
    assert.match(problem, /^Problems in `broken\.json`:\n\n- line 1:\d+ error: /);
    assert.ok(problem.includes('{ "a": 1, }}'), problem);
  });

  it('sends a problem from the problems view', async () => {
    const { window } = fixture;
    await window.command('Problems: Focus on Problems View');
    const row = window.page.locator('.markers-panel .monaco-list-row', { hasText: /Ln 1/ }).first();
    await window.menu(row, 'Send to Sandbox');
    assert.equal((await answer('Why?', here))[0], 'Why?');
  });

  it('sends local changes from source control, a file and all', async () => {
    const { window } = fixture;
    writeFileSync(join(fixture.workbench.folder, 'README.md'), '# Sample, changed\n');
    writeFileSync(join(fixture.workbench.folder, 'new.txt'), 'new\n');
    await window.menu(await sourceControl('README.md'), 'Send to Sandbox');
    const [, one = ''] = await answer('One.', here);
    assert.ok(one.includes('+# Sample, changed'), one);
    await window.menu(await sourceControl(/^Changes/), 'Send to Sandbox');
    assert.equal((await answer('All.', here)).filter((text) => text.startsWith('Uncommitted changes of')).length, 2);
  });

  it('sends the current branch with its commits', async () => {
    const { window } = fixture;
    const git = (...args: string[]): string =>
      execFileSync('git', args, {
        cwd: fixture.workbench.folder,
        encoding: 'utf8',
        env: { ...process.env, ...gitEnvironment },
      });
    git('checkout', '-q', '-b', 'feature');
    git('commit', '-q', '-am', 'Change the title');
    await window.command('OpenCode Sandbox: Send Branch to Sandbox');
    const [, branch = ''] = await answer('Review it.', here);
    assert.match(branch, /^Branch `feature`, 1 commits? since `ma(in|ster)`:/);
    assert.ok(branch.includes('Change the title') && branch.includes('+# Sample, changed'), branch);
  });

  it('sends the selection of a terminal', async () => {
    const { window } = fixture;
    await window.command('Terminal: Create New Terminal');
    const terminal = window.page.locator('.terminal-wrapper.active .xterm');
    await terminal.waitFor();
    await terminal.click();
    await window.page.keyboard.type('echo sand-$((40+2))\n');
    await window.page.locator('.xterm-rows', { hasText: 'sand-42' }).first().waitFor({ state: 'attached' });
    const word = window.page.locator('.xterm-rows').getByText('sand-42', { exact: true }).last();
    // Another element above the terminal's text receives the mouse.
    const rect = await until('the text is drawn', async () => (await word.boundingBox()) ?? undefined);
    const point = { x: rect.x + 20, y: rect.y + rect.height / 2 };
    await window.page.mouse.dblclick(point.x, point.y);
    await window.screenshot('send-terminal');
    await window.menu(point, 'Send to Sandbox');
    const [, output = ''] = await answer('Explain this output.', here);
    assert.ok(output === 'From a terminal:\n\n```console\nsand-42\n```', output);
  });

  it('sends a failed test with the expected value', async () => {
    const { window } = fixture;
    await window.command('Testing: Focus on Test Explorer View');
    await window.command('Test: Run All Tests');
    const row = window.page.locator('.test-explorer .monaco-list-row', { hasText: 'adds two numbers' }).first();
    await row.locator('.codicon-testing-failed-icon').waitFor();
    await window.menu(row, 'Send to Sandbox');
    const [, text = ''] = await answer('Look at this.', here);
    assert.ok(text.startsWith('Test: adds two numbers'), text);
  });

  it('sends a prompt made from a template', async () => {
    const { window } = fixture;
    await window.settings({
      'opencodeSandbox.promptTemplates': [{ name: 'Say it', prompt: 'Say ${input:What?} about ${file}' }],
    });
    await window.openFile('app.ts');
    await window.command('OpenCode Sandbox: Send Prompt from Template…');
    await window.picks('Analyze this project').waitFor();
    await window.screenshot('send-templates');
    await window.choose('Say it');
    await window.input('hello', { title: 'What?' });
    assert.deepEqual(await answer(undefined, here), ['Say hello about src/app.ts']);
  });
});
