// Any data on the wire is decoded or dropped, and nothing throws.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openStream } from '../../../src/core/agent/transport/eventStream.js';
import { createCompatDecoder } from '../../../src/core/agent/sandboxAgent/events.js';
import { decode, decodeFrame } from '../../../src/core/agent/opencode1/events.js';
import { agent, command, models } from '../../../src/core/agent/opencode1/entities/catalog.js';
import { change } from '../../../src/core/agent/opencode1/entities/change.js';
import { message, withParts } from '../../../src/core/agent/opencode1/entities/message.js';
import { part } from '../../../src/core/agent/opencode1/entities/part.js';
import { permission, question } from '../../../src/core/agent/opencode1/entities/request.js';
import { session, status, todo } from '../../../src/core/agent/opencode1/entities/session.js';
import { turnError } from '../../../src/core/agent/opencode1/entities/turn.js';
import {
  agent as agent2,
  command as command2,
  models as models2,
} from '../../../src/core/agent/opencode2/entities/catalog.js';
import { inboxEntry } from '../../../src/core/agent/opencode2/entities/inbox.js';
import { messages as messages2 } from '../../../src/core/agent/opencode2/entities/message.js';
import { attachmentsOf } from '../../../src/core/agent/opencode2/entities/prompt.js';
import { form, permission as permission2 } from '../../../src/core/agent/opencode2/entities/request.js';
import { session as session2 } from '../../../src/core/agent/opencode2/entities/session.js';
import { turnError as turnError2 } from '../../../src/core/agent/opencode2/entities/turn.js';
import { createDecoder, decode as decode2 } from '../../../src/core/agent/opencode2/events.js';
import { Memory } from '../../../src/core/agent/opencode2/memory.js';
import { coalesce } from '../../../src/shared/model/coalesce.js';
import type { AgentEvent } from '../../../src/shared/model/events.js';
import { sessionId, type SessionId } from '../../../src/shared/model/ids.js';
import { reduce } from '../../../src/shared/model/reduce.js';
import * as select from '../../../src/shared/model/select.js';
import { emptyState, type SandboxState } from '../../../src/shared/model/state.js';
import { createFaucet, createFetch, settle } from '../../support/bytes.js';
import { createTestClock } from '../../support/clock.js';
import { recordings } from '../../support/recordings.js';

const all = recordings();
const frames = [...new Set(all.flatMap((recording) => recording.frames.slice(0, 40)))].filter(
  (frame) => frame.length < 20_000,
);
const wire = frames.map((frame) => JSON.parse(frame) as unknown);

/** Every value of a JSON tree may be replaced, removed or moved. */
const mutated = (value: unknown, random: () => number, other: () => unknown): unknown => {
  const chance = random();
  if (chance < 0.04) return other();
  if (Array.isArray(value)) return value.filter(() => random() > 0.05).map((one) => mutated(one, random, other));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(() => random() > 0.04)
      .map(([name, one]) => [name, mutated(one, random, other)]),
  );
};

/** The session that an event is about. */
function sessionOf(event: AgentEvent): SessionId[] {
  if (event.type === 'message.upserted') return [event.message.sessionId];
  if (event.type === 'part.upserted') return [event.part.sessionId];
  return 'sessionId' in event && event.sessionId !== undefined ? [event.sessionId] : [];
}

const ses = sessionId('ses_1');
/** Readers of what OpenCode 2 answers. */
const readersOf2: readonly ((value: unknown) => unknown)[] = [
  agent2,
  command2,
  (value) => models2(value, value),
  (value) => inboxEntry(ses, value),
  (value) => messages2(ses, [value]),
  attachmentsOf,
  form,
  (value) => permission2(value, () => undefined),
  session2,
  turnError2,
];

/** Folds events like the store, and calls all selectors of views. */
function live(events: readonly (AgentEvent | undefined)[], from: SandboxState = emptyState): SandboxState {
  const known = events.filter((event) => event !== undefined);
  const opens = [...new Set(known.flatMap(sessionOf))];
  const begun = opens.reduce((state, sessionId) => reduce(state, { type: 'transcript.opened', sessionId }), from);
  const state = coalesce(known).reduce(reduce, begun);
  // What is kept goes on to the chat as a message.
  structuredClone(state);
  for (const { messages } of state.transcripts.values()) select.changesOf(messages);
  return state;
}

const BAIT = [
  null,
  0,
  -1,
  1e308,
  '',
  'constructor',
  '__proto__',
  '\ud800',
  [],
  {},
  { __proto__: null, constructor: { prototype: { polluted: true } } },
  JSON.parse('{"__proto__":{"polluted":true}}'),
  'x'.repeat(10_000),
  true,
];

