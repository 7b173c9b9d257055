import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createEventQueue } from '../../../../../src/host/features/chat/eventQueue.js';
import type { AgentEvent } from '../../../../../src/shared/model/events.js';
import { sessionId } from '../../../../../src/shared/model/ids.js';
import { reduce } from '../../../../../src/shared/model/reduce.js';
import { emptyState, type SandboxState } from '../../../../../src/shared/model/state.js';
import { delta, SES, session, text, user } from '../../../shared/model/build.js';

const removed = (n: number): AgentEvent => ({ type: 'session.removed', sessionId: sessionId(`ses_${n}`) });
const make = () => {
  const sent: { seq: number; events: readonly AgentEvent[] }[] = [];
  let overflows = 0;
  const outlet = createEventQueue(
    (seq, events) => sent.push({ seq, events }),
    () => overflows++,
  );
  return { outlet, sent, overflows: () => overflows };
};

describe('the event queue of a chat', () => {
  it('sends nothing before the chat is ready', () => {
    const { outlet, sent } = make();
    outlet.push([removed(1)]);
    assert.deepEqual(sent, []);
  });

  it('numbers messages from the snapshot on', () => {
    const { outlet, sent } = make();
    assert.equal(outlet.reset(), 0);
    outlet.push([removed(1)]);
    outlet.push([removed(2)]);
    assert.deepEqual(
      sent.map(({ seq }) => seq),
      [1, 2],
    );
    assert.equal(outlet.reset(), 2);
  });

  it('has at most two messages in flight, and sends waiting events together', () => {
    const { outlet, sent } = make();
    outlet.reset();
    for (let n = 0; n < 10; n++) outlet.push([removed(n)]);
    assert.equal(sent.length, 2);
    outlet.ack(1);
    assert.equal(sent.length, 3);
    assert.equal(sent[2]?.events.length, 8);
  });

  it('coalesces waiting events', () => {
    const { outlet, sent } = make();
    outlet.reset();
    for (let n = 0; n < 1_000; n++) outlet.push([delta('msg_1', 'prt_1', 'x')]);
    outlet.ack(2);
    assert.equal(sent.length, 3);
    assert.equal(sent[2]?.events.length, 1);
  });

  it('requests a new snapshot when too much waits, once the chat responds again', () => {
    const { outlet, sent, overflows } = make();
    outlet.reset();
    for (let n = 0; n < 6_000; n++) outlet.push([removed(n)]);
    assert.equal(overflows(), 0);
    outlet.ack(1);
    assert.equal(overflows(), 1);
    outlet.reset();
    outlet.push([removed(1)]);
    assert.equal(sent.at(-1)?.seq, 3);
  });

  it('ignores an acknowledgment of a number that was never sent', () => {
    const { outlet, sent } = make();
    outlet.reset();
    for (let n = 0; n < 5; n++) outlet.push([removed(n)]);
    outlet.ack(99);
    assert.equal(sent.length, 2);
  });

  it('brings the chat to the same state however slowly it renders', () => {
    const start: SandboxState = {
      ...emptyState,
      sessions: new Map([[SES, session()]]),
      transcripts: new Map([[SES, { messages: [user('msg_1', 1)], loaded: true, orphans: [] }]]),
    };
    const event = fc.oneof(
      fc.string({ minLength: 1, maxLength: 3 }).map((value) => delta('msg_1', 'prt_1', value)),
      fc.nat(3).map((n): AgentEvent => ({ type: 'session.upserted', session: session({ updated: n }) })),
      fc.constant<AgentEvent>({ type: 'part.upserted', part: text('msg_1', 'prt_1', '') }),
    );
    const step = fc.oneof(fc.array(event, { maxLength: 4 }), fc.constant('ack' as const));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { outlet, sent } = make();
        outlet.reset();
        let host = start;
        let drawn = 0;
        for (const each of steps) {
          if (each === 'ack') outlet.ack((drawn = Math.min(sent.length, drawn + 1)));
          else {
            host = each.reduce(reduce, host);
            outlet.push(each);
          }
        }
        while (drawn < sent.length) outlet.ack(++drawn);
        const chat = sent.flatMap(({ events }) => events).reduce(reduce, start);
        assert.deepEqual(chat, host);
      }),
    );
  });
});
