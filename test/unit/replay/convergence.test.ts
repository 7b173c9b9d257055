// After any fault of the stream, one reload restores the state: it equals GET.
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { Message } from '../../../src/shared/model/entities.js';
import type { AgentEvent } from '../../../src/shared/model/events.js';
import type { SessionId } from '../../../src/shared/model/ids.js';
import { coalesce } from '../../../src/shared/model/coalesce.js';
import { reduce } from '../../../src/shared/model/reduce.js';
import { emptyState, type SandboxState } from '../../../src/shared/model/state.js';
import { recordings, type Recording } from '../../support/recordings.js';
import { seen } from '../../support/normalize.js';

/** Times each property is tried for each recording; together more than ten thousand. */
const RUNS = Number(process.env['REPLAY_RUNS'] ?? 200);

const opened = (id: SessionId): AgentEvent => ({ type: 'transcript.opened', sessionId: id });
const read = (id: SessionId, messages: readonly Message[]): AgentEvent => ({
  type: 'transcript.loaded',
  sessionId: id,
  page: 'newest',
  messages,
  afterGap: true,
});
const snapshot = (state: SandboxState): AgentEvent => ({
  type: 'snapshot.loaded',
  sessions: [...state.sessions.values()],
  status: [],
  requests: [],
});
const fold = (events: readonly AgentEvent[]): SandboxState => events.reduce(reduce, emptyState);

/** All of OpenCode's transcript; of Sandbox Agent's, what can be seen. */
const view = ({ kind }: Recording, messages: readonly Message[] | undefined): unknown =>
  kind === 'sandbox-agent' ? messages && seen(messages) : messages;

interface Case {
  readonly recording: Recording;
  readonly id: SessionId;
  readonly messages: readonly Message[];
  readonly wanted: unknown;
}

const all = recordings();
const cases: readonly Case[] = all.flatMap((recording) =>
  recording.readings.map(({ id, messages }) => ({
    recording,
    id,
    messages,
    wanted: view(recording, fold([opened(id), read(id, messages)]).transcripts.get(id)?.messages),
  })),
);
/** The GET was made after the end, so the stream alone leads to the same state. */
const settled = cases.filter(({ recording, id, wanted }) => {
  const alone = view(recording, fold([opened(id), ...recording.events]).transcripts.get(id)?.messages);
  return isDeepStrictEqual(alone, wanted);
});

const has = (state: SandboxState, { recording, id, wanted }: Case): void =>
  assert.deepEqual(view(recording, state.transcripts.get(id)?.messages), wanted);

/** Any of the indices, in any order, any number of times. */
const jumble = (length: number): fc.Arbitrary<readonly number[]> =>
  fc.oneof(
    fc.shuffledSubarray(Array.from({ length }, (_, index) => index)),
    fc.array(fc.nat({ max: Math.max(0, length - 1) }), { maxLength: length * 2 }),
  );
const chosen = (events: readonly AgentEvent[], order: readonly number[]): readonly AgentEvent[] =>
  order.flatMap((index) => events[index] ?? []);
const removed = (events: readonly AgentEvent[], id: SessionId): boolean =>
  events.some((event) => event.type === 'session.removed' && event.sessionId === id);

describe('recorded streams', () => {
  it('exist for all kinds of servers, and nearly all lead to the state of GET without reloading', () => {
    const of = (kind: Recording['kind'], list: readonly Case[]) =>
      list.filter(({ recording }) => recording.kind === kind).length;
    assert.ok(all.length >= 80, `${all.length} recordings`);
    assert.ok(of('opencode-1', settled) >= 42, `${of('opencode-1', settled)} of OpenCode 1`);
    assert.ok(of('opencode-2', settled) >= 52, `${of('opencode-2', settled)} of OpenCode 2`);
    assert.ok(of('sandbox-agent', settled) >= 10, `${of('sandbox-agent', settled)} of Sandbox Agent`);
  });

  it('end with every session idle and no open question, after reloading', () => {
    for (const { events } of all) {
      const before = fold(events);
      const after = reduce(before, snapshot(before));
      assert.deepEqual([after.status.size, after.requests.length], [0, 0]);
    }
  });

  it('give the state of GET after any reordering, loss and repetition of events and one reload', () => {
    for (const one of settled) {
      const { events } = one.recording;
      fc.assert(
        fc.property(jumble(events.length), (order) => {
          const before = chosen(events, order);
          if (removed(before, one.id)) return;
          has(fold([opened(one.id), ...before, read(one.id, one.messages)]), one);
        }),
        { numRuns: RUNS },
      );
    }
  }).timeout(120_000);

  it('give the state of GET after a cut anywhere, a reload, and the rest of the stream from anywhere', () => {
    for (const one of settled) {
      const { events } = one.recording;
      fc.assert(
        fc.property(fc.nat({ max: events.length }), fc.nat({ max: events.length }), (cut, from) => {
          has(fold([opened(one.id), ...events.slice(0, cut), read(one.id, one.messages), ...events.slice(from)]), one);
        }),
        { numRuns: RUNS },
      );
    }
  }).timeout(120_000);

  it('give the state of GET after any number of cuts, each with a reload', () => {
    for (const one of settled) {
      const { events } = one.recording;
      const piece = fc.tuple(fc.nat({ max: events.length }), fc.nat({ max: events.length }));
      fc.assert(
        fc.property(fc.array(piece, { maxLength: 5 }), (pieces) => {
          const parts = pieces.flatMap(([from, to]) => [...events.slice(from, to), read(one.id, one.messages)]);
          has(fold([opened(one.id), ...parts, read(one.id, one.messages)]), one);
        }),
        { numRuns: RUNS },
      );
    }
  }).timeout(120_000);

  it('give the same state when they are batched in any size', () => {
    for (const { recording, id } of cases) {
      const whole = fold([opened(id), ...recording.events]);
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 }), (sizes) => {
          let at = 0;
          let state = reduce(emptyState, opened(id));
          for (const size of [...sizes, recording.events.length])
            state = coalesce(recording.events.slice(at, (at += size))).reduce(reduce, state);
          assert.deepEqual(state.transcripts.get(id), whole.transcripts.get(id));
        }),
        { numRuns: Math.ceil(RUNS / 6) },
      );
    }
  }).timeout(120_000);

  it('change nothing when repeated', () => {
    for (const { recording, id } of settled) {
      const events = recording.events.filter((event) => event.type !== 'part.delta');
      const once = fold([opened(id), ...events]);
      assert.deepEqual(
        view(recording, fold([opened(id), ...events.flatMap((event) => [event, event])]).transcripts.get(id)?.messages),
        view(recording, once.transcripts.get(id)?.messages),
        recording.name,
      );
    }
  });
});