describe('any data on the wire', () => {
  it('is decoded or dropped without throwing if it is any JSON', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 8 }), (values) => {
        live(values.map(decode));
        live(values.map((value) => decode({ payload: value })));
        const memory = new Memory();
        live(values.flatMap((value) => decode2(value, memory)));
        for (const value of values)
          for (const reader of [
            ...readersOf2,
            session,
            status,
            message,
            withParts,
            part,
            permission,
            question,
            todo,
            change,
            turnError,
            models,
            agent,
            command,
          ])
            reader(value);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is treated as data even if it is named like a property that every object has', () => {
    for (const name of Object.getOwnPropertyNames(Object.prototype)) {
      const base = { id: 'prt_1', messageID: 'msg_1', sessionID: 'ses_1', type: 'tool', tool: name, callID: name };
      const read = part({ ...base, state: { status: name, input: {}, time: {} } });
      assert.equal(read?.type === 'tool' && read.status, 'pending');
      for (const reader of [status, todo, change, turnError, permission, question])
        structuredClone(reader({ id: 'x', sessionID: 'ses_1', type: name, status: name, name, permission: name }));
    }
  });

  it('is decoded or dropped if it is a known kind of event with any JSON as its properties', () => {
    const kinds = [
      ...new Set(wire.flatMap((one) => (typeof one === 'object' && one && 'type' in one ? [String(one.type)] : []))),
    ];
    assert.ok(kinds.length > 20, kinds.join());
    fc.assert(
      fc.property(
        fc.array(fc.record({ type: fc.constantFrom(...kinds), properties: fc.jsonValue(), data: fc.jsonValue() }), {
          maxLength: 12,
        }),
        (values) => {
          live(values.map(decode));
          const memory = new Memory();
          live(values.flatMap((value) => decode2(value, memory)));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('is decoded or dropped if recorded events are damaged anywhere', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...wire), { minLength: 1, maxLength: 30 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        fc.infiniteStream(fc.constantFrom(...BAIT, ...wire)),
        (events, chances, baits) => {
          const random = (): number => Number(chances.next().value);
          const bait = (): unknown => baits.next().value;
          const texts = events.map((event) => JSON.stringify(mutated(event, random, bait)));
          live(texts.map(decodeFrame));
          live(texts.map(createCompatDecoder()));
          live(texts.flatMap(createDecoder(new Memory())));
          assert.equal(({} as { polluted?: boolean }).polluted, undefined);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('is dropped if it is not JSON', () => {
    fc.assert(fc.property(fc.string(), (text) => assert.doesNotThrow(() => decodeFrame(text))));
    fc.assert(fc.property(fc.string(), (text) => assert.deepEqual(createDecoder(new Memory())(text), [])));
    assert.equal(decodeFrame('not json'), undefined);
    assert.equal(decodeFrame('{"type":"message.part.updated"}'), undefined);
  });

  for (const depth of [500, 3_000, 7_000, 200_000])
    it(`may be nested ${depth} deep, and the result can be forwarded`, () => {
      const input = '{"a":['.repeat(depth / 2) + '1' + ']}'.repeat(depth / 2);
      const state = `{"status":"running","input":${input},"metadata":${input}}`;
      const frame = `{"type":"message.part.updated","properties":{"part":{"id":"prt_1","sessionID":"ses_1","messageID":"msg_1","type":"tool","callID":"c","tool":"bash","state":${state}}}}`;
      const info = { id: 'msg_1', sessionID: 'ses_1', role: 'assistant', time: { created: 1 } };
      const held = live([decode({ type: 'message.updated', properties: { info } }), decodeFrame(frame)]);
      const [transcript] = [...held.transcripts.values()];
      assert.equal(transcript?.messages.length, 1);
      assert.doesNotThrow(() => structuredClone(transcript));
      // The call stack may already be deep.
      const deep = (left: number): string => (left === 0 ? JSON.stringify(transcript) : deep(left - 1));
      assert.ok(deep(2_000).length > 0);
    });
});

describe('recorded bytes', () => {
  const sample = all.filter(({ bytes }) => bytes.length < 40_000).filter((_, index) => index % 4 === 0);

  it('give the same frames in chunks of any size', async () => {
    assert.ok(sample.length > 10);
    for (const { name, bytes, frames: wanted } of sample)
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 1, max: 4_000 }), { minLength: 5, maxLength: 30 }),
          async (sizes) => {
            const faucet = createFaucet();
            const { fetch } = createFetch(
              () => new Response(faucet.body, { headers: { 'content-type': 'text/event-stream' } }),
            );
            const got: string[] = [];
            const stream = openStream(
              {
                url: 'http://127.0.0.1:1/event',
                headers: async () => ({}),
                fetch,
                clock: createTestClock(),
                clean: String,
              },
              { open() {}, messages: (data) => void got.push(...data), gap() {}, lost() {} },
            );
            let at = 0;
            for (const size of [...sizes, bytes.length]) {
              faucet.write(bytes.slice(at, at + size));
              at += size;
            }
            faucet.write(': end\n\n');
            await settle(120);
            stream.close();
            assert.deepEqual(got, wanted, name);
          },
        ),
        { numRuns: 4 },
      );
  }).timeout(60_000);
});
