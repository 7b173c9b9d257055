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
    const { box } = at();
    assert.deepEqual([box.identity?.kind, box.identity?.auth], [dialect.kind, 'basic']);
    assert.match(box.identity?.version ?? '', dialect.version);
    assert.ok(box.identity?.baseUrl.endsWith('/opencode'));
  });

  it('streams the text of a prompt in pieces and ends with the whole', async () => {
    const { server, box, model } = at();
    const grown: string[] = [];
    const { id } = await box.newSession();
    box.openTranscript(id);
    const watch = box.store.onDidCommit(() => grown.push(said(box, id)));
    await box.send(id, prompt('[[halves]]'));
    await until(box, 'what the model said so far is there', () => said(box, id) === 'one two three');
    model.release('middle');
    await rested(box, id);
    watch.dispose();
    assert.equal(said(box, id), 'one two three four five six');
    assert.deepEqual(
      grown,
      grown.toSorted((a, b) => a.length - b.length),
      'it never shrank',
    );
    assert.equal(box.pending.length, 0);
    const kept = await dialect.messages(server, id);
    assert.equal(kept.at(-1)?.texts.at(-1), said(box, id));
  });

  it('finds files that contain the query, and similar ones only if none does', async () => {
    const { search } = await at().box.ready();
    const find = (query: string): Promise<readonly string[]> => search?.files(query, 100) ?? assert.fail();
    assert.deepEqual(await find('greet'), ['src/greet.ts']);
    assert.deepEqual(await find('srcgt'), ['src/greet.ts']);
    assert.ok((await find('greett')).includes('src/greet.ts'), 'after a slip of the finger');
    assert.deepEqual(await find('zzz'), []);
  });

  it('shows a tool call from pending to completed', async () => {
    const { box, begin } = at();
    const states = new Set<string>();
    const watch = box.store.onDidCommit(({ events }) => {
      for (const event of events)
        if (event.type === 'part.upserted' && event.part.type === 'tool') states.add(event.part.status);
    });
    const id = await begin('[[tool]]');
    await rested(box, id);
    watch.dispose();
    const tool = messages(box, id)
      .flatMap((message) => message.parts)
      .find((part) => part.type === 'tool');
    assert.ok(tool?.type === 'tool');
    assert.deepEqual([tool.tool, tool.status, tool.output?.trim()], [dialect.shell, 'completed', 'tool-output']);
    assert.ok(states.has('running') && states.has('completed'));
  });

  it('sends a file of the sandbox by its path in the session’s folder, including unusual names', async () => {
    const { model, server, box } = at();
    server.repository?.write('src/odd #1?.ts', 'export const odd = "content of the odd one";\n');
    const { id } = await box.newSession();
    box.openTranscript(id);
    const file = (path: string): Attachment => ({ kind: 'sandboxFile', name: path, path, size: 0 });
    await box.send(id, { text: '[[hello]]', attachments: [file('src/greet.ts'), file('src/odd #1?.ts')] });
    await rested(box, id);
    const asked = JSON.stringify(model.requests.findLast(({ key }) => key === 'hello')?.body);
    assert.match(asked, /return `Hello, /);
    assert.match(asked, /content of the odd one/);
    const [message] = messages(box, id);
    const files = message?.parts.flatMap((part) => (part.type === 'file' ? [part.path] : []));
    assert.deepEqual(files, [`${server.workspace}/src/greet.ts`, `${server.workspace}/src/odd #1?.ts`]);
  });

  it('stops a streaming turn and shows it as stopped', async () => {
    const { box, begin } = at();
    const id = await begin('[[hang]]');
    await until(box, 'some text', () => said(box, id).includes('I begin'));
    await box.abort(id);
    await until(
      box,
      'the abort',
      (state) =>
        !state.status.has(id) &&
        messages(box, id).at(-1)?.role === 'assistant' &&
        lastError(box, id) === 'MessageAbortedError',
    );
    assert.match(said(box, id), /^I begin/);
  });

  it('shows the activity of the first window in a second one', async () => {
    const { server, box, open } = at();
    const second = await open(server.url);
    const { id } = await box.newSession();
    box.openTranscript(id);
    await until(second, 'the session', (state) => state.sessions.has(id));
    second.openTranscript(id);
    await box.send(id, prompt('[[hello]]'));
    await rested(box, id);
    await rested(second, id);
    assert.equal(said(second, id), said(box, id));
  });

  it('renames, forks, archives where that exists, and deletes', async () => {
    const { box, begin } = at();
    const id = await begin('[[hello]]');
    await rested(box, id);
    await box.rename(id, 'A better name');
    assert.equal(box.store.state.sessions.get(id)?.title, 'A better name');
    const fork = await box.fork(id);
    assert.notEqual(fork.id, id);
    if (box.server?.sessions.archive !== undefined) {
      await box.archive(id, true);
      assert.ok((box.store.state.sessions.get(id)?.archived ?? 0) > 0);
    }
    await box.remove(id);
    assert.equal(box.store.state.sessions.has(id), false);
    await assert.rejects(box.server?.sessions.get(id) ?? Promise.resolve(), /not found/i);
  });

  it('shows a prompt that waits as not sent once another client deletes its session, and sends it in a new one', async () => {
    const { server, box, begin } = at();
    const id = await begin('[[hang]]');
    await until(box, 'the turn', () => said(box, id).includes('I begin'));
    const waiting = await box.send(id, prompt('[[hello]] after a deletion'));
    if (box.server?.prompts.queue !== undefined)
      await until(box, 'it waits on the server', (state) => state.inbox.has(id) && box.pending.length === 0);
    await dialect.deleteSession(server, id);
    const entry = () => box.pending.find(({ messageId }) => messageId === waiting);
    await until(box, 'it is shown as not sent', () => entry()?.state === 'failed');
    assert.equal(entry()?.text, '[[hello]] after a deletion');
    const draft = entry()?.sessionId ?? assert.fail();
    box.retryPending(waiting);
    const created = await box.created(draft);
    box.openTranscript(created);
    await rested(box, created);
    assert.deepEqual([said(box, created), box.pending], ['Hello **world**, this is streamed.', []]);
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
    const { box, begin } = at();
    const id = await begin('[[hello]] 1');
    await rested(box, id);
    const page = await box.server?.sessions.messages(id, { limit: 1 });
    assert.equal(page?.messages.length, 1);
    const before = page?.older;
    assert.ok(before !== undefined);
    const older = await box.server?.sessions.messages(id, { limit: 50, before });
    assert.equal(older?.older, undefined);
    assert.equal(older?.messages[0]?.role, 'user');
  });
});

function lastError(box: Sandbox, id: SessionId): string | undefined {
  const last = messages(box, id).at(-1);
  return last?.role === 'assistant' ? last.error?.name : undefined;
}
