import assert from 'node:assert/strict';
import type { SessionStatus } from '../../../../../src/shared/model/entities.js';
import type { AgentEvent } from '../../../../../src/shared/model/events.js';
import { requestId, sessionId, type SessionId } from '../../../../../src/shared/model/ids.js';
import {
  assistant,
  delta,
  messagesOf,
  opened,
  permission,
  run,
  said,
  SES,
  session,
  status,
  text,
  tool,
  upsert,
  user,
  words,
} from '../build.js';

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
      { type: 'session.status', sessionId: SES, status: { type: 'retry', attempt: 1, message: 'limit', next: 5 } },
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
