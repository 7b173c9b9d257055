// Long lists and long sessions: rendering stays small, and one change costs one update.
import assert from 'node:assert/strict';
import { session as readSession } from '../../../src/core/agent/opencode1/entities/session.js';
import { childRows } from '../../../src/host/features/sessions/rows.js';
import type { Message } from '../../../src/shared/model/entities.js';
import type { AgentEvent } from '../../../src/shared/model/events.js';
import { messageId, partId, sandboxId, sessionId } from '../../../src/shared/model/ids.js';
import { reduce } from '../../../src/shared/model/reduce.js';
import { emptyState } from '../../../src/shared/model/state.js';
import { heap, mb } from './memory.js';

const SESSION = sessionId('ses_long');
const sandbox = sandboxId('box');

const talk = (index: number): Message => {
  const id = messageId(`msg_${String(index).padStart(6, '0')}`);
  const base = { id, sessionId: SESSION, created: index };
  const text = {
    id: partId(`prt_${index}`),
    sessionId: SESSION,
    messageId: id,
    type: 'text' as const,
    text: `Message ${index}. `.repeat(20),
  };
  return index % 2 === 0
    ? { ...base, role: 'user', parts: [text] }
    : { ...base, role: 'assistant', completed: index, parts: [{ ...text, start: 1, end: 2 }] };
};

const timed = <T>(what: string, work: () => T): T => {
  const started = performance.now();
  const result = work();
  console.log(`      ${what}: ${(performance.now() - started).toFixed(1)} ms`);
  return result;
};

describe('a long session', () => {
  it('of 10,000 messages takes an event without touching what it does not name', () => {
    const before = heap();
    const messages = Array.from({ length: 10_000 }, (_, index) => talk(index));
    let state = [
      { type: 'transcript.opened', sessionId: SESSION } as const,
      { type: 'transcript.loaded', sessionId: SESSION, page: 'newest', messages, afterGap: false } as const,
    ].reduce(reduce, emptyState);
    console.log(`      10,000 messages hold ${mb(heap() - before)}`);
    const id = messageId('msg_new');
    const part = partId('prt_new');
    const head: AgentEvent = {
      type: 'message.upserted',
      message: { id, sessionId: SESSION, role: 'assistant', created: 20_000, parts: [] },
    };
    const begun: AgentEvent = {
      type: 'part.upserted',
      part: { id: part, sessionId: SESSION, messageId: id, type: 'text', text: '', start: 1 },
    };
    state = [head, begun].reduce(reduce, state);
    const first = state.transcripts.get(SESSION)?.messages[0];
    state = timed('1,000 pieces of text into the last of 10,001 messages', () => {
      let next = state;
      for (let piece = 0; piece < 1_000; piece++)
        next = reduce(next, { type: 'part.delta', sessionId: SESSION, messageId: id, partId: part, delta: 'x' });
      return next;
    });
    const after = state.transcripts.get(SESSION)?.messages ?? [];
    assert.equal(after.length, 10_001);
    assert.equal(after[0], first, 'the first message is the same object');
    const [last] = after.at(-1)?.parts ?? [];
    assert.equal(last?.type === 'text' && last.text.length, 1_000);
  });

  it('is loaded page by page without counting a message twice', () => {
    let state = reduce(emptyState, { type: 'transcript.opened', sessionId: SESSION });
    const all = Array.from({ length: 10_000 }, (_, index) => talk(index));
    for (let end = all.length; end > 0; end -= 60) {
      const start = Math.max(0, end - 60);
      // Pages overlap by two, as they do when something was added between two readings.
      state = reduce(state, {
        type: 'transcript.loaded',
        sessionId: SESSION,
        page: end === all.length ? 'newest' : 'older',
        messages: all.slice(start, end + 2),
        ...(start === 0 ? {} : { older: String(start) }),
        afterGap: false,
      });
    }
    assert.deepEqual(
      state.transcripts.get(SESSION)?.messages.map(({ id }) => id),
      all.map(({ id }) => id),
    );
  });
});

describe('a long list', () => {
  const sessions = Array.from({ length: 2_000 }, (_, index) => ({
    id: sessionId(`ses_${index}`),
    title: `Session ${index}`,
    directory: '/w',
    created: index,
    updated: index,
    ...(index % 10 === 9 ? { parentId: sessionId(`ses_${index - 1}`) } : {}),
  }));

  it('of 2,000 sessions is a list of rows of IDs, newest first, with sub-agents below their sessions', () => {
    const state = reduce(emptyState, { type: 'snapshot.loaded', sessions, status: [], requests: [] });
    const facts = { profile: { id: sandbox }, connection: { phase: 'connected' as const }, store: { state } };
    const rows = timed('rows of 2,000 sessions', () => childRows(facts, { kind: 'sandbox', sandboxId: sandbox }));
    assert.equal(rows.length, 1_800);
    const [first] = rows;
    assert.equal(first?.kind === 'session' && first.sessionId, 'ses_1998');
  });

  it('of 100,000 sessions with titles of 20 KB each keeps 500 characters of each', () => {
    const before = heap();
    const read = Array.from({ length: 100_000 }, (_, index) =>
      readSession({
        id: `ses_${index}`,
        title: `${index} ${'t'.repeat(20_000)}`,
        time: { created: index, updated: index },
      }),
    );
    const growth = heap() - before;
    console.log(`      100,000 sessions hold ${mb(growth)}`);
    assert.ok(read.every((one) => one !== undefined && one.title.length === 500));
    assert.ok(growth < 200 * 1024 * 1024, mb(growth));
  });
});
