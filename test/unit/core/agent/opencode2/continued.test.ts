import assert from 'node:assert/strict';
import type { AgentEvent } from '../../../../../src/shared/model/events.js';
import type { Message } from '../../../../../src/shared/model/entities.js';
import { reduce } from '../../../../../src/shared/model/reduce.js';
import { emptyState } from '../../../../../src/shared/model/state.js';
import { recordings } from '../../../../support/recordings.js';

const read = (name: string) => recordings().find((one) => one.name === `opencode-2.0.15/${name}`) ?? assert.fail();

/** What answers belong to: the text of a prompt, or why the session continued; those that follow nothing are left out. */
function turns(messages: readonly Message[]): readonly (readonly [string, number])[] {
  const began = messages.flatMap((message): readonly (readonly [string, string])[] => {
    const [part] = message.parts;
    if (part?.type === 'continued') return [[message.id, `continued: ${part.name}`]];
    return message.role === 'user' && part?.type === 'text' ? [[message.id, part.text]] : [];
  });
  const answers = (id: string): number =>
    messages.filter((message) => message.role === 'assistant' && message.parentId === id).length;
  return began.map(([id, why]) => [why, answers(id)]);
}

describe('a session of OpenCode 2 that work in the background continues', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['subagent-background', 'continued: Sub job'],
    ['background-move', 'continued: for i in 1 2 3 4 5; do echo line $i; sleep 0.4; done'],
  ];
  for (const [name, why] of cases)
    it(`has the cause and the answers that follow it, from events and from a reading: ${name}`, () => {
      const { events, readings } = read(name);
      const { id, messages } = readings.find(({ messages: all }) => turns(all).length > 1) ?? assert.fail();
      const opened: AgentEvent = { type: 'transcript.opened', sessionId: id };
      const state = [opened, ...events].reduce(reduce, emptyState);
      const live = turns(state.transcripts.get(id)?.messages ?? []);
      assert.deepEqual(live, turns(messages));
      assert.deepEqual(live.at(-1), [why, 1]);
      assert.ok((live[0]?.[1] ?? 0) > 0, 'the turn before keeps its own answers');
    });
});
