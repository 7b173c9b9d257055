import assert from 'node:assert/strict';
import { messageId, partId, requestId, sessionId, type SessionId } from '../../../../src/shared/model/ids.js';
import type { AgentEvent } from '../../../../src/shared/model/events.js';
import type {
  AssistantMessage,
  Message,
  Part,
  PermissionRequest,
  SessionStatus,
} from '../../../../src/shared/model/entities.js';
import {
  assistant,
  delta,
  messagesOf,
  opened,
  run,
  said,
  SES,
  session,
  text,
  tool,
  upsert,
  user,
  words,
} from './build.js';

const permission: PermissionRequest = {
  type: 'permission',
  id: requestId('per_1'),
  sessionId: SES,
  permission: 'bash',
  patterns: ['ls'],
  always: ['ls *'],
  call: { kind: 'command', command: '' },
};
const status = (type: 'busy' | 'idle'): AgentEvent => ({ type: 'session.status', sessionId: SES, status: { type } });
const retry: AgentEvent = {
  type: 'session.status',
  sessionId: SES,
  status: { type: 'retry', attempt: 1, message: 'limit', next: 5 },
};
const loaded = (
  messages: Extract<AgentEvent, { type: 'transcript.loaded' }>['messages'],
  more: Partial<Extract<AgentEvent, { type: 'transcript.loaded' }>> = {},
): AgentEvent => ({ type: 'transcript.loaded', sessionId: SES, page: 'newest', messages, afterGap: false, ...more });

describe('reduce', () => {
  it('appends deltas to the part they name', () => {
    const state = run([
      ...opened,
      said(assistant('m', 1)),
      upsert(text('m', 'p', '', { start: 1 })),
      delta('m', 'p', 'Hel'),
      delta('m', 'p', 'lo'),
    ]);
    assert.equal(words(state), 'Hello');
  });

  it('keeps a part that comes before its message until the message comes', () => {
    const state = run([...opened, upsert(text('m', 'p', 'early')), said(assistant('m', 1))]);
    assert.equal(words(state), 'early');
    assert.deepEqual(state.transcripts.get(SES)?.orphans, []);
  });

  it('orders messages by time and only then by id', () => {
    const state = run([...opened, said(user('zzz', 1)), said(assistant('aaa', 2)), said(user('mmm', 0))]);
    assert.deepEqual(
      messagesOf(state).map((message) => message.id),
      ['mmm', 'zzz', 'aaa'],
    );
  });

  it('does not reopen an ended part or append to it', () => {
    const state = run([
      ...opened,
      said(assistant('m', 1)),
      upsert(text('m', 'p', 'whole', { start: 1, end: 2 })),
      upsert(text('m', 'p', '', { start: 1 })),
      delta('m', 'p', 'again'),
    ]);
    assert.equal(words(state), 'whole');
  });

  it('does not set a finished tool call back to running', () => {
    const state = run([
      ...opened,
      said(assistant('m', 1)),
      upsert(tool('m', 'p', 'completed', { output: 'ok' })),
      upsert(tool('m', 'p', 'running')),
    ]);
    const part = messagesOf(state)[0]?.parts[0];
    assert.equal(part?.type === 'tool' && part.status, 'completed');
  });

  it('merges the two parts that a server makes of one tool call', () => {
    const state = run([
      ...opened,
      said(assistant('m', 1)),
      upsert(tool('m', 'a', 'running', { callId: 'c', title: 'bash', input: { cwd: '/w' } })),
      upsert(tool('m', 'b', 'completed', { callId: 'c', tool: '' })),
    ]);
    const [part, ...rest] = messagesOf(state)[0]?.parts ?? [];
    assert.equal(rest.length, 0);
    assert.ok(part?.type === 'tool');
    assert.deepEqual([part.tool, part.status, part.title, part.input], ['bash', 'completed', 'bash', { cwd: '/w' }]);
  });

  it('drops unfinished text when the turn is retried, since it is sent again', () => {
    const state = run([
      ...opened,
      said(assistant('m', 1)),
      upsert(text('m', 'p1', '', { start: 1 })),
      delta('m', 'p1', 'half a sent'),
      retry,
      upsert(text('m', 'p2', '', { start: 2 })),
      delta('m', 'p2', 'half a sentence'),
    ]);
    assert.equal(words(state), 'half a sentence');
  });

  it('drops the requests of a session that went idle, since no event closes those of an aborted turn', () => {
    const state = run([...opened, status('busy'), { type: 'request.opened', request: permission }, status('idle')]);
    assert.deepEqual(state.requests, []);
    assert.equal(state.status.size, 0);
  });

  it('does not bring back with a snapshot the requests of an aborted turn, which a server may still list', () => {
    const asks = { ...permission, id: requestId('per_2'), sessionId: sessionId('ses_busy') };
    const busy: readonly (readonly [SessionId, SessionStatus])[] = [[asks.sessionId, { type: 'busy' }]];
    const state = run([
      ...opened,
      { type: 'snapshot.loaded', sessions: [session()], status: busy, requests: [permission, asks] },
    ]);
    assert.deepEqual(state.requests, [asks]);
  });

  it('does not restore a deleted session through its late events', () => {
    const state = run([
      ...opened,
      { type: 'session.removed', sessionId: SES },
      status('busy'),
      { type: 'session.failed', sessionId: SES, error: { name: 'E', message: 'e' } },
    ]);
    assert.equal(state.sessions.size + state.status.size + state.failures.size + state.transcripts.size, 0);
  });

  it('clears a failure when the next prompt is there', () => {
    const failed: AgentEvent = { type: 'session.failed', sessionId: SES, error: { name: 'E', message: 'e' } };
    const state = run([...opened, said(user('u1', 1)), failed]);
    assert.equal(state.failures.size, 1);
    assert.equal(run([said(user('u1', 1))], state).failures.size, 1, 'a known message is no new prompt');
    assert.equal(run([said(user('u2', 2))], state).failures.size, 0);
  });

  it('tracks whether a session changed files, even if it is not open, until none are left', () => {
    const changes = [{ path: 'a', status: 'modified', additions: 1, deletions: 0 }] as const;
    const there: AgentEvent = { type: 'session.upserted', session: session() };
    const prompt = said(user('u', 1, { changes }));
    assert.equal(run([there, said(user('u', 1))]).changedFiles.get(SES), undefined);
    assert.equal(run([there, prompt]).changedFiles.get(SES), 1);
    assert.equal(
      run([there, prompt, { type: 'session.changes', sessionId: SES, changes: [] }]).changedFiles.get(SES),
      0,
    );
    assert.equal(run([there, prompt, { type: 'session.removed', sessionId: SES }]).changedFiles.size, 0);
  });

  it('returns the same state when an event changes nothing', () => {
    const state = run([...opened, said(assistant('m', 1)), upsert(text('m', 'p', 'x', { start: 1, end: 2 }))]);
    for (const event of [
      delta('m', 'p', 'y'),
      delta('nobody', 'p', 'y'),
      status('idle'),
      { type: 'server.ready' } as const,
    ])
      assert.equal(run([event], state), state, event.type);
  });
});

