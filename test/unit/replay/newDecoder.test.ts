// OpenCode 2 sends less per event than version 1, so its decoder has state. One that begins in the middle (a reloaded window, a
// connection that was cut) knows only what a GET tells it.
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { createDecoder } from '../../../src/core/agent/opencode2/events.js';
import { Memory } from '../../../src/core/agent/opencode2/memory.js';
import type { Message } from '../../../src/shared/model/entities.js';
import type { AgentEvent } from '../../../src/shared/model/events.js';
import type { SessionId } from '../../../src/shared/model/ids.js';
import { reduce } from '../../../src/shared/model/reduce.js';
import { emptyState } from '../../../src/shared/model/state.js';
import { recordings } from '../../support/recordings.js';

interface Case {
  readonly name: string;
  readonly frames: readonly string[];
  readonly id: SessionId;
  readonly read: readonly AgentEvent[];
  readonly wanted: unknown;
}

const transcript = (events: readonly AgentEvent[], id: SessionId): readonly Message[] | undefined =>
  events.reduce(reduce, emptyState).transcripts.get(id)?.messages;

const cases: readonly Case[] = recordings()
  .filter(({ kind }) => kind === 'opencode-2')
  .flatMap(({ name, frames, events, readings }) =>
    readings.flatMap(({ id, messages }): readonly Case[] => {
      const opened: AgentEvent = { type: 'transcript.opened', sessionId: id };
      const loaded: AgentEvent = { type: 'transcript.loaded', sessionId: id, page: 'newest', messages, afterGap: true };
      const wanted = transcript([opened, loaded], id);
      // If the GET was made before the end, the rest of the stream adds to it.
      if (!isDeepStrictEqual(transcript([opened, ...events], id), wanted)) return [];
      return [{ name, frames, id, read: [opened, loaded], wanted }];
    }),
  );

describe('a decoder of OpenCode 2 that begins anywhere in a stream', () => {
  for (const isTold of [true, false])
    it(`changes nothing that was read ${isTold ? 'before' : 'while'} the events came`, () => {
      assert.ok(cases.length >= 50, `${cases.length} cases`);
      for (const { name, frames, id, read, wanted } of cases) {
        const messages = read.flatMap((event) => (event.type === 'transcript.loaded' ? event.messages : []));
        for (let from = 0; from < frames.length; from++) {
          const memory = new Memory();
          if (isTold) memory.rememberMessages(messages);
          const rest = frames.slice(from).flatMap(createDecoder(memory));
          assert.deepEqual(
            transcript([...read, ...rest], id),
            wanted,
            `${name} from frame ${from}: ${frames[from]?.slice(0, 120)}`,
          );
        }
      }
    });
});
