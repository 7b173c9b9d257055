// A range to shoot at: a real server behind a proxy, a sandbox of the core on it, and the comparison with what GET says.
import assert from 'node:assert/strict';
import { connectServer } from '../../src/core/agent/index.js';
import { systemClock, type Clock } from '../../src/core/ports.js';
import type { Sandbox } from '../../src/core/sandbox/sandbox.js';
import { readAll } from '../../src/core/sync/resync.js';
import type { Message, Part } from '../../src/shared/model/entities.js';
import type { SessionId } from '../../src/shared/model/ids.js';
import type { PendingPrompt } from '../../src/shared/model/pending.js';
import { reduce } from '../../src/shared/model/reduce.js';
import { emptyState, type SandboxState } from '../../src/shared/model/state.js';
import { makeBox, type BoxOptions } from '../support/box.js';
import { startModel, type Model } from '../support/model.js';
import { startOpencode, type Opencode } from '../support/opencode.js';
import { startProxy, type Proxy } from '../support/proxy.js';
import { startSandboxAgent, type SandboxAgent } from '../support/sandboxAgent.js';
import { until as waitFor } from '../support/temp.js';
import { until } from '../support/watch.js';
import { note } from './table.js';

/** What both servers have in common here. */
export type Target = Pick<Opencode | SandboxAgent, 'url' | 'json' | 'kill' | 'dispose'> & {
  restart(change?: { readonly secret?: string }): Promise<void>;
};

/** Everything a fault needs. */
export interface Range {
  readonly flavor: 'opencode' | 'sandbox-agent';
  readonly model: Model;
  readonly server: Target;
  readonly proxy: Proxy;
  /** Its time can be moved: `shift` ms are added. */
  readonly clock: Clock & { shift: number };
  /** The window's box; `reopen` closes it and opens another on the same disk. */
  box: Sandbox;
  readonly disk: { pending: readonly PendingPrompt[]; full: boolean };
  secret: string;
  readonly log: string[];
  reopen(options?: Partial<BoxOptions>): Sandbox;
  /** A new session, opened, with a prompt on its way. */
  begin(text: string): Promise<SessionId>;
  dispose(): Promise<void>;
}

function movable(): Clock & { shift: number } {
  const clock = { ...systemClock, shift: 0, now: () => systemClock.now() + clock.shift };
  return clock;
}

/** Lines of the log; `FAULTS_TRACE=1` prints each with the second it came in, to see what a recovery waited for. */
function traced(): string[] {
  const lines: string[] = [];
  if (process.env['FAULTS_TRACE'] === undefined) return lines;
  const start = Date.now();
  const push = lines.push.bind(lines);
  lines.push = (...more) => {
    for (const line of more) console.log(`${((Date.now() - start) / 1000).toFixed(2)} ${line}`);
    return push(...more);
  };
  return lines;
}

/** Starts a range; nothing is broken yet. */
export async function openRange(flavor: Range['flavor']): Promise<Range> {
  const model = await startModel({ scripts: {} });
  const native =
    flavor === 'opencode' ? await startOpencode({ model, config: { permission: { edit: 'ask' } } }) : undefined;
  const agent = native === undefined ? await startSandboxAgent() : undefined;
  const running = native ?? agent;
  assert.ok(running);
  const proxy = await startProxy({ target: native === undefined ? (agent?.origin ?? '') : native.url });
  const clock = movable();
  const disk: Range['disk'] = { pending: [], full: false };
  const log = traced();
  const make = (more: Partial<BoxOptions> = {}): Sandbox => {
    const box = makeBox({ url: proxy.url, secret: () => range.secret, clock, disk, log, ...more });
    box.connect();
    return box;
  };
  const range: Range = {
    flavor,
    model,
    server: {
      url: running.url,
      json: running.json,
      kill: running.kill,
      dispose: running.dispose,
      restart: ({ secret } = {}) =>
        native === undefined
          ? (agent?.restart(secret === undefined ? {} : { token: secret }) ?? Promise.resolve())
          : native.restart(secret === undefined ? {} : { password: secret }),
    },
    proxy,
    clock,
    disk,
    log,
    secret: native === undefined ? 'token' : 'pw',
    box: undefined as unknown as Sandbox,
    reopen(more) {
      range.box.dispose();
      range.box = make(more);
      return range.box;
    },
    async begin(text) {
      const { id } = await range.box.newSession();
      range.box.openTranscript(id);
      await range.box.send(id, { text, attachments: [] });
      return id;
    },
    async dispose() {
      range.box.dispose();
      await proxy.close();
      await running.dispose();
      await model.close();
    },
  };
  range.box = make();
  await live(range.box);
  return range;
}

/** Waits for a connection, and says what there was instead. */
export const live = (box: Sandbox, within = 120_000): Promise<unknown> =>
  waitFor(`a connection, not ${JSON.stringify(box.connection)}`, () => box.connection.phase === 'connected', within);

/** Waits until the box noticed that something is wrong. */
export const down = (box: Sandbox, within = 120_000): Promise<unknown> =>
  waitFor('the loss of the connection', () => box.connection.phase !== 'connected', within);

/** What a part shows; Sandbox Agent's readings leave out times and ends. */
const shown = (part: Part): unknown =>
  part.type === 'text' || part.type === 'reasoning'
    ? [part.type, part.text]
    : part.type === 'tool'
      ? [part.type, part.callId, part.tool, part.status, part.output ?? part.error ?? '']
      : [part.type];

