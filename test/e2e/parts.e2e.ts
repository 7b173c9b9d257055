import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { makeMcpServer } from '../support/mcpServer.js';
import type { Step, ToolUse } from '../support/modelScript.js';
import { until } from '../support/temp.js';
import { seriousIn } from './axe.js';
import { addSandbox, setStage, type Stage } from './stage.js';

/** A script that calls these tools at once and then says so. */
const calls = (said: string, ...tools: readonly ToolUse[]): readonly Step[] => [{ tools }, { text: said }];
const bash = (command: string): ToolUse => ({ name: 'bash', args: { command, description: 'x' } });

const markdown = `## A plan

Look at \`src/greet.ts:2\` first, then run:

\`\`\`ts
export const answer: number = 42; // the answer
\`\`\`

| File | Why |
|---|---|
| \`README.md\` | says *hello* |

- [x] read
- [ ] write
`;

const questions = [
  {
    question: 'Which colors?',
    header: 'Colors',
    multiple: true,
    options: [
      { label: 'Red', description: 'warm' },
      { label: 'Blue', description: 'cold' },
    ],
  },
  { question: 'Which name?', header: 'Name', options: [{ label: 'Default', description: 'as it is' }] },
];

describe('a person reads what an agent did', () => {
  let stage: Stage;
  let page: Server;
  const mcp = makeMcpServer();
  before(async function () {
    this.timeout(180_000);
    page = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<h1>A page</h1><p>with words in it</p>');
    });
    await new Promise<void>((listening) => page.listen(0, '127.0.0.1', listening));
    const web = `http://127.0.0.1:${(page.address() as AddressInfo).port}/`;
    stage = await setStage({
      model: {
        scripts: {
          markdown: [{ reasoning: 'First I **think** about it.', text: markdown, chunk: 8 }],
          grow: calls('Grown.', bash('printf "\\033[31mred\\033[0m\\n"; echo begun; sleep 3; echo ended; exit 3')),
          long: calls('Long.', bash('seq 1 500')),
          files: [
            {
              tools: [
                { name: 'read', args: { filePath: 'src/greet.ts' } },
                { name: 'read', args: { filePath: 'src' } },
              ],
            },
            {
              tools: [
                { name: 'glob', args: { pattern: '**/*.ts' } },
                { name: 'grep', args: { pattern: 'greet' } },
              ],
            },
            { text: 'Explored.' },
          ],
          edit: [
            { tools: [{ name: 'read', args: { filePath: 'src/greet.ts' } }] },
            {
              tools: [
                { name: 'edit', args: { filePath: 'src/greet.ts', oldString: 'Hello', newString: 'Good day' } },
                { name: 'write', args: { filePath: 'notes/new.md', content: '# New\n\nA note.\n' } },
              ],
            },
            { text: 'Edited.' },
          ],
          patch: calls('Patched.', {
            name: 'apply_patch',
            args: {
              patchText:
                '*** Begin Patch\n*** Update File: README.md\n@@\n-# Sample\n+# Example\n*** Add File: added.txt\n+added\n*** End Patch',
            },
          }),
          fetch: calls('Fetched.', { name: 'webfetch', args: { url: web, format: 'text' } }),
          task: calls('Delegated.', {
            name: 'task',
            args: { description: 'Look around', prompt: '[[child]]', subagent_type: 'general' },
          }),
          child: [{ tools: [bash('echo from-the-child')] }, { text: 'almost there', hold: 'child' }],
          askChild: calls('Delegated again.', {
            name: 'task',
            args: { description: 'Ask first', prompt: '[[childAsks]]', subagent_type: 'general' },
          }),
          childAsks: calls('the child may.', bash('touch asked-by-child')),
          todo: calls('Planned.', {
            name: 'todowrite',
            args: {
              todos: [
                { content: 'Read the code', status: 'completed', priority: 'high' },
                { content: 'Write the test', status: 'in_progress', priority: 'high' },
                { content: 'Ship it', status: 'pending', priority: 'low' },
              ],
            },
          }),
          skill: calls('Skilled.', { name: 'skill', args: { name: 'customize-opencode' } }),
          mcp: calls('Looked up.', { name: 'words_lookup', args: { word: 'sandbox' } }),
          invalid: calls('Never mind.', { name: 'no_such_tool', args: { a: 1 } }),
          ask: calls('Noted.', { name: 'question', args: { questions } }),
          both: calls('Both done.', bash('touch one && mkdir two')),
          touch: calls('Touched.', bash('touch three')),
          mkdir: calls('Made.', bash('mkdir four')),
          limited: [
            {
              status: 429,
              headers: { 'retry-after': '4' },
              body: { error: { message: 'rate limited' } },
              failTimes: 1,
              text: 'After all.',
            },
          ],
          refused: [{ status: 401, body: { error: { message: 'wrong key' } } }],
          __compact: [{ text: '## Goal\nKeep it short.' }],
        },
      },
      server: { config: { mcp: mcp.config, permission: { bash: { 'touch *': 'ask', 'mkdir *': 'ask' } } } },
    });
    await stage.window.activity('OpenCode Sandbox');
    await addSandbox(stage.window, stage.server.url, stage.server.password, 'Box');
  });
  after(async function () {
    this.timeout(60_000);
    await stage?.dispose();
    page.close();
    mcp.dispose();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await stage?.window.screenshot(`failed-${this.currentTest.title.replace(/\W+/g, '-')}`);
  });

  const chat = () => stage.window.chat();
  const log = () => chat().getByRole('log', { name: 'Conversation' });
  const status = () => chat().locator('.status');
  const say = async (text: string): Promise<void> => {
    await chat().getByRole('textbox', { name: 'Message' }).fill(text);
    await chat().getByRole('button', { name: 'Send', exact: true }).click();
  };
  /** Sends, and waits for the end of the turn. */
  const turn = async (script: string, end: string): Promise<void> => {
    await say(`[[${script}]]`);
    await log().getByText(end).waitFor();
    await chat().getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
  };
  const card = (name: RegExp): Locator => log().getByRole('group', { name }).last();
  const unfold = async (one: Locator): Promise<void> => {
    const line = one.getByRole('button').first();
    if ((await line.getAttribute('aria-expanded')) === 'false') await line.click();
  };

  it('markdown, code in colors with its buttons, tables and tasks; reasoning folded, with its time', async () => {
    await turn('markdown', 'A plan');
    const thought = log().getByRole('button', { name: /^Thought/ });
    await thought.click();
    await log().getByText('First I think about it.').waitFor();
    await log().locator('.hljs-keyword', { hasText: 'export' }).waitFor();
    await log().getByRole('checkbox').first().waitFor();
    assert.equal(await log().getByText('[x]').count(), 0);
    assert.equal(await log().getByRole('table').count(), 1);
    await stage.window.screenshot('parts-markdown');
    await stage.window.settings({ 'opencodeSandbox.showReasoning': false });
    await thought.waitFor({ state: 'detached' });
    await stage.window.settings({ 'opencodeSandbox.showReasoning': true });
    await thought.waitFor();
  });

  it('opens a path with its line, and puts code into the editor at the cursor', async () => {
    const { window } = stage;
    await log().getByRole('button', { name: 'src/greet.ts:2' }).click();
    await window.line('Hello, ${name}').first().waitFor();
    await window.page.locator('.line-numbers.active-line-number', { hasText: /^2$/ }).waitFor();
    await window.command('File: New Untitled Text File');
    await window.page.locator('.tab.active', { hasText: 'Untitled' }).waitFor();
    await log().locator('.code').hover();
    await log().getByRole('button', { name: 'Insert at Cursor' }).click();
    await window.line('export const answer: number = 42;').first().waitFor();
    await window.command('View: Revert and Close Editor');
    await window.command('View: Close All Editors');
  });

  it('output that grows while a command runs, in its colors, and how it ended', async () => {
    await say('[[grow]]');
    const one = card(/^bash: printf/);
    await one.getByText('begun', { exact: true }).waitFor();
    assert.equal(await one.getAttribute('aria-busy'), 'true');
    // Nothing turns where one asked for less motion, as the tests do.
    const spinner = chat().locator('.spinner').first();
    await spinner.waitFor();
    assert.equal(await spinner.evaluate((element) => getComputedStyle(element).animationName), 'none');
    assert.equal(await one.getByText('ended', { exact: true }).count(), 0);
    await one.locator('.ansi-1', { hasText: 'red' }).waitFor();
    await one.locator('.note', { hasText: 'exit 3' }).waitFor();
    await log().getByText('Grown.').waitFor();
    await unfold(one);
    await one.getByText('ended', { exact: false }).last().waitFor();
    await stage.window.screenshot('parts-bash');
  });

  it('the last 200 lines of a long output, and all of it when asked', async () => {
    await turn('long', 'Long.');
    const one = card(/^bash: seq/);
    await unfold(one);
    const lines = async (): Promise<readonly string[]> =>
      ((await one.locator('.output pre').textContent()) ?? '').trim().split('\n');
    assert.deepEqual([(await lines())[0], (await lines()).length], ['302', 199]);
    await one.getByRole('button', { name: 'Open full output' }).click();
    await stage.window.page.locator('.tab', { hasText: 'bash output.txt' }).waitFor();
    await stage.window.command('View: Close All Editors');
    await one.getByRole('button', { name: 'Show all' }).click();
    await until('all lines', async () => (await lines()).length === 500 || undefined);
  });

  it('files that were read and searched folded into one line, each result to be opened', async () => {
    const { window } = stage;
    await turn('files', 'Explored.');
    await log().getByRole('button', { name: 'Explored 2 files, ran 2 searches' }).click();
    for (const name of [/^read: src\/greet/, /^read: src$/, /^glob/, /^grep/]) await unfold(card(name));
    await card(/^read: src\/greet/)
      .locator('.numbers')
      .waitFor();
    await card(/^read: src$/)
      .getByRole('button', { name: 'greet.ts' })
      .waitFor();
    await card(/^glob/)
      .getByRole('button', { name: /index\.ts/ })
      .waitFor();
    await window.screenshot('parts-files');
    await card(/^grep/)
      .getByRole('button', { name: /import \{ greet \}/ })
      .click();
    await window.page.locator('.tab.active', { hasText: 'index.ts' }).waitFor();
    await window.page.locator('.line-numbers.active-line-number', { hasText: /^1$/ }).waitFor();
    await window.command('View: Close All Editors');
  });

  it('edits and new files as diffs with numbers and counts, natively too', async () => {
    const { window } = stage;
    await turn('edit', 'Edited.');
    const edit = card(/^edit/);
    await edit.getByText('+1 −1').waitFor();
    await unfold(edit);
    await edit.locator('.diff-removed', { hasText: 'Hello' }).waitFor();
    await edit.locator('.diff-added', { hasText: 'Good day' }).waitFor();
    const write = card(/^write/);
    await unfold(write);
    await write.locator('.diff-added', { hasText: 'A note.' }).waitFor();
    await window.screenshot('parts-edit');
    await edit.getByRole('button', { name: 'Open Diff' }).click();
    await window.page.locator('.monaco-diff-editor .modified .view-line', { hasText: 'Good day' }).waitFor();
    await window.command('View: Close All Editors');
    await write.getByRole('button', { name: 'Open File' }).click();
    await window.page.locator('.tab.active', { hasText: 'new.md' }).waitFor();
    await window.command('View: Close All Editors');
  });

  it('a page that was fetched, a skill, a tool of another server with its JSON and picture, a call that was none', async () => {
    const { window } = stage;
    await turn('fetch', 'Fetched.');
    await unfold(card(/^webfetch/));
    await card(/^webfetch/)
      .getByText('with words in it')
      .waitFor();
    await turn('skill', 'Skilled.');
    await card(/^skill: customize-opencode/).waitFor();
    await turn('mcp', 'Looked up.');
    const lookup = card(/^words_lookup/);
    await unfold(lookup);
    await lookup.locator('.input', { hasText: '"word": "sandbox"' }).waitFor();
    await lookup.locator('.output', { hasText: '"meanings": [' }).waitFor();
    await lookup.locator('img.attached').waitFor();
    await turn('invalid', 'Never mind.');
    await card(/^invalid: no_such_tool/).waitFor();
    await window.screenshot('parts-others');
  });

  it('a plan as a checklist, and above the input while something is left', async () => {
    await turn('todo', 'Planned.');
    await unfold(card(/^todowrite/));
    assert.equal(
      await card(/^todowrite/)
        .getByRole('listitem')
        .count(),
      3,
    );
    const pinned = chat().getByRole('button', { name: /1 of 3 done/ });
    await pinned.getByText('Write the test').waitFor();
    await pinned.click();
    await chat().locator('.dock').getByText('Ship it').waitFor();
    await stage.window.screenshot('parts-todo');
    await pinned.click();
  });

  it('what a sub-agent does inside its card, and the sub-agent’s own session', async () => {
    const { window, model } = stage;
    await say('[[task]]');
    const one = card(/^task: Look around/);
    await one.getByRole('list', { name: 'Progress' }).getByText('echo from-the-child').waitFor();
    await one.getByText(/working/).waitFor();
    await window.screenshot('parts-task');
    model.release('child');
    await log().getByText('Delegated.', { exact: true }).waitFor();
    await unfold(one);
    await one.getByText('almost there').waitFor();
    await one.getByRole('button', { name: 'Open', exact: true }).click();
    await card(/^bash: echo from-the-child/).waitFor();
    await chat()
      .locator('header', { hasText: /Look around/ })
      .waitFor();
    await window
      .row(/Title markdown/)
      .first()
      .click();
    await log().getByText('Delegated.', { exact: true }).waitFor();
  });

  it('what a sub-agent asks, in the chat of its parent', async () => {
    await say('[[askChild]]');
    const asked = chat().getByRole('group', { name: /^Permission:/ });
    await asked.getByText('touch asked-by-child').waitFor();
    await asked.getByText(/Ask first/).waitFor();
    await asked.getByRole('button', { name: 'Reject', exact: true }).click();
    await asked.waitFor({ state: 'detached' });
    await log().getByText('Delegated again.').waitFor();
  });

  it('allows some of what is asked for the session, by keyboard; what was left out is asked again', async () => {
    await say('[[both]]');
    const asked = chat().getByRole('group', { name: /^Permission:/ });
    await asked.getByText('touch one && mkdir two').waitFor();
    const box = asked.getByRole('checkbox', { name: 'mkdir *' });
    await box.focus();
    await box.press('Space');
    await asked.getByText('Always allows, in this session:').waitFor();
    await stage.window.screenshot('parts-permission');
    const always = asked.getByRole('button', { name: 'Always allow' });
    // Nothing can be allowed in the first moment.
    await always.click({ trial: true });
    await always.focus();
    await always.press('Enter');
    await log().getByText('Both done.').waitFor();
    await turn('touch', 'Touched.');
    await say('[[mkdir]]');
    await asked.getByText('mkdir four').waitFor();
    await asked.getByRole('button', { name: 'Reject with a reason…' }).click();
    await asked.getByRole('textbox', { name: 'Reason' }).fill('use another name');
    await asked.getByRole('textbox', { name: 'Reason' }).press('Enter');
    await log().getByText('Made.').waitFor();
    const told = stage.model.requests.some(({ body }) => JSON.stringify(body).includes('use another name'));
    assert.ok(told, 'the model was told why');
  });

  it('allows from the tree, after reading what is asked', async () => {
    const { window } = stage;
    await say('[[mkdir]] from the tree');
    await window.row(/Title markdown.*waiting/).waitFor();
    await window.rowButton(/Title markdown/, 'Answer…');
    const dialog = await window.dialog(/asks for permission/);
    await dialog.getByText(/bash: mkdir four/).waitFor();
    await window.screenshot('parts-answer-from-tree');
    await window.confirm(/asks for permission/, 'Allow Once');
    await until('the folder', () => existsSync(join(stage.server.workspace, 'four')) || undefined);
    await chat().getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
  });

  it('answers several questions at once, several choices and in one’s own words; dismisses', async () => {
    await say('[[ask]]');
    const asked = chat().getByRole('group', { name: /^Question:/ });
    await asked.getByRole('checkbox', { name: /Red/ }).check();
    await asked.getByRole('checkbox', { name: /Blue/ }).check();
    await asked.getByRole('textbox', { name: 'Your own answer' }).last().fill('Something else');
    await stage.window.screenshot('parts-questions');
    await asked.getByRole('button', { name: 'Answer' }).click();
    await log().getByText('Noted.').waitFor();
    await unfold(card(/^question/));
    await card(/^question/)
      .getByText('Red, Blue')
      .waitFor();
    await card(/^question/)
      .getByText('Something else')
      .waitFor();
    await say('[[ask]] again');
    await asked.getByRole('button', { name: 'Dismiss' }).click();
    await asked.waitFor({ state: 'detached' });
    await log()
      .getByText(/dismissed this question/)
      .waitFor();
  });

  it('counts down to the next try when the provider limits, and goes on', async () => {
    await say('[[limited]]');
    await status()
      .getByText(/rate limited.*Next try in \d+ s/i)
      .waitFor();
    await stage.window.screenshot('parts-retry');
    await log().getByText('After all.').waitFor({ timeout: 30_000 });
  });

  it('says why a turn failed and what to do', async () => {
    await say('[[refused]]');
    await log()
      .getByText(/wrong key/)
      .last()
      .waitFor();
    await log()
      .getByText(/did not accept its credentials/)
      .waitFor();
    await stage.window.screenshot('parts-failed');
  });

  it('what each step took, what the session took and how full the context is, in the tree too', async () => {
    const { window } = stage;
    await turn('files', 'Explored.');
    const end = log().locator('.turn-end').last();
    await end.getByRole('button', { name: /\$.* · 3 steps · .*tokens/ }).click();
    assert.equal(await end.getByRole('listitem').count(), 3);
    await end
      .getByRole('listitem')
      .first()
      .getByText(/in · .*out · \$/)
      .waitFor();
    await status()
      .getByText(/% of context · \$/)
      .waitFor();
    await window.screenshot('parts-steps');
    await window
      .row(/Title markdown/)
      .first()
      .getByText('Title markdown')
      .hover();
    await window.page.locator('.monaco-hover', { hasText: /%\sof\scontext\s\(.*\sof\s200k\stokens\)/ }).waitFor();
    await window.screenshot('parts-tooltip');
  });

  it('patches of several files with another model, chosen by its picker', async () => {
    const { window } = stage;
    await chat().getByRole('button', { name: 'Model' }).click();
    await window.choose(/Scripted GPT/);
    await window.choose('Standard');
    await chat().getByRole('button', { name: 'Model' }).getByText('Scripted GPT').waitFor();
    await turn('patch', 'Patched.');
    const one = card(/^apply_patch: README\.md \+1/);
    await unfold(one);
    await one.locator('.diff-added', { hasText: '# Example' }).waitFor();
    await one.getByRole('button', { name: 'Open Diff' }).click();
    await window.page.locator('.tab.active', { hasText: 'Changed by the agent' }).waitFor();
    await window.page.locator('.multiDiffEntry', { hasText: 'added.txt' }).waitFor();
    assert.equal(await window.page.locator('.multiDiffEntry .status', { hasText: 'R' }).count(), 0, 'no renames');
    await window.screenshot('parts-patch');
    await window.command('View: Close All Editors');
  });

  it('all of it in a whole editor and in every theme, with nothing that axe finds serious', async () => {
    const { window } = stage;
    await window.command('OpenCode Sandbox: Open Session in Editor');
    const tab = window.chat('editor');
    await tab.getByRole('group', { name: /^edit/ }).last().scrollIntoViewIfNeeded();
    for (const name of [/^bash: printf/, /^words_lookup/, /^task: Look around/, /^edit/]) {
      const one = tab.getByRole('group', { name }).last();
      const line = one.getByRole('button').first();
      if ((await line.getAttribute('aria-expanded')) === 'false') await line.click();
    }
    for (const theme of ['light', 'high contrast dark', 'high contrast light', 'dark'] as const) {
      await window.theme(theme);
      await tab.getByRole('group', { name: /^edit/ }).last().scrollIntoViewIfNeeded();
      await window.screenshot(`parts-wide-${theme.replaceAll(' ', '-')}`);
      await tab
        .getByRole('group', { name: /^words_lookup/ })
        .last()
        .scrollIntoViewIfNeeded();
      await window.screenshot(`parts-wide-tools-${theme.replaceAll(' ', '-')}`);
      assert.deepEqual(await seriousIn(window), [], theme);
    }
    await window.command('View: Close All Editors');
  });

  it('a line where the conversation was summarized, and the summary folded', async () => {
    await stage.window.command('OpenCode Sandbox: Compact Session');
    await log().getByText('The conversation so far was summarized').waitFor();
    const summary = log().getByRole('button', { name: 'Summary' });
    await summary.click();
    await log().getByText('Keep it short.').waitFor();
    await stage.window.screenshot('parts-compacted');
  });
});
