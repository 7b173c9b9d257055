// What OpenCode 2 does in another way than version 1, on the real server.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import type { Attachment } from '../../../src/shared/model/entities.js';
import type { AgentEvent } from '../../../src/shared/model/events.js';
import type { SessionId } from '../../../src/shared/model/ids.js';
import { DIALECTS } from '../../support/dialect.js';
import { asksColor } from '../../support/steps.js';
import { makeTemp, removeTemp } from '../../support/temp.js';
import { connectBox } from '../../support/testSandbox.js';
import { messages, rested, said, until } from '../../support/watch.js';
import { prompt, realServer } from './realServer.js';

const dialect = DIALECTS.find(({ kind }) => kind === 'opencode-2') ?? assert.fail();
const write = (path: string, content: string) => ({ name: 'write', args: { path, content } });

const scripts = {
  hello: [{ reasoning: 'Let me think.', text: 'Hello **world**, this is streamed.', chunk: 4 }],
  held: [{ text: 'before ', hold: 'held', afterHold: 'after' }],
  edit: [{ tools: [write('notes.md', '# Notes\n')] }, { text: 'Wrote.' }],
  more: [{ tools: [write('more.md', 'more\n')] }, { text: 'Wrote more.' }],
  git: [{ tools: [dialect.command('git status --short')] }, { text: 'After all.' }],
  ask: asksColor('You chose.'),
};
const allowAll = {
  permissions: [
    { action: '*', resource: '*', effect: 'allow' },
    { action: 'shell', resource: 'git *', effect: 'ask' },
  ],
};