/** Text that was begun and not ended: a reading says nothing of it, so what we heard of it stays. */
const unsaid = (part: Part): Part => {
  if ((part.type !== 'text' && part.type !== 'reasoning') || part.start === undefined || part.end !== undefined)
    return part;
  const { gap: _, ...rest } = part;
  return { ...rest, text: '' };
};

const view = (range: Range, messages: readonly Message[]): unknown =>
  range.flavor === 'opencode'
    ? messages.map((message) => ({ ...message, parts: message.parts.map(unsaid) }))
    : messages.map((message) => [message.id, message.role, message.parts.map(shown)]);

/** What can be compared of a state: sessions, status, requests, and the opened transcripts. */
const comparable = (range: Range, state: SandboxState, ids: readonly SessionId[]): unknown => ({
  sessions: [...state.sessions.values()]
    .map(({ id, title, archived }) => ({ id, title, archived }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  status: [...state.status].toSorted(([a], [b]) => (a < b ? -1 : 1)),
  requests: state.requests.map(({ id }) => id).toSorted(),
  transcripts: ids.map((id) => view(range, state.transcripts.get(id)?.messages ?? [])),
});

/** State made of nothing but what GET says now, past the proxy. */
async function truth(range: Range, ids: readonly SessionId[]): Promise<SandboxState> {
  const { identity } = range.box;
  assert.ok(identity);
  const server = connectServer({
    identity: { ...identity, baseUrl: range.server.url },
    credentials: async () => range.secret,
    fetch: (input, init) => fetch(input, init),
    logger: { trace() {}, debug() {}, info() {}, warn() {}, error() {} },
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

/** Waits until the box shows exactly what GET says; the error shows both. */
export async function equalsGet(range: Range, ids: readonly SessionId[], within = 120_000): Promise<void> {
  let last: unknown;
  try {
    await waitFor(
      'the state of GET',
      async () => {
        if (range.box.connection.phase !== 'connected') return false;
        try {
          assert.deepEqual(
            comparable(range, range.box.store.state, ids),
            comparable(range, await truth(range, ids), ids),
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

/** Of the prompts that were sent: how many the server does not have, and how many it has more than once. */
export async function counted(
  range: Range,
  sent: readonly (readonly [SessionId, readonly string[]])[],
): Promise<{ lost: number; doubled: number }> {
  let lost = 0;
  let doubled = 0;
  const state = await truth(
    range,
    sent.map(([id]) => id),
  );
  for (const [id, wanted] of sent) {
    const there = texts(state.transcripts.get(id)?.messages ?? []);
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

let turns = 0;
/** A turn that says a first part and waits; `finish` lets it say the second and end. */
export interface Turn {
  readonly id: SessionId;
  readonly text: string;
  readonly whole: string;
  finish(): void;
}

/** Starts a turn and, with `seen`, waits until its first half is on screen. */
export async function midTurn(range: Range, seen = true): Promise<Turn> {
  const name = `turn${++turns}`;
  if (range.flavor === 'sandbox-agent') {
    const id = await range.begin(`echo ${name}`);
    return { id, text: `echo ${name}`, whole: name, finish() {} };
  }
  const half = `Begun ${name}: 日本 ünïcode 😀.`;
  range.model.scripts[name] = [
    { text: half, chunk: 3, hold: name, tools: [{ name: 'bash', args: { command: 'echo tool', description: 'say' } }] },
    { text: `Ended ${name}.`, chunk: 3 },
  ];
  const text = `[[${name}]]`;
  const id = await range.begin(text);
  if (seen) await until(range.box, 'the first half', (state) => said(state, id).includes(half));
  return { id, text, whole: `${half}Ended ${name}.`, finish: () => range.model.release(name) };
}

/** All that the agent said in a session. */
export const said = (state: SandboxState, id: SessionId): string =>
  (state.transcripts.get(id)?.messages ?? [])
    .filter((message) => message.role === 'assistant')
    .flatMap((message) => message.parts.map((part) => (part.type === 'text' ? part.text : '')))
    .join('');

/** The turn is over and on screen as a whole. */
export const ended = (range: Range, turn: Turn, within = 120_000): Promise<unknown> =>
  waitFor(
    `the end of ${turn.text}, not “${said(range.box.store.state, turn.id)}”`,
    () => {
      const { state } = range.box.store;
      const text = said(state, turn.id);
      return (
        range.box.connection.phase === 'connected' &&
        !state.status.has(turn.id) &&
        range.box.pending.length === 0 &&
        (range.flavor === 'opencode' ? text === turn.whole : text.includes(turn.whole))
      );
    },
    within,
  );

/** Measures from `since` to the state of GET, counts prompts, keeps the row of a named fault, and asserts that none was lost or doubled. */
export async function judge(
  range: Range,
  fault: string | undefined,
  since: number,
  turn: Turn | readonly (readonly [SessionId, readonly string[]])[],
  more?: string,
): Promise<void> {
  const sent = 'id' in turn ? [[turn.id, [turn.text]] as const] : turn;
  if ('id' in turn) await ended(range, turn);
  await equalsGet(
    range,
    sent.map(([id]) => id),
  );
  const recovered = Date.now() - since;
  const { lost, doubled } = await counted(range, sent);
  range.log.push(`${fault ?? 'judged'}: ${recovered} ms`);
  if (fault !== undefined)
    note({
      fault,
      server: range.flavor === 'opencode' ? 'OpenCode' : 'Sandbox Agent',
      recovered,
      lost,
      doubled,
      ...(more === undefined ? {} : { note: more }),
    });
  assert.deepEqual({ lost, doubled }, { lost: 0, doubled: 0 });
}
