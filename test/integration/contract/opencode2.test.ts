import assert from 'node:assert/strict';
import type { QuestionRequest } from '../../../src/shared/model/entities.js';
import type { SandboxState } from '../../../src/shared/model/state.js';
import { isUnread } from '../../../src/shared/model/unread.js';
import { DIALECTS } from '../../support/dialect.js';
import { messages, rested, said, until } from '../../support/watch.js';
import { prompt, realServer } from './realServer.js';

const scripts = {
  first: [{ text: 'First.' }],
  second: [{ text: 'Second.' }],
  third: [{ text: 'Third.' }],
  held: [{ text: 'Holding on', hold: 'held' }],
  stopped: [{ text: 'Holding on', hold: 'stopped' }],
  asking: [{ text: 'Holding on', hold: 'asking' }],
  slow: [
    { text: 'Listing.', tools: [{ name: 'shell', args: { command: 'echo begun; sleep 30; echo over' } }] },
    { text: 'Done.' },
  ],
  ask: [{ text: 'Asking.', tools: [{ name: 'shell', args: { command: 'git status --short' } }] }, { text: 'Asked.' }],
};
const dialect = DIALECTS.find(({ kind }) => kind === 'opencode-2');
const run = dialect?.available() === true ? describe : describe.skip;

run('OpenCode 2, unlike version 1,', () => {
  const at = realServer(scripts, dialect);

  it('keeps waiting prompts on the server, where a second window sees them, and returns one', async () => {
    const { sandbox, begin, open, model } = at();
    const id = await begin('[[held]]');
    await until(sandbox, 'some text', () => said(sandbox, id).includes('Holding'));
    const first = await sandbox.send(id, {
      text: '[[first]]',
      attachments: [{ kind: 'text', name: 'notes.md', text: 'Note', size: 4 }],
    });
    const second = await sandbox.send(id, prompt('[[second]]'));
    await until(sandbox, 'both in the inbox', (state) => state.inbox.get(id)?.length === 2);
    await until(sandbox, 'an empty outbox', () => sandbox.pending.length === 0);
    const other = await open();
    other.openTranscript(id);
    await until(other, 'both in the second window', (state) => state.inbox.get(id)?.length === 2);
    await sandbox.sendNow(id, second);
    const isSteer = (state: SandboxState) =>
      state.inbox.get(id)?.find((entry) => entry.id === second)?.delivery === 'steer';
    await until(other, 'a steer in the second window, which never heard of the entry before', isSteer);
    const back = await other.cancelWaiting(id, first);
    assert.deepEqual(
      [back.text, back.attachments.map(({ kind, name, text }) => [kind, name, text])],
      ['[[first]]', [['text', 'notes.md', 'Note']]],
    );
    await until(
      sandbox,
      'one',
      (state) =>
        state.inbox
          .get(id)
          ?.map((entry) => entry.id)
          .join() === second,
    );
    model.release('held');
    await until(sandbox, 'the answer', () => said(sandbox, id).includes('Second.'));
    await rested(sandbox, id);
    assert.doesNotMatch(said(sandbox, id), /First\./);
    assert.equal(sandbox.store.state.inbox.size, 0);
  });

  it('shows a prompt to the agent after the tools of the running step', async () => {
    const { sandbox, begin, model } = at();
    const id = await begin('[[slow]]');
    await until(sandbox, 'the command', (state) => state.status.has(id) && said(sandbox, id).includes('Listing.'));
    await sandbox.send(id, prompt('[[second]]'));
    const now = await sandbox.send(id, prompt('Mind the gap'));
    await until(sandbox, 'both in the inbox', (state) => state.inbox.get(id)?.length === 2);
    await sandbox.sendNow(id, now);
    await until(
      sandbox,
      'a steer',
      (state) => state.inbox.get(id)?.find((entry) => entry.id === now)?.delivery === 'steer',
    );
    await until(sandbox, 'output of the running command', () =>
      messages(sandbox, id).some(({ parts }) =>
        parts.some((part) => part.type === 'tool' && part.output === 'begun\n'),
      ),
    );
    await sandbox.toBackground(id);
    await until(sandbox, 'the message', () => messages(sandbox, id).some((message) => message.id === now));
    await until(sandbox, 'the end', () => said(sandbox, id).includes('Second.'));
    assert.ok(model.requests.some((one) => JSON.stringify(one.body).includes('Mind the gap')));
    await sandbox.abort(id);
  });

  it('starts nothing after a stop, and sends all that waits on request', async () => {
    const { sandbox, begin } = at();
    const id = await begin('[[stopped]]');
    await until(sandbox, 'some text', () => said(sandbox, id).includes('Holding'));
    await sandbox.send(id, prompt('[[first]]'));
    await sandbox.send(id, prompt('[[second]]'));
    await sandbox.send(id, { ...prompt('[[third]]'), delivery: 'steer' });
    await until(sandbox, 'all in the inbox', (state) => state.inbox.get(id)?.length === 3);
    await sandbox.abort(id);
    await until(sandbox, 'the end of the turn', (state) => !state.status.has(id));
    const other = await begin('[[first]] elsewhere');
    await until(sandbox, 'the other answer', () => said(sandbox, other) === 'First.');
    assert.equal(sandbox.store.state.inbox.get(id)?.length, 3);
    await sandbox.continueQueue(id);
    await until(sandbox, 'all answers', () => said(sandbox, id).endsWith('Third.First.Second.'));
    await rested(sandbox, id);
  });

  it('records that the end of a turn was seen', async () => {
    const { sandbox, begin, open } = at();
    const id = await begin('[[first]]');
    await until(sandbox, 'an unread session', (state) => isUnread(state.sessions.get(id) ?? assert.fail()));
    const other = await open();
    await sandbox.markViewed(id);
    await until(other, 'no mark in the second window', (state) => {
      const session = state.sessions.get(id);
      return session?.viewed !== undefined && !isUnread(session);
    });
  });

  it('asks with forms of all kinds of fields, and accepts their answers', async () => {
    const { sandbox, begin, server } = at();
    const id = await begin('[[asking]]');
    await until(sandbox, 'some text', () => said(sandbox, id).includes('Holding'));
    const fields = [
      { key: 'name', type: 'string', title: 'Name', required: true },
      { key: 'port', type: 'integer', title: 'Port', minimum: 1, default: 8080 },
      { key: 'share', type: 'number', title: 'Share' },
      { key: 'tls', type: 'boolean', title: 'TLS' },
      { key: 'cert', type: 'string', title: 'Certificate', when: [{ key: 'tls', op: 'eq', value: true }] },
      {
        key: 'tags',
        type: 'multiselect',
        title: 'Tags',
        options: [
          { value: 'a', label: 'A' },
          { value: 'b', label: 'B' },
        ],
      },
      { key: 'terms', type: 'external', url: 'https://example.com/terms', title: 'Terms' },
    ];
    const path = `/api/session/${id}/form`;
    const { data } = await server.json<{ data: { id: string } }>(path, { title: 'Set up', fields });
    const asked = await until(sandbox, 'the form', (state) => state.requests.find((one) => one.id === data.id));
    const { title, questions } = asked as QuestionRequest;
    assert.equal(title, 'Set up');
    assert.deepEqual(
      questions.map(({ key, kind }) => `${key} ${kind}`),
      ['name text', 'port integer', 'share number', 'tls boolean', 'cert text', 'tags choices', 'terms link'],
    );
    await sandbox.replyQuestion(asked.id, [['x'], ['8080'], ['0.5'], ['false'], [], ['b'], ['true']]);
    const { data: kept } = await server.json<{ data: { state: unknown } }>(`${path}/${data.id}`);
    assert.deepEqual(kept.state, {
      status: 'answered',
      answer: { name: 'x', port: 8080, share: 0.5, tls: false, tags: ['b'], terms: true },
    });
    await sandbox.abort(id);
  });

  it('lists saved permissions, and deletes them', async () => {
    const { sandbox, begin } = at();
    const id = await begin('[[ask]]');
    const asked = await until(sandbox, 'the question', (state) => state.requests.find((one) => one.sessionId === id));
    await sandbox.replyPermission(asked.id, 'always');
    await until(sandbox, 'the answer', () => said(sandbox, id).includes('Asked.'));
    const { saved } = (await sandbox.ready()).requests;
    const [one] = (await saved?.list()) ?? [];
    assert.deepEqual([one?.permission, one?.resource], ['shell', 'git status *']);
    await saved?.remove(one?.id ?? '');
    await saved?.remove(one?.id ?? '');
    assert.deepEqual(await saved?.list(), []);
  });
});