describe('reloading a transcript', () => {
  const midway = run([
    ...opened,
    loaded([user('u', 1)]),
    status('busy'),
    said(assistant('m', 2)),
    upsert(text('m', 'p', '', { start: 3 })),
    delta('m', 'p', 'Hello wor'),
  ]);
  const asRead = assistant('m', 2, { parts: [text('m', 'p', '', { start: 3 })] });

  it('does not overwrite text that is being written with the empty text of a reload', () => {
    const state = run([loaded([user('u', 1), asRead]), delta('m', 'p', 'ld')], midway);
    assert.equal(words(state), 'Hello world');
  });

  it('ignores deltas after a gap until the whole text arrives', () => {
    const gap = run([loaded([user('u', 1), asRead], { afterGap: true }), delta('m', 'p', ' again')], midway);
    assert.equal(words(gap), 'Hello wor');
    const part = messagesOf(gap)[1]?.parts[0];
    assert.equal(part?.type === 'text' && part.gap, true);
    const whole = run([upsert(text('m', 'p', 'Hello world, again', { start: 3, end: 4 }))], gap);
    assert.equal(words(whole), 'Hello world, again');
  });

  const step = (id: string): Part => ({
    id: partId(id),
    sessionId: SES,
    messageId: messageId('m'),
    type: 'step-start',
  });
  /** The model was asked again: the server keeps the dropped beginning without its text. */
  const retried = (parts: readonly Part[], more: Partial<AssistantMessage> = {}): Message =>
    assistant('m', 2, { ...more, parts: [step('s1'), text('m', 'p', '', { start: 3 }), step('s2'), ...parts] });
  const answer = text('m', 'q', 'Hello world', { start: 4, end: 5 });

  it('shows the text of GET, without a dropped beginning, once a retried message is complete', () => {
    const complete = retried([answer], { completed: 6 });
    const fresh = run([...opened, loaded([user('u', 1), complete])]);
    const { parts: _, ...head } = complete;
    for (const afterGap of [true, false]) {
      const reread = run([loaded([user('u', 1), complete], { afterGap })], midway);
      assert.deepEqual(messagesOf(reread), messagesOf(fresh));
      const rest = [upsert(answer), said({ ...head, parts: [] } as Message)];
      const streamed = run([loaded([user('u', 1), retried([])], { afterGap }), ...rest], midway);
      assert.equal(
        words(streamed),
        'step-start|step-start|Hello world',
        `the rest of the stream, after a gap: ${afterGap}`,
      );
    }
  });

  it('shows no text of a step that the model restarted while the message is running', () => {
    const state = run(
      [loaded([user('u', 1), retried([text('m', 'q', '', { start: 4 })])], { afterGap: true })],
      midway,
    );
    assert.equal(words(state), 'step-start||step-start|');
  });

  it('shows the text of GET for an interrupted turn', () => {
    const idle: AgentEvent = { type: 'snapshot.loaded', sessions: [session()], status: [], requests: [] };
    const read = loaded([user('u', 1), asRead], { afterGap: true });
    assert.deepEqual(messagesOf(run([idle, read], midway)), messagesOf(run([...opened, idle, read])));
  });

  it('keeps a part whose beginning arrived on the stream after the reconnect', () => {
    const state = run(
      [
        loaded([user('u', 1), asRead], { afterGap: true }),
        upsert(text('m', 'p', '', { start: 3 })),
        delta('m', 'p', 'from the start'),
      ],
      run([...opened, said(assistant('m', 2))]),
    );
    assert.equal(words(state), 'from the start');
  });

  it('removes parts after a gap that the server no longer has, and without a gap keeps parts that arrived meanwhile', () => {
    const state = run([...opened, loaded([user('u', 1)]), said(user('new', 5))]);
    assert.equal(messagesOf(run([loaded([user('u', 1)], { afterGap: true })], state)).length, 1);
    assert.equal(messagesOf(run([loaded([user('u', 1)])], state)).length, 2);
  });

  it('keeps older pages when the newest is reloaded', () => {
    const older = loaded([user('u0', 1)], { page: 'older' });
    const state = run([...opened, loaded([user('u1', 5)], { older: 'cursor' }), older]);
    assert.equal(state.transcripts.get(SES)?.older, undefined);
    const again = run([loaded([user('u1', 5), user('u2', 6)], { older: 'cursor', afterGap: true })], state);
    assert.deepEqual(
      messagesOf(again).map((message) => message.id),
      ['u0', 'u1', 'u2'],
    );
    assert.equal(again.transcripts.get(SES)?.older, undefined);
  });

  it('drops older messages that the newest page does not overlap; they reload on scroll', () => {
    const state = run([...opened, loaded([user('u1', 1), user('u2', 2)])]);
    const far = run([loaded([user('u8', 8), user('u9', 9)], { older: 'before u8', afterGap: true })], state);
    assert.deepEqual(
      messagesOf(far).map((message) => message.id),
      ['u8', 'u9'],
    );
    assert.equal(far.transcripts.get(SES)?.older, 'before u8');
    const near = run([loaded([user('u2', 2), user('u9', 9)], { older: 'before u2', afterGap: true })], state);
    assert.deepEqual(
      messagesOf(near).map((message) => message.id),
      ['u1', 'u2', 'u9'],
    );
  });

  it('keeps the parts of a running message that the server returns without any', () => {
    const state = run([...opened, said(assistant('m', 2)), upsert(text('m', 'p', 'by the stream'))]);
    assert.equal(words(run([loaded([assistant('m', 2)], { afterGap: true })], state)), 'by the stream');
  });
});

describe('the snapshot', () => {
  it('replaces sessions, status and requests, and keeps the transcripts of existing sessions', () => {
    const state = run([...opened, said(user('u', 1)), status('busy'), { type: 'request.opened', request: permission }]);
    const after = run(
      [{ type: 'snapshot.loaded', sessions: [session({ title: 'Two' })], status: [], requests: [] }],
      state,
    );
    assert.equal(after.sessions.get(SES)?.title, 'Two');
    assert.equal(after.status.size + after.requests.length, 0);
    assert.equal(messagesOf(after).length, 1);
    const gone = run([{ type: 'snapshot.loaded', sessions: [], status: [], requests: [] }], state);
    assert.equal(gone.transcripts.size, 0);
  });
});
