import assert from 'node:assert/strict';
import type { InboxEntry } from '../../../../src/shared/model/entities.js';
import type { AgentEvent } from '../../../../src/shared/model/events.js';
import { messageId, sessionId } from '../../../../src/shared/model/ids.js';
import { isConfirmedBy, type PendingPrompt } from '../../../../src/shared/model/pending.js';
import { MAX_INBOX } from '../../../../src/shared/model/limits.js';
import { opened, run, said, SES, session, user } from './build.js';

const entry = (id: string, more: Partial<InboxEntry> = {}): InboxEntry => ({
  id: messageId(id),
  sessionId: SES,
  kind: 'prompt',
  delivery: 'queue',
  text: id,
  attachments: [],
  created: 1,
  ...more,
});
const put = (one: InboxEntry): AgentEvent => ({ type: 'inbox.put', entry: one });
const loaded = (...entries: InboxEntry[]): AgentEvent => ({ type: 'inbox.loaded', sessionId: SES, entries });
const removed = (id: string): AgentEvent => ({ type: 'inbox.removed', sessionId: SES, messageId: messageId(id) });
const waiting = (events: readonly AgentEvent[]): readonly string[] =>
  (run([...opened, ...events]).inbox.get(SES) ?? []).map(({ id, delivery }) => `${id} ${delivery}`);

describe('the inbox', () => {
  it('holds waiting prompts in their order of arrival, with their current delivery', () => {
    const events = [put(entry('a')), put(entry('b')), put(entry('a', { delivery: 'steer' }))];
    assert.deepEqual(waiting(events), ['a steer', 'b queue']);
    assert.deepEqual(waiting([...events, ...events]), ['a steer', 'b queue']);
  });

  it('drops prompts that were canceled or have become messages', () => {
    assert.deepEqual(waiting([put(entry('a')), put(entry('b')), removed('a')]), ['b queue']);
    assert.deepEqual(waiting([put(entry('a')), said(user('a', 1))]), []);
    assert.deepEqual(waiting([put(entry('a')), removed('a'), removed('a')]), []);
  });

  it('is replaced by a reload, except for prompts that are already messages', () => {
    assert.deepEqual(waiting([put(entry('a')), loaded(entry('b'))]), ['b queue']);
    assert.deepEqual(waiting([said(user('a', 1)), loaded(entry('a')), put(entry('a'))]), []);
  });

  it('drops prompts that a page of messages contains', () => {
    const page: AgentEvent = {
      type: 'transcript.loaded',
      sessionId: SES,
      page: 'newest',
      messages: [user('a', 1)],
      afterGap: true,
    };
    assert.deepEqual(waiting([put(entry('a')), put(entry('b')), page]), ['b queue']);
  });

  it('exists for opened sessions only', () => {
    const closed = run([{ type: 'session.upserted', session: session() }, put(entry('a')), loaded(entry('a'))]);
    assert.equal(closed.inbox.size, 0);
    const left = run([...opened, put(entry('a')), { type: 'transcript.closed', sessionId: SES }]);
    assert.equal(left.inbox.size, 0);
    const gone = run([...opened, put(entry('a')), { type: 'session.removed', sessionId: SES }]);
    assert.equal(gone.inbox.size, 0);
    const other: AgentEvent = { type: 'snapshot.loaded', sessions: [], status: [], requests: [] };
    assert.equal(run([...opened, put(entry('a')), other]).inbox.size, 0);
  });

  it('is bounded', () => {
    const many = Array.from({ length: MAX_INBOX + 5 }, (_, at) => put(entry(`m${at}`)));
    assert.equal(waiting(many).length, MAX_INBOX);
  });

  it('outlives the end of a turn', () => {
    const idle: AgentEvent = { type: 'session.status', sessionId: SES, status: { type: 'idle' } };
    assert.deepEqual(waiting([put(entry('a')), idle]), ['a queue']);
  });

  it('confirms a pending prompt as soon as it is there', () => {
    const pending = { sessionId: SES, messageId: messageId('a') } as PendingPrompt;
    assert.equal(isConfirmedBy(pending, put(entry('a'))), true);
    assert.equal(isConfirmedBy(pending, loaded(entry('b'), entry('a'))), true);
    assert.equal(isConfirmedBy(pending, put(entry('b'))), false);
    assert.equal(isConfirmedBy(pending, removed('a')), false);
  });
});

describe('session.changed', () => {
  const change = (more: Omit<Extract<AgentEvent, { type: 'session.changed' }>, 'type' | 'sessionId'>): AgentEvent => ({
    type: 'session.changed',
    sessionId: SES,
    ...more,
  });

  it('changes the fields that it names and removes those that are gone', () => {
    const revert = { messageId: messageId('a') };
    const state = run([...opened, change({ change: { title: 'Two', revert } }), change({ change: { cost: 1 } })]);
    assert.deepEqual(state.sessions.get(SES), session({ title: 'Two', revert, cost: 1 }));
    const back = run([change({ change: {}, absent: ['revert'] })], state);
    assert.deepEqual(back.sessions.get(SES), session({ title: 'Two', cost: 1 }));
  });

  it('does not create an unknown session', () => {
    const unknown = { ...change({ change: { title: 'x' } }), sessionId: sessionId('ses_gone') } as AgentEvent;
    assert.equal(run([...opened, unknown]).sessions.size, 1);
  });
});
