// Turns of the agent that pause in the middle.
import type { SessionId } from '../../../src/shared/model/ids.js';
import type { SandboxState } from '../../../src/shared/model/state.js';
import { opencode1, opencode2 } from '../../support/dialect.js';
import { until as waitFor } from '../../support/temp.js';
import { until } from '../../support/watch.js';
import type { Fixture } from './fixture.js';

let turns = 0;
/** A turn that writes its first half and waits; `finish` lets it write the rest and end. */
export interface Turn {
  readonly id: SessionId;
  readonly text: string;
  readonly whole: string;
  finish(): void;
}

/** Starts a turn and, with `seen`, waits until its first half is on screen. */
export async function midTurn(fixture: Fixture, seen = true): Promise<Turn> {
  const name = `turn${++turns}`;
  if (fixture.kind.kind === 'sandbox-agent') {
    const text = `echo ${name}: 日本 ünïcode 😀.`;
    const id = await fixture.begin(text);
    // It answers at once, but a prompt whose request breaks off in between never gets an answer.
    if (seen)
      await until(fixture.sandbox, 'the answer', (state) => !state.status.has(id) && said(state, id).includes(name));
    return { id, text, whole: name, finish() {} };
  }
  const half = `Begun ${name}: 日本 ünïcode 😀.`;
  fixture.model.scripts[name] = [
    {
      text: half,
      chunk: 3,
      hold: name,
      tools: [(fixture.kind.kind === 'opencode-2' ? opencode2 : opencode1).command('echo tool')],
    },
    { text: `Ended ${name}.`, chunk: 3 },
  ];
  const text = `[[${name}]]`;
  const id = await fixture.begin(text);
  if (seen) await until(fixture.sandbox, 'the first half', (state) => said(state, id).includes(half));
  return { id, text, whole: `${half}Ended ${name}.`, finish: () => fixture.model.release(name) };
}

/** All text of the agent in a session. */
export const said = (state: SandboxState, id: SessionId): string =>
  (state.transcripts.get(id)?.messages ?? [])
    .filter((message) => message.role === 'assistant')
    .flatMap((message) => message.parts.map((part) => (part.type === 'text' ? part.text : '')))
    .join('');

/** The turn has ended and is shown completely. */
export const ended = (fixture: Fixture, turn: Turn, within = 120_000): Promise<unknown> =>
  waitFor(
    `the end of ${turn.text}, not “${said(fixture.sandbox.store.state, turn.id)}”`,
    () => {
      const { state } = fixture.sandbox.store;
      const text = said(state, turn.id);
      return (
        fixture.sandbox.connection.phase === 'connected' &&
        !state.status.has(turn.id) &&
        fixture.sandbox.pending.length === 0 &&
        (fixture.kind.kind === 'sandbox-agent' ? text.includes(turn.whole) : text === turn.whole)
      );
    },
    within,
  );
