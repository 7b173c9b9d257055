// Everything a hostile server can say, in the real chat: nothing runs, nothing is asked for, nothing hides.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { consume, watchConsumed } from '../support/consumed.js';
import { hostileAt, payloadOf, startHostileServer, type HostileServer } from '../support/hostile.js';
import { openBrowser, startWorkbench, type WorkbenchServer } from '../support/workbench.js';
import { addSandbox, vsix } from './stage.js';
import { openWindow, type Workbench } from './workbench.js';

watchConsumed('e2e');

const SESSION = 'ses_hostile';
/** Ports that the hostile texts name, with something that listens. */
const BEACONS = [20_990, 20_991];

const head = (id: string, role: 'user' | 'assistant', created: number) => ({
  id,
  sessionID: SESSION,
  role,
  time: role === 'user' ? { created } : { created, completed: created + 1 },
  ...(role === 'user' ? {} : { modelID: '<img src=x onerror=alert(1)>', providerID: 'constructor' }),
});
const base = (message: string, index: number) => ({
  id: `prt_${message}_${index}`,
  messageID: message,
  sessionID: SESSION,
});

/** One question and one answer for each entry. */
function conversation(): object[] {
  const messages: object[] = [];
  let created = 1_000;
  const add = (id: string, parts: (message: string) => object[]): void => {
    const [ask, answer] = [`msg_${id}_a`, `msg_${id}_b`];
    messages.push(
      { info: head(ask, 'user', created++), parts: [{ ...base(ask, 0), type: 'text', text: `case ${id}` }] },
      { info: head(answer, 'assistant', created), parts: parts(answer) },
    );
    created += 2;
  };
  const tool = (message: string, index: number, more: object) => ({
    ...base(message, index),
    type: 'tool',
    callID: `call_${message}_${index}`,
    tool: 'bash',
    state: {
      status: 'completed',
      input: { command: 'true' },
      output: '',
      title: '',
      metadata: {},
      time: { start: 1, end: 2 },
      ...more,
    },
  });
  for (const input of hostileAt('markdown text'))
    add(input.id, (message) => [
      { ...base(message, 0), type: 'text', text: payloadOf(input), time: { start: 1, end: 2 } },
    ]);
  const outputs = hostileAt('tool output').filter(({ id }) => id !== 'to-10');
  add('tool-output', (message) =>
    outputs.map((input, index) =>
      tool(message, index, { status: 'completed', output: payloadOf(input), input: { command: `echo ${input.id}` } }),
    ),
  );
  add('tool-title', (message) =>
    hostileAt('tool title').map((input, index) => ({
      ...tool(message, index, { title: payloadOf(input), input: {} }),
      tool: index % 2 === 0 ? 'other' : payloadOf(input).slice(0, 200),
    })),
  );
  add('tool-error', (message) => [
    tool(message, 0, { status: 'error', error: '<img src=x onerror=alert(1)>[x](command:workbench.action.quit)' }),
  ]);
  add('file-path', (message) =>
    hostileAt('file path in diff').map((input, index) => ({
      ...tool(message, index, {
        input: { filePath: payloadOf(input).slice(0, 400) },
        metadata: { diff: `--- a\n+++ b\n@@ -1 +1 @@\n-a\n+<script>alert(1)</script>\u202e\n` },
      }),
      tool: 'edit',
    })),
  );
  add('image', (message) =>
    hostileAt('image part').map((input, index) => ({
      ...base(message, index),
      type: 'file',
      mime: 'image/png',
      filename: `${input.id}.png`,
      url: input.id === 'im-06' ? 'data:image/png;base64,' + 'A'.repeat(17 * 1024 * 1024) : payloadOf(input),
    })),
  );
  return messages;
}

/** Every file below a folder, with its content. */
const tree = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('.git/') && statSync(join(folder, name)).isFile())
    .toSorted()
    .map((name) => `${name}\0${readFileSync(join(folder, name), 'base64')}`);

