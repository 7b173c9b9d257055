import assert from 'node:assert/strict';
import type { ConnectionPhase } from '../../../../src/shared/chat.js';
import type { AgentEvent } from '../../../../src/shared/model/events.js';
import { messageId, requestId, sessionId } from '../../../../src/shared/model/ids.js';
import type { SandboxState } from '../../../../src/shared/model/state.js';
import { failureOf, family, isActive, sessionState } from '../../../../src/shared/model/select.js';
import {
  changeState,
  promptState,
  STATES,
  toolState,
  type SessionState,
  type StateLook,
} from '../../../../src/shared/model/states.js';
import { assistant, run, said, SES, session, tool, user } from './build.js';

const there: AgentEvent = { type: 'session.upserted', session: session({ updated: 9 }) };
const busy: AgentEvent = { type: 'session.status', sessionId: SES, status: { type: 'busy' } };
const idle: AgentEvent = { type: 'session.status', sessionId: SES, status: { type: 'idle' } };
const fails = (name: string): AgentEvent => ({ type: 'session.failed', sessionId: SES, error: { name, message: 'm' } });
const retries: AgentEvent = {
  type: 'session.status',
  sessionId: SES,
  status: { type: 'retry', attempt: 1, message: 'limited', next: 5 },
};
const asks = (of = SES): AgentEvent => ({
  type: 'request.opened',
  request: { type: 'question', id: requestId('que_1'), sessionId: of, questions: [] },
});

const stateOf = (state: SandboxState, phase: ConnectionPhase): SessionState =>
  sessionState(state, state.sessions.get(SES) ?? session(), family(state, SES), phase);
const stateAfter = (...events: readonly AgentEvent[]): SessionState => {
  return stateOf(run(events), 'connected');
};

describe('the states of a session', () => {
  it('follow from the events, with what needs the user first', () => {
    const placeholder = 'New session - 2026-11-21T00:59:50.000Z';
    const expected: readonly (readonly [SessionState, readonly AgentEvent[]])[] = [
      ['completed', [there]],
      ['untitled', [{ type: 'session.upserted', session: session({ title: placeholder }) }]],
      ['completed', [{ type: 'session.upserted', session: session({ title: placeholder, updated: 9 }) }]],
      ['unread', [there, { type: 'session.changed', sessionId: SES, change: { idle: 9, viewed: 5 } }]],
      ['inProgress', [there, busy]],
      ['retrying', [there, retries]],
      ['needsInput', [there, busy, asks()]],
      ['error', [there, fails('APIError')]],
      ['stopped', [there, fails('MessageAbortedError')]],
      ['archived', [{ type: 'session.upserted', session: session({ archived: 5 }) }]],
      ['inProgress', [{ type: 'session.upserted', session: session({ archived: 5 }) }, busy]],
    ];
    for (const [state, events] of expected) assert.equal(stateAfter(...events), state);
    const states = new Set<string>([...expected.map(([state]) => state), 'unknown']);
    assert.deepEqual([...states].toSorted(), Object.keys(STATES['session'] ?? {}).toSorted());
  });

  it('do not show anything as running or waiting if the sandbox is unreachable', () => {
    for (const events of [[busy], [retries], [busy, asks()]]) {
      const state = run([there, ...events]);
      for (const phase of ['offline', 'refused', 'disconnected', 'sleeping'] as const)
        assert.equal(stateOf(state, phase), 'unknown', phase);
      assert.notEqual(stateOf(state, 'reconnecting'), 'unknown');
    }
    assert.equal(stateOf(run([there]), 'offline'), 'completed');
  });

  it('count a sub-agent’s question for its session', () => {
    const child = sessionId('ses_child');
    const sub: AgentEvent = { type: 'session.upserted', session: session({ id: child, parentId: SES }) };
    assert.equal(stateAfter(there, sub, busy, asks(child)), 'needsInput');
  });

  it('do not show a stop as a failure', () => {
    assert.equal(failureOf(run([there, fails('MessageAbortedError')]), SES), undefined);
    assert.equal(failureOf(run([there, fails('APIError')]), SES)?.name, 'APIError');
  });

  it('do not keep the stop of a turn that was followed by another', () => {
    const stop = fails('MessageAbortedError');
    const first = [there, busy, idle, stop];
    assert.equal(stateAfter(...first, busy, idle), 'completed', 'the next turn begins');
    // The server says that the session is idle before it says why, and the next prompt may be faster.
    const late = [there, busy, idle, said(user('u2', 2)), busy, stop];
    const answer = assistant('a2', 3, { parentId: messageId('u2') });
    assert.equal(stateAfter(...late, said(answer), idle), 'stopped', 'it may be this turn that was stopped');
    assert.equal(stateAfter(...late, said({ ...answer, completed: 4 }), idle), 'completed');
    assert.equal(
      stateAfter(...late, said({ ...answer, completed: 4, error: { name: 'E', message: '' } }), idle),
      'stopped',
    );
  });

  it('do not keep the failure of a turn that was followed by another during a gap', () => {
    const failed = [there, busy, fails('APIError'), idle];
    const read = (updated: number): AgentEvent => ({
      type: 'snapshot.loaded',
      sessions: [session({ updated })],
      status: [],
      requests: [],
    });
    assert.equal(stateAfter(...failed, read(9)), 'error', 'nothing happened in between');
    assert.equal(stateAfter(...failed, read(10)), 'completed');
  });

  it('keep a failure when the changes of its turn arrive late', () => {
    const prompt = user('u', 1);
    const changes = [{ path: 'a', status: 'modified', additions: 1, deletions: 0 }] as const;
    const failed = [there, said(prompt), busy, fails('APIError'), idle];
    assert.equal(stateAfter(...failed, said({ ...prompt, changes })), 'error');
    assert.equal(stateAfter(...failed, said(prompt)), 'error');
  });

  it('distinguish running from finished', () => {
    assert.deepEqual(
      Object.keys(STATES['session'] ?? {}).filter((state) => isActive(state as SessionState)),
      ['needsInput', 'inProgress', 'retrying'],
    );
  });
});

