import assert from 'node:assert/strict';
import fc from 'fast-check';
import { coalesce } from '../../../../src/shared/model/coalesce.js';
import type { AgentEvent } from '../../../../src/shared/model/events.js';
import { assistant, delta, opened, run, said, SES, text, tool, upsert } from './build.js';

const event: fc.Arbitrary<AgentEvent> = fc.oneof(
  fc.tuple(fc.constantFrom('m1', 'm2'), fc.constantFrom('p1', 'p2'), fc.string()).map(([m, p, s]) => delta(m, p, s)),
  fc
    .tuple(fc.constantFrom('m1', 'm2'), fc.constantFrom('p1', 'p2'), fc.string(), fc.boolean())
    .map(([m, p, s, done]) => upsert(text(m, p, s, done ? { start: 1, end: 2 } : { start: 1 }))),
  fc.constantFrom<AgentEvent>(
    upsert(tool('m1', 't', 'running', { input: { command: 'ls' } })),
    upsert(tool('m1', 't', 'running', { input: { command: 'pwd' }, output: 'y' })),
    upsert(tool('m1', 't', 'completed', { output: 'x' })),
    upsert(tool('m1', 't', 'completed', { input: { command: 'id' } })),
    said(assistant('m1', 1)),
    { type: 'session.status', sessionId: SES, status: { type: 'busy' } },
    { type: 'todos.updated', sessionId: SES, todos: [] },
  ),
);

describe('coalesce', () => {
  it('joins adjacent deltas of one part', () => {
    const events = Array.from({ length: 1000 }, (_, i) => delta('m', 'p', `${i} `));
    const [only, ...rest] = coalesce(events);
    assert.equal(rest.length, 0);
    assert.equal(only?.type === 'part.delta' && only.delta.length, events.map((_, i) => `${i} `).join('').length);
  });

  it('has the same outcome as the events one by one', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const start = run([...opened, said(assistant('m1', 1)), said(assistant('m2', 2))]);
        assert.deepEqual(run(coalesce(events), start), run(events, start));
      }),
      { numRuns: 2000 },
    );
  });
});
