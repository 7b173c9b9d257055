// Compares the state of a sandbox with GET.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectServer } from '../../../src/core/agent/connect.js';
import { systemClock } from '../../../src/core/ports.js';
import { readAll } from '../../../src/core/sync/resync.js';
import type { Message, Part } from '../../../src/shared/model/entities.js';
import type { SessionId } from '../../../src/shared/model/ids.js';
import { reduce } from '../../../src/shared/model/reduce.js';
import { emptyState, type SandboxState } from '../../../src/shared/model/state.js';
import { seen } from '../../support/normalize.js';
import { until } from '../../support/temp.js';
import type { Fixture } from './fixture.js';
import { note } from './table.js';
import { ended, type Turn } from './turns.js';
import { silentLogger } from '../../support/silentLogger.js';

/** GET does not know whether the beginning of a text was received. */
const withoutGap = (part: Part): Part => {
  if (part.type !== 'text' && part.type !== 'reasoning') return part;
  const { gap: _, ...rest } = part;
  return rest;
};

const view = (fixture: Fixture, messages: readonly Message[]): unknown =>
  fixture.kind.kind === 'sandbox-agent'
    ? seen(messages)
    : messages.map((message) => ({ ...message, parts: message.parts.map(withoutGap) }));

/** The comparable part of a state: sessions, status, requests, and the inbox and transcripts of the opened sessions. */
const comparable = (fixture: Fixture, state: SandboxState, ids: readonly SessionId[]): unknown => ({
  sessions: [...state.sessions.values()]
    .map(({ id, title, archived }) => ({ id, title, archived }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  status: [...state.status].toSorted(([a], [b]) => (a < b ? -1 : 1)),
  requests: state.requests.map(({ id }) => id).toSorted(),
  inbox: ids.map((id) => state.inbox.get(id) ?? []),
  transcripts: ids.map((id) => view(fixture, state.transcripts.get(id)?.messages ?? [])),
});

/** State from GET alone, bypassing the proxy. */
async function truth(fixture: Fixture, ids: readonly SessionId[]): Promise<SandboxState> {
  const { identity } = fixture.sandbox;
  assert.ok(identity);
  const server = connectServer({
    identity: { ...identity, baseUrl: fixture.server.apiUrl },
    credentials: async () => fixture.secret,
    fetch: (input, init) => fetch(input, init),
    logger: silentLogger,
    clock: systemClock,
  });
  const opened = ids.map((sessionId) => ({ type: 'transcript.opened' as const, sessionId }));
  return [
    ...opened,
    ...(await readAll(
      server,
      opened.map(({ sessionId: id }) => ({ id, known: [] })),
      new AbortController().signal,
    )),
  ].reduce(reduce, emptyState);
}

/** Waits until the sandbox equals GET; the error shows both. */
export async function equalsGet(fixture: Fixture, ids: readonly SessionId[], within = 120_000): Promise<void> {
  let last: unknown;
  try {
    await until(
      'the state of GET',
      async () => {
        if (fixture.sandbox.connection.phase !== 'connected') return false;
        try {
          assert.deepEqual(
            comparable(fixture, fixture.sandbox.store.state, ids),
            comparable(fixture, await truth(fixture, ids), ids),
          );
          return true;
        } catch (error) {
          last = error;
          return false;
        }
      },
      within,
    );
  } catch (error) {
    throw last ?? error;
  }
}

const texts = (messages: readonly Message[]): string[] =>
  messages
    .filter((message) => message.role === 'user')
    .flatMap((message) => message.parts)
    .flatMap((part) => (part.type === 'text' && part.synthetic !== true ? [part.text] : []));

type Sent = readonly (readonly [SessionId, readonly string[]])[];

/** The number of sent prompts that are missing on the server, and of those that it has more than once. */
export async function counted(fixture: Fixture, sent: Sent): Promise<{ lost: number; doubled: number }> {
  const ids = sent.map(([id]) => id);
  const isAtRest = ({ status, inbox }: SandboxState): boolean =>
    ids.every((id) => !status.has(id) && (inbox.get(id) ?? []).length === 0);
  const count = async () => {
    const state = await truth(fixture, ids);
    return { ...countIn(state, sent), isAtRest: isAtRest(state) };
  };
  // A prompt may leave the server's queue between two requests of one reading, so a difference counts only if it is found twice at rest.
  let last = await count();
  for (;;) {
    const { lost, doubled } = last;
    if (lost === 0 && doubled === 0) break;
    const next = await count();
    const isFinal = last.isAtRest && next.isAtRest;
    last = next;
    if (isFinal) break;
    await sleep(100);
  }
  return { lost: last.lost, doubled: last.doubled };
}

function countIn(state: SandboxState, sent: Sent): { lost: number; doubled: number } {
  let lost = 0;
  let doubled = 0;
  for (const [id, wanted] of sent) {
    const waiting = (state.inbox.get(id) ?? []).map(({ text }) => text);
    const there = [...texts(state.transcripts.get(id)?.messages ?? []), ...waiting];
    for (const text of wanted) {
      const times = there.filter((one) => one === text).length;
      if (times === 0) lost++;
      doubled += Math.max(0, times - 1);
    }
    assert.deepEqual(
      there.filter((text, index) => there.indexOf(text) === index),
      wanted.filter((text) => there.includes(text)),
      'in the order they were written',
    );
  }
  return { lost, doubled };
}

/** Measures from `since` to the state of GET, counts prompts, keeps the row of a named fault, and asserts that none was lost or doubled. */
export async function judge(
  fixture: Fixture,
  fault: string | undefined,
  since: number,
  turn: Turn | Sent,
  more?: string,
): Promise<void> {
  const sent = 'id' in turn ? [[turn.id, [turn.text]] as const] : turn;
  if ('id' in turn) await ended(fixture, turn);
  await equalsGet(
    fixture,
    sent.map(([id]) => id),
  );
  const recovered = Date.now() - since;
  const { lost, doubled } = await counted(fixture, sent);
  fixture.log.push(`${fault ?? 'judged'}: ${recovered} ms`);
  if (fault !== undefined)
    note({
      fault,
      server: fixture.kind.name,
      recovered,
      lost,
      doubled,
      ...(more === undefined ? {} : { note: more }),
    });
  assert.deepEqual({ lost, doubled }, { lost: 0, doubled: 0 });
}