describe('the states of a tool call', () => {
  const call = (status: Parameters<typeof tool>[2], more: Parameters<typeof tool>[3] = {}) =>
    tool('msg_a', 'prt_a', status, more);
  it('follow from its status, its outcome and whether its turn runs', () => {
    assert.equal(toolState(call('running'), true), 'running');
    assert.equal(toolState(call('pending'), false), 'interrupted');
    assert.equal(toolState(call('completed'), false), 'done');
    assert.equal(toolState(call('completed', { outcome: 'failed' }), false), 'failed');
    assert.equal(toolState(call('completed', { outcome: 'stopped' }), false), 'stopped');
    assert.equal(toolState(call('error', { error: 'no' }), false), 'failed');
    assert.equal(toolState(call('error', { outcome: 'rejected' }), false), 'rejected');
  });
});

describe('the states of a prompt on its way', () => {
  it('name what it waits for: its turn, or the sandbox', () => {
    assert.equal(promptState({ state: 'queued' }, 'connected'), 'queued');
    for (const phase of ['offline', 'reconnecting', 'sleeping', 'refused'] as const) {
      assert.equal(promptState({ state: 'queued' }, phase), 'waiting', phase);
      assert.equal(promptState({ state: 'unknown' }, phase), 'waiting', phase);
      assert.equal(promptState({ state: 'failed' }, phase), 'failed', phase);
    }
  });
});

describe('the table of states', () => {
  const all = Object.entries(STATES).flatMap(([kind, looks]) =>
    Object.entries(looks).map(([name, look]): readonly [string, StateLook] => [`${kind} ${name}`, look]),
  );

  it('has an icon, a word and a place for each', () => {
    for (const [name, { icon, word, places }] of all) {
      assert.match(icon, /^[a-z-]+(~spin)?$/, name);
      assert.notEqual(word, '', name);
      assert.ok(places.length > 0, name);
    }
  });

  it('never uses one word for two states of a kind, nor a success icon for anything else', () => {
    for (const looks of Object.values(STATES)) {
      const words = Object.values(looks).map(({ word }) => word);
      assert.equal(new Set(words).size, words.length, words.join(', '));
    }
    assert.deepEqual(
      all.filter(([, { icon }]) => icon === 'check' || icon === 'pass').map(([name]) => name),
      ['tool done', 'todo completed'],
    );
  });

  it('distinguishes a rename from other changes', () => {
    assert.equal(changeState({ status: 'modified', from: 'a' }), 'renamed');
    assert.equal(changeState({ status: 'deleted' }), 'deleted');
  });
});