describe('a person with a hostile server', () => {
  let server: HostileServer;
  let workbench: WorkbenchServer;
  let browser: Browser;
  let window: Workbench;
  const beacons: Server[] = [];
  const hits: string[] = [];
  const asked: string[] = [];
  const dialogs: string[] = [];
  let files: readonly string[] = [];

  before(async function () {
    this.timeout(180_000);
    for (const port of BEACONS) {
      const beacon = createServer((request, response) => {
        hits.push(`${port}${request.url}`);
        response.end();
      });
      beacon.on('connection', () => hits.push(`connection to ${port}`));
      beacon.listen(port, '127.0.0.1');
      beacons.push(beacon);
    }
    const titles = hostileAt('session title').map((input, index) => ({
      id: `ses_title${index}`,
      title: payloadOf(input),
      directory: '/w',
      time: { created: 10 + index, updated: 10 + index },
    }));
    const session = { id: SESSION, title: 'Hostile session', directory: '/w', time: { created: 1, updated: 10_000 } };
    server = await startHostileServer(
      {
        '/session': [session, ...titles],
        [`/session/${SESSION}`]: session,
        [`/session/${SESSION}/message`]: conversation(),
        '/config/providers': {
          providers: [
            ...hostileAt('provider name').map((input) => ({
              id: payloadOf(input),
              name: payloadOf(input),
              models: { [payloadOf(input)]: { id: payloadOf(input), name: payloadOf(input) } },
            })),
          ],
          default: {},
        },
      },
      (request, response) => {
        if (request.method !== 'PATCH') return false;
        response.writeHead(500, { 'content-type': 'application/json' });
        response.end('{"message":"[Open](command:x) <img src=x>"}');
        return true;
      },
    );
    [workbench, browser] = await Promise.all([startWorkbench({ vsix: [vsix] }), openBrowser()]);
    window = await openWindow(workbench, browser);
    files = tree(workbench.folder);
    window.page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    window.context.on('request', (request) => asked.push(request.url()));
    await addSandbox(window, server.url, undefined, 'Hostile');
  });
  after(async function () {
    this.timeout(60_000);
    await browser?.close();
    await workbench?.dispose();
    await server?.close();
    for (const beacon of beacons) beacon.close();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await window?.screenshot(`failed-hostile-${this.currentTest.title.replace(/\W+/g, '-').slice(0, 40)}`);
  });

  const log = () => window.chat().getByRole('log', { name: 'Conversation' });

  it('sees titles as plain text in the tree, in one line, without icons', async () => {
    await window.activity('OpenCode Sandbox');
    await window.row('<img src=x onerror=alert(1)>').waitFor();
    await window.row('; rm -rf ~ #').waitFor();
    await window.row('$(trash) $(sync~spin) Delete').waitFor();
    const row = window.row('$(trash)');
    assert.equal(await row.locator('.label-name .codicon, .monaco-highlighted-label .codicon').count(), 0);
    // Rows that are scrolled out of sight are not in the page: as many as were said are counted in the list.
    const said = hostileAt('session title');
    await window.page
      .locator(`.pane-body .monaco-list-row[aria-setsize="${said.length + 1}"]`)
      .first()
      .waitFor();
    consume(...said.map(({ id }) => id));
    await window.screenshot('hostile-titles');
  });

  it('opens the session and can read every case to its end', async () => {
    await window.row('Hostile session').click();
    await log().getByText('case md-01', { exact: true }).waitFor({ state: 'attached' });
    await log().getByText('case image', { exact: true }).waitFor({ state: 'attached' });
    for (const { id } of hostileAt('markdown text')) {
      assert.equal(await log().getByText(`case ${id}`, { exact: true }).count(), 1, id);
      consume(id);
    }
    await window.screenshot('hostile-chat');
  });

  it('sees the markup of the model as text', async () => {
    for (const text of [
      "<script>parent.postMessage({type:'run'},'*')</script>",
      '<base href=',
      '<iframe srcdoc=',
      'command:workbench.action.quit',
    ])
      assert.ok((await log().getByText(text).count()) > 0, text);
    for (const css of [
      'script',
      'iframe',
      'object',
      'embed',
      'form',
      'base',
      'style',
      'link',
      'meta',
      'animate',
      'source',
      'picture',
      '[onerror]',
      '[onmouseover]',
      '[onclick]',
      '[onload]',
      '[srcdoc]',
      '[srcset]',
      '[id]',
      '[name]',
      // A checkbox has an empty one from the browser's page, a section of ours says how many lines it has.
      '[style]:not([style=""], .section[style^="--lines: "])',
    ])
      assert.deepEqual(
        await log()
          .locator(css)
          .evaluateAll((all) => all.map((each) => each.outerHTML.slice(0, 200))),
        [],
        css,
      );
  });

  it('has no link but to the web and no picture but of its own bytes', async () => {
    const links = await log()
      .locator('a')
      .evaluateAll((all) => all.map((each) => each.getAttribute('href')));
    for (const link of links) assert.match(link ?? '', /^(https?:\/\/|mailto:)/);
    const pictures = await log()
      .locator('img')
      .evaluateAll((all) => all.map((each) => each.getAttribute('src') ?? ''));
    for (const picture of pictures) assert.match(picture, /^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]*$/);
  });

  it('sees characters that hide or reorder', async () => {
    const text = (await log().textContent()) ?? '';
    assert.doesNotMatch(text, /[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]/);
    assert.match(text, /⟨U\+202E⟩/);
  });

  it('looks into every tool call without harm', async () => {
    const lines = log().locator('.tool-line[aria-expanded="false"]');
    for (let left = await lines.count(); left > 0; left--) await lines.first().click();
    await log().getByText('APPROVED by user').waitFor();
    const shown = (await log().textContent()) ?? '';
    for (const { id } of hostileAt('tool output').filter((each) => each.id !== 'to-10')) {
      assert.ok(shown.includes(`echo ${id}`), id);
      consume(id);
    }
    for (const { id } of hostileAt('image part')) {
      assert.ok(shown.includes(`${id}.png`), id);
      consume(id);
    }
    const titles = hostileAt('tool title');
    assert.equal(await log().locator('article', { hasText: 'case tool-title' }).count(), 1);
    consume(...titles.map(({ id }) => id));
    assert.doesNotMatch((await log().textContent()) ?? '', /[\u0000-\u0008\u001b\u009b]/);
    await window.screenshot('hostile-tools');
  });

  it('is asked a hostile permission in plain text, and nothing is chosen for her', async () => {
    const said = hostileAt('permission text').filter(({ kind }) => kind === 'literal');
    // A hundred in one moment.
    const permissions = Array.from({ length: 100 }, (_, index) => said[index % said.length] ?? assert.fail());
    for (const [index, input] of permissions.entries())
      server.say(
        `data: ${JSON.stringify({ type: 'permission.asked', properties: { id: `per_${index}`, sessionID: SESSION, permission: 'bash', patterns: [payloadOf(input)], metadata: { command: payloadOf(input) }, always: ['*'] } })}\n\n`,
      );
    const allow = window.chat().getByRole('button', { name: 'Allow once' }).first();
    await allow.waitFor();
    assert.equal(await allow.evaluate((each) => each === each.ownerDocument.activeElement), false);
    const shown = (await window.chat().locator('.request').first().textContent()) ?? '';
    assert.match(shown, /Always allows, until the sandbox restarts: \*/);
    assert.equal(await window.chat().locator('.request').count(), 1, 'one at a time');
    await window
      .chat()
      .getByText(`${permissions.length - 1} more wait for your answer`)
      .waitFor();
    assert.equal(server.asked.filter((line) => line.startsWith('POST')).length, 0, 'nothing was answered');
    await window.screenshot('hostile-permission');
    consume(...said.map(({ id }) => id), 'pt-07', 'pt-08');
    for (const index of permissions.keys())
      server.say(
        `data: ${JSON.stringify({ type: 'permission.replied', properties: { sessionID: SESSION, requestID: `per_${index}`, reply: 'reject' } })}\n\n`,
      );
    await allow.waitFor({ state: 'detached' });
  });

  it('is asked a question with ten thousand answers, and can still work', async () => {
    const [words, many, spoof] = ['qt-01', 'qt-03', 'qt-04'].map((id) => {
      const input = hostileAt('question text').find((each) => each.id === id);
      assert.ok(input);
      return { ...input, text: payloadOf(input) };
    });
    assert.ok(words && many && spoof && typeof many.gen?.n === 'number');
    const options = Array.from({ length: many.gen.n }, (_, index) => ({
      label: `${many.gen?.repeat} ${index}`,
      description: '',
    }));
    const questions = [{ question: words.text, header: spoof.text, options }];
    server.say(
      `data: ${JSON.stringify({ type: 'question.asked', properties: { id: 'que_1', sessionID: SESSION, questions } })}\n\n`,
    );
    const request = window.chat().locator('.request').first();
    await request.getByText('Paste your sandbox password to continue').first().waitFor();
    assert.ok((await request.locator('input').count()) < 500);
    consume(words.id, many.id, spoof.id);
    await window.screenshot('hostile-question');
    server.say(
      `data: ${JSON.stringify({ type: 'question.rejected', properties: { sessionID: SESSION, requestID: 'que_1' } })}\n\n`,
    );
    await request.waitFor({ state: 'detached' });
  });

  it('sees nothing of what a server may not command', async () => {
    for (const { payload } of hostileAt('SSE frame').filter(({ id }) => id === 'sse-24')) server.say(payload);
    server.say(
      `data: ${JSON.stringify({ type: 'session.updated', properties: { info: { id: 'ses_after', title: 'After the command', directory: '/w', time: { created: 1, updated: 20_000 } } } })}\n\n`,
    );
    await window.row('After the command').waitFor();
    consume('sse-24');
    assert.equal(await window.page.locator('.monaco-workbench').count(), 1, 'the window did not quit');
  });

  it('chooses among models with hostile names, as plain text', async () => {
    await window.command('OpenCode Sandbox: Select Model');
    for (const input of hostileAt('provider name')) {
      await window
        .picks(input.id === 'pn-03' ? 'openai⟨U+200B⟩' : payloadOf(input))
        .first()
        .waitFor();
      consume(input.id);
    }
    assert.equal(await window.page.locator('.quick-input-list img').count(), 0);
    await window.screenshot('hostile-models');
    await window.page.keyboard.press('Escape');
  });

  it('reads a refusal full of markup as words', async () => {
    await window.command('OpenCode Sandbox: Rename Session');
    await window.input('another title');
    const told = await window.notification('[Open] (command:x) <img src=x>');
    assert.equal(await told.locator('.notification-list-item-message a, img').count(), 0);
    await window.screenshot('hostile-refusal');
    consume('http-16');
    await window.clearNotifications();
  });

  it('lost nothing, told nobody, and broke no rule of the page', () => {
    assert.deepEqual(hits, [], 'no beacon was hit');
    assert.deepEqual(dialogs, [], 'no script ran');
    const strange = asked.filter(
      (url) => BEACONS.some((port) => url.includes(`:${port}`)) || /evil|attacker|\.example/.test(url),
    );
    assert.deepEqual(strange, []);
    const violations = window.errors.filter(
      (text) =>
        /Content Security Policy|Trusted ?Type|TrustedHTML|TrustedScript/i.test(text) &&
        !/code-server|service ?worker/i.test(text),
    );
    assert.deepEqual(violations, []);
    assert.deepEqual(tree(workbench.folder), files, 'no file of the workspace changed');
  });
});