(dialect.available() ? describe : describe.skip)('the ports of OpenCode 2', () => {
  const at = realServer(scripts, dialect, {
    ...allowAll,
    commands: { greet: { template: '[[hello]] greet $ARGUMENTS', description: 'Greets' } },
  });
  const request = (id: SessionId) =>
    until(at().box, 'a request', (state) => state.requests.find((one) => one.sessionId === id));

  it('lists models, agents and commands', async () => {
    const { catalog } = await until(
      at().box,
      'the catalog',
      (state) => state.catalog.models.some(({ providerId }) => providerId === 'scripted') && state,
    );
    assert.deepEqual(
      catalog.models
        .filter(({ providerId }) => providerId === 'scripted')
        .map(({ providerId, modelId, name, context, images }) => [providerId, modelId, name, context, images])
        .toSorted((a, b) => String(a[1]).localeCompare(String(b[1]))),
      [
        ['scripted', 'gpt-5-scripted', 'Scripted GPT', 200_000, true],
        ['scripted', 'scripted', 'Scripted Model', 200_000, true],
      ],
    );
    assert.deepEqual([catalog.defaultModel?.providerId, catalog.defaultModel?.modelId], ['scripted', 'scripted']);
    const agents = catalog.agents.map(({ name }) => name);
    assert.ok(agents.includes('build') && agents.includes('plan'), agents.join());
    assert.ok(catalog.commands.some(({ name }) => name === 'greet'));
  });

  it('uses the model and agent of a prompt, and reports them for the session', async () => {
    const { model, box } = at();
    const { id } = await box.newSession();
    box.openTranscript(id);
    const wanted = { providerId: 'scripted', modelId: 'gpt-5-scripted' };
    await box.send(id, { ...prompt('[[hello]] with another model'), model: wanted, agent: 'plan' });
    await rested(box, id);
    assert.equal(model.requests.findLast(({ key }) => key === 'hello')?.body.model, 'gpt-5-scripted');
    const session = box.store.state.sessions.get(id);
    assert.deepEqual([session?.model, session?.agent], [wanted, 'plan']);
    const answer = messages(box, id).at(-1);
    assert.deepEqual([answer?.model, answer?.agent], [wanted, 'plan']);
  });

  it('keeps the names of attachments', async () => {
    const { box, open } = at();
    const { id } = await box.newSession();
    box.openTranscript(id);
    const attachments: readonly Attachment[] = [
      { kind: 'text', name: 'src/app.ts:3-9', text: 'a selection', size: 11 },
      { kind: 'content', name: 'notes.txt', mime: 'text/plain', data: btoa('a file'), size: 6 },
      { kind: 'agent', name: 'explore', size: 0 },
    ];
    await box.send(id, { text: '[[hello]]', attachments });
    await rested(box, id);
    const second = await open();
    second.openTranscript(id);
    await until(second, 'the prompt', () => messages(second, id).length > 1);
    for (const one of [box, second]) {
      const parts = messages(one, id)[0]?.parts ?? [];
      assert.deepEqual(
        parts.map((part) => [
          part.type,
          part.type === 'text'
            ? (part.context ?? part.text)
            : part.type === 'file'
              ? part.filename
              : part.type === 'agent'
                ? part.name
                : '',
        ]),
        [
          ['text', '[[hello]]'],
          ['text', 'src/app.ts:3-9'],
          ['file', 'notes.txt'],
          ['agent', 'explore'],
        ],
      );
    }
  });

  it('queues a prompt on the server, and steers it into the turn or cancels it', async () => {
    const { model, box, begin } = at();
    const id = await begin('[[held]]');
    await until(box, 'the beginning', () => said(box, id).startsWith('before'));
    const queued = await box.send(id, { ...prompt('[[hello]] queued'), delivery: 'queue' });
    const gone = await box.send(id, { ...prompt('[[hello]] taken back'), delivery: 'queue' });
    await until(box, 'both wait', (state) => state.inbox.get(id)?.length === 2);
    const port = (await box.ready()).prompts.queue ?? assert.fail();
    assert.deepEqual((await port.prompt(id, gone))?.text, '[[hello]] taken back');
    assert.equal(await port.cancel(id, gone), true);
    await port.changeDelivery(id, queued, 'steer');
    await until(box, 'one waits as a steer', (state) => state.inbox.get(id)?.[0]?.delivery === 'steer');
    model.release('held');
    await until(box, 'the answer to it', (state) => said(box, id).includes('Hello') && !state.status.has(id));
    assert.deepEqual(
      messages(box, id).flatMap((one) =>
        one.role === 'user' ? one.parts.flatMap((part) => (part.type === 'text' ? part.text : [])) : [],
      ),
      ['[[held]]', '[[hello]] queued'],
    );
    assert.equal(await port.cancel(id, queued), false, 'it was seen');
    assert.equal(box.store.state.inbox.size, 0);
  });

  it('runs a slash command and a shell command', async () => {
    const { box } = at();
    const { id } = await box.newSession();
    box.openTranscript(id);
    await box.runCommand(id, 'greet', prompt('Bob'));
    await until(box, 'the answer', (state) => said(box, id).includes('Hello') && !state.status.has(id));
    const port = (await box.ready()).prompts;
    await port.shell?.(id, 'echo out; exit 3', 'build');
    const call = await until(box, 'the command', () =>
      messages(box, id)
        .flatMap(({ parts }) => parts)
        .find((part) => part.type === 'tool' && part.status === 'completed'),
    );
    assert.ok(call.type === 'tool');
    assert.deepEqual([call.call.kind, call.output, call.outcome], ['command', 'out\n', 'failed']);
  });

  it('reports what a turn and a session changed, reverts and restores it, and commits with the next prompt', async () => {
    const { server, box, begin } = at();
    const id = await begin('[[edit]]');
    await rested(box, id);
    await box.send(id, prompt('[[more]]'));
    await until(box, 'the second answer', (state) => said(box, id).includes('Wrote more.') && !state.status.has(id));
    const { changes } = await box.ready();
    const [, second] = messages(box, id).filter(({ role }) => role === 'user');
    assert.ok(second !== undefined);
    const paths = (list: readonly { readonly path: string }[] | undefined) => list?.map(({ path }) => path).toSorted();
    assert.deepEqual(paths(await changes?.turn(id, second.id)), ['more.md']);
    assert.deepEqual(
      paths(await box.sessionChanges(id)),
      ['more.md', 'notes.md'].map((path) => `${path}`),
    );
    await until(box, 'the count', (state) => state.changedFiles.get(id) === 2);
    await box.revert(id, second.id);
    assert.equal(existsSync(`${server.workspace}/more.md`), false);
    assert.match(box.store.state.sessions.get(id)?.revert?.diff ?? '', /more\.md/);
    assert.deepEqual(paths(await box.sessionChanges(id)), ['notes.md']);
    await box.unrevert(id);
    assert.equal(server.repository?.read('more.md'), 'more\n');
    assert.equal(box.store.state.sessions.get(id)?.revert, undefined);
    await box.revert(id, second.id);
    await box.send(id, prompt('[[hello]] instead'));
    await until(box, 'the other answer', (state) => said(box, id).includes('Hello') && !state.status.has(id));
    assert.equal(
      messages(box, id).some((one) => one.id === second.id),
      false,
    );
    assert.equal(box.store.state.sessions.get(id)?.revert, undefined);
  });

  it('compacts a session, and shows the summary', async () => {
    const { box, begin } = at();
    const id = await begin('[[hello]]');
    await rested(box, id);
    await box.compact(id, { providerId: 'scripted', modelId: 'scripted' });
    await until(
      box,
      'the summary',
      (state) =>
        messages(box, id).some(
          (one) => one.role === 'assistant' && one.summary === true && one.completed !== undefined,
        ) && !state.status.has(id),
    );
    assert.match(said(box, id), /Summary of the conversation/);
  });

  it('passes on the reason of a rejection, and reports no plain rejection as a failure', async () => {
    const { model, box, begin } = at();
    const id = await begin('[[git]]');
    await box.replyPermission((await request(id)).id, 'reject', 'use ls');
    await until(box, 'the end', (state) => !state.status.has(id) && said(box, id).includes('After all.'));
    await until(box, 'the words in a request', () =>
      JSON.stringify(model.requests.map(({ body }) => body.messages)).includes('use ls'),
    );
    const plain = await begin('[[git]] again');
    await box.replyPermission((await request(plain)).id, 'reject');
    await until(box, 'the end', (state) => !state.status.has(plain));
    const last = messages(box, plain).at(-1);
    assert.ok(last?.role === 'assistant');
    assert.deepEqual([last.error, box.store.state.failures.get(plain)], [undefined, undefined]);
    assert.ok(last.parts.some((part) => part.type === 'tool' && part.outcome === 'rejected'));
  });

  it('ends a request when its turn is stopped', async () => {
    const { box, begin } = at();
    const id = await begin('[[git]] and stop');
    await request(id);
    await box.abort(id);
    await until(box, 'the end', (state) => !state.status.has(id) && state.requests.length === 0);
    assert.equal(box.store.state.failures.get(id)?.name, 'MessageAbortedError');
  });

  it('receives no events of other folders', async () => {
    const { server, box } = at();
    const other = makeTemp('other');
    mkdirSync(`${other}/deep`);
    execFileSync('git', ['init', '--quiet', '--initial-branch=elsewhere', other]);
    const heard: AgentEvent[] = [];
    const watch = box.store.onDidCommit(({ events }) => void heard.push(...events));
    const elsewhere = await connectBox({ url: server.url, secret: 'pw', directory: other });
    const { id, directory } = await elsewhere.newSession();
    elsewhere.openTranscript(id);
    await elsewhere.send(id, prompt('[[hello]] elsewhere'));
    await rested(elsewhere, id);
    assert.equal(directory, other);
    watch.dispose();
    assert.equal(box.store.state.sessions.has(id), false);
    assert.deepEqual(
      heard.filter(
        (event) =>
          event.type !== 'catalog.changed' &&
          event.type !== 'catalog.loaded' &&
          // A server that just opened the sandbox's own folder tells its branch late.
          !(event.type === 'branch.changed' && event.branch === 'main'),
      ),
      [],
    );
    assert.equal(elsewhere.store.state.sessions.size, 1);
    elsewhere.dispose();
    removeTemp(other);
  });

  it('reads files and folders, and runs a terminal', async () => {
    const { server, box } = at();
    const { files, terminals, workspace, changes } = await box.ready();
    const entries = (await files?.list('src', server.workspace)) ?? [];
    assert.ok(
      entries.some(({ path, type }) => path === 'src/greet.ts' && type === 'file'),
      JSON.stringify(entries),
    );
    const bytes = await files?.read('src/greet.ts', server.workspace);
    assert.equal(new TextDecoder().decode(bytes), server.repository?.read('src/greet.ts'));
    assert.equal(await files?.read('src/none.ts', server.workspace), undefined);
    await assert.rejects(files?.list('none', server.workspace) ?? Promise.resolve(), { status: 404 });
    assert.deepEqual(
      [await workspace.directory(), await workspace.root(`${server.workspace}/src`), await changes?.branch()],
      [server.workspace, server.workspace, 'main'],
    );
    const terminal = (await terminals?.open({ directory: server.workspace, title: 'x' })) ?? assert.fail();
    let output = '';
    const connection = await terminal.connect(0, { output: (text) => void (output += text), closed() {} });
    connection.send('echo "sum $((20 + 22))"\n');
    await new Promise<void>((resolve) => {
      const look = setInterval(() => {
        if (!output.includes('sum 42')) return;
        clearInterval(look);
        resolve();
      }, 50);
    });
    assert.equal(await terminal.isRunning(), true);
    connection.close();
    await terminal.kill();
    assert.equal(await terminal.isRunning(), false);
  });

  it('returns its own objects in the documented shapes', async () => {
    const { server, box, begin } = at();
    const id = await begin('[[hello]]');
    await rested(box, id);
    const { raw } = await box.ready();
    const session = (await raw.session(id)) as Record<string, unknown>;
    assert.deepEqual(
      [session['id'], session['directory'], session['version']],
      [id, server.workspace, box.identity?.version],
    );
    const read = (await raw.messages(id)) as { info: { role: string }; parts: { type: string }[] }[];
    assert.deepEqual(
      read.map(({ info, parts }) => [info.role, parts.map(({ type }) => type)]),
      [
        ['user', ['text']],
        ['assistant', ['reasoning', 'text']],
      ],
    );
    assert.ok(((await raw.sessions()) as { id: string }[]).some((one) => one.id === id));
  });
});
