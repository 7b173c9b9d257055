import assert from 'node:assert/strict';
import type { Attachment } from '../../../src/shared/model/entities.js';
import type { Sandbox } from '../../../src/core/sandbox/sandbox.js';
import type { SessionId } from '../../../src/shared/model/ids.js';
import { describeOpencode, type Dialect } from '../../support/dialect.js';
import { connected, createTestSandbox } from '../../support/testSandbox.js';
import { messages, rested, said, until } from '../../support/watch.js';
import { prompt, realServer } from './realServer.js';

const scriptsOf = ({ command }: Dialect) => ({
  hello: [{ reasoning: 'Let me think.', text: 'Hello **world**, this is streamed.', chunk: 4 }],
  halves: [{ text: 'one two three', hold: 'middle', afterHold: ' four five six', chunk: 4 }],
  tool: [{ text: 'Listing.', tools: [command('echo tool-output')] }, { text: 'Done.' }],
  hang: [{ text: 'I begin and never end', chunk: 4, hang: true }],
});

describeOpencode('a sandbox on the real server', (dialect) => {
  const at = realServer(scriptsOf(dialect), dialect);

  it('is detected behind a path prefix and named', () => {
    const { sandbox } = at();
    assert.deepEqual([sandbox.identity?.kind, sandbox.identity?.auth], [dialect.kind, 'basic']);
    assert.match(sandbox.identity?.version ?? '', dialect.version);
    assert.ok(sandbox.identity?.baseUrl.endsWith('/opencode'));
  });

  it('streams the text of a prompt in pieces and ends with the whole', async () => {
    const { server, sandbox, model } = at();
    const grown: string[] = [];
    const { id } = await sandbox.newSession();
    sandbox.openTranscript(id);
    const watch = sandbox.store.onDidCommit(() => grown.push(said(sandbox, id)));
    await sandbox.send(id, prompt('[[halves]]'));
    await until(sandbox, 'what the model said so far is there', () => said(sandbox, id) === 'one two three');
    model.release('middle');
    await rested(sandbox, id);
    watch.dispose();
    assert.equal(said(sandbox, id), 'one two three four five six');
    assert.deepEqual(
      grown,
      grown.toSorted((a, b) => a.length - b.length),
      'it never shrank',
    );
    assert.equal(sandbox.pending.length, 0);
    const kept = await dialect.messages(server, id);
    assert.equal(kept.at(-1)?.texts.at(-1), said(sandbox, id));
  });

  it('finds files that contain the query, and similar ones only if none does', async () => {
    const { search } = await at().sandbox.ready();
    const find = (query: string): Promise<readonly string[]> => search?.files(query, 100) ?? assert.fail();
    assert.deepEqual(await find('greet'), ['src/greet.ts']);
    assert.deepEqual(await find('srcgt'), ['src/greet.ts']);
    assert.ok((await find('greett')).includes('src/greet.ts'), 'after a slip of the finger');
    assert.deepEqual(await find('zzz'), []);
  });

  it('shows a tool call from pending to completed', async () => {
    const { sandbox, begin } = at();
    const states = new Set<string>();
    const watch = sandbox.store.onDidCommit(({ events }) => {
      for (const event of events)
        if (event.type === 'part.upserted' && event.part.type === 'tool') states.add(event.part.status);
    });
    const id = await begin('[[tool]]');
    await rested(sandbox, id);
    watch.dispose();
    const tool = messages(sandbox, id)
      .flatMap((message) => message.parts)
      .find((part) => part.type === 'tool');
    assert.ok(tool?.type === 'tool');
    assert.deepEqual([tool.tool, tool.status, tool.output?.trim()], [dialect.shell, 'completed', 'tool-output']);
    assert.ok(states.has('running') && states.has('completed'));
  });

  it('sends a file of the sandbox by its path in the session’s folder, including unusual names', async () => {
    const { model, server, sandbox } = at();
    server.repository?.write('src/odd #1?.ts', 'export const odd = "content of the odd one";\n');
    const { id } = await sandbox.newSession();
    sandbox.openTranscript(id);
    const file = (path: string): Attachment => ({ kind: 'sandboxFile', name: path, path, size: 0 });
    await sandbox.send(id, { text: '[[hello]]', attachments: [file('src/greet.ts'), file('src/odd #1?.ts')] });
    await rested(sandbox, id);
    const asked = JSON.stringify(model.requests.findLast(({ key }) => key === 'hello')?.body);
    assert.match(asked, /return `Hello, /);
    assert.match(asked, /content of the odd one/);
    const [message] = messages(sandbox, id);
    const files = message?.parts.flatMap((part) => (part.type === 'file' ? [part.path] : []));
    assert.deepEqual(files, [`${server.workspace}/src/greet.ts`, `${server.workspace}/src/odd #1?.ts`]);
  });

  it('stops a streaming turn and shows it as stopped', async () => {
    const { sandbox, begin } = at();
    const id = await begin('[[hang]]');
    await until(sandbox, 'some text', () => said(sandbox, id).includes('I begin'));
    await sandbox.abort(id);
    await until(
      sandbox,
      'the abort',
      (state) =>
        !state.status.has(id) &&
        messages(sandbox, id).at(-1)?.role === 'assistant' &&
        lastError(sandbox, id) === 'MessageAbortedError',
    );
    assert.match(said(sandbox, id), /^I begin/);
  });

  it('shows the activity of the first window in a second one', async () => {
    const { server, sandbox, open } = at();
    const second = await open(server.url);
    const { id } = await sandbox.newSession();
    sandbox.openTranscript(id);
    await until(second, 'the session', (state) => state.sessions.has(id));
    second.openTranscript(id);
    await sandbox.send(id, prompt('[[hello]]'));
    await rested(sandbox, id);
    await rested(second, id);
    assert.equal(said(second, id), said(sandbox, id));
  });

  it('renames, forks, archives where that exists, and deletes', async () => {
    const { sandbox, begin } = at();
    const id = await begin('[[hello]]');
    await rested(sandbox, id);
    await sandbox.rename(id, 'A better name');
    assert.equal(sandbox.store.state.sessions.get(id)?.title, 'A better name');
    const fork = await sandbox.fork(id);
    assert.notEqual(fork.id, id);
    if (sandbox.server?.sessions.archive !== undefined) {
      await sandbox.archive(id, true);
      assert.ok((sandbox.store.state.sessions.get(id)?.archived ?? 0) > 0);
    }
    await sandbox.remove(id);
    assert.equal(sandbox.store.state.sessions.has(id), false);
    await assert.rejects(sandbox.server?.sessions.get(id) ?? Promise.resolve(), /not found/i);
  });

  it('shows a prompt that waits as not sent once another client deletes its session, and sends it in a new one', async () => {
    const { server, sandbox, begin } = at();
    const id = await begin('[[hang]]');
    await until(sandbox, 'the turn', () => said(sandbox, id).includes('I begin'));
    const waiting = await sandbox.send(id, prompt('[[hello]] after a deletion'));
    if (sandbox.server?.prompts.queue !== undefined)
      await until(sandbox, 'it waits on the server', (state) => state.inbox.has(id) && sandbox.pending.length === 0);
    await dialect.deleteSession(server, id);
    const entry = () => sandbox.pending.find(({ messageId }) => messageId === waiting);
    await until(sandbox, 'it is shown as not sent', () => entry()?.state === 'failed');
    assert.equal(entry()?.text, '[[hello]] after a deletion');
    const draft = entry()?.sessionId ?? assert.fail();
    sandbox.retryPending(waiting);
    const created = await sandbox.created(draft);
    sandbox.openTranscript(created);
    await rested(sandbox, created);
    assert.deepEqual([said(sandbox, created), sandbox.pending], ['Hello **world**, this is streamed.', []]);
  });

  it('is refused with a wrong password, does not retry, and continues with the right one', async () => {
    const { server, track } = at();
    let secret = 'wrong';
    const other = createTestSandbox({ url: server.url, secret: () => secret });
    track(other);
    other.connect();
    await until(other, 'the refusal', (_state, { connection }) => connection.phase === 'refused');
    assert.match(other.connection.detail ?? '', /did not accept the password/);
    secret = 'pw';
    other.credentialsChanged();
    await connected(other);
  });

  it('loads older pages until the beginning', async () => {
    const { sandbox, begin } = at();
    const id = await begin('[[hello]] 1');
    await rested(sandbox, id);
    const page = await sandbox.server?.sessions.messages(id, { limit: 1 });
    assert.equal(page?.messages.length, 1);
    const before = page?.older;
    assert.ok(before !== undefined);
    const older = await sandbox.server?.sessions.messages(id, { limit: 50, before });
    assert.equal(older?.older, undefined);
    assert.equal(older?.messages[0]?.role, 'user');
  });
});

function lastError(sandbox: Sandbox, id: SessionId): string | undefined {
  const last = messages(sandbox, id).at(-1);
  return last?.role === 'assistant' ? last.error?.name : undefined;
}
