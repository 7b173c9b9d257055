// An AgentServer in memory, for faults that no real server can produce. Never a proof of the real one.
import type {
  AgentServer,
  CatalogPort,
  EventsPort,
  OutgoingPrompt,
  PromptsPort,
  SessionsPort,
  StreamListener,
} from '../../src/core/agent/ports.js';
import type { Message, Session } from '../../src/shared/model/entities.js';
import type { AgentEvent } from '../../src/shared/model/events.js';
import { sessionId, type SessionId } from '../../src/shared/model/ids.js';
import { Failure } from '../../src/core/failure.js';
import type { Store } from '../../src/core/sync/store.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A server whose responses a test controls, also by replacing functions of its ports. */
export interface FakeServer extends AgentServer {
  readonly events: Writable<EventsPort>;
  readonly sessions: Writable<SessionsPort>;
  readonly prompts: Writable<PromptsPort>;
  readonly catalog: Writable<CatalogPort>;
  /** Prompts in order of arrival. */
  readonly received: OutgoingPrompt[];
  readonly stored: Map<string, Message>;
  readonly listeners: StreamListener[];
  /** What happens to the next prompts; `ok` when the list is empty. */
  readonly outcomes: ('ok' | 'lost-after' | 'lost-before' | 'rejected')[];
  /** Sessions that were created, and what happens to the next creations. */
  readonly created: Session[];
  readonly creationFates: ('ok' | 'lost-after' | 'lost-before' | 'rejected')[];
  /** IDs of prompts that arrived although their message already existed. */
  readonly doubled: string[];
  say(...events: AgentEvent[]): void;
  /** Sends its events to this store. */
  stream(store: Pick<Store, 'dispatch'>): void;
}

export const fakeSession = (id: string, more: Partial<Session> = {}): Session => ({
  id: sessionId(id),
  title: id,
  directory: '/w',
  created: 1,
  updated: 1,
  ...more,
});

const unused = (): Promise<never> => Promise.reject(new Failure('bug', 'not part of this test'));

/** Starts with these sessions and no messages. */
export function createFakeServer(sessions: readonly Session[] = [fakeSession('ses_a')]): FakeServer {
  const received: OutgoingPrompt[] = [];
  const stored = new Map<string, Message>();
  const listeners: StreamListener[] = [];
  const fates: FakeServer['outcomes'] = [];
  const doubled: string[] = [];
  const created: Session[] = [];
  const creationFates: FakeServer['creationFates'] = [];
  const of = (id: SessionId): readonly Message[] => [...stored.values()].filter((message) => message.sessionId === id);
  const keep = (prompt: OutgoingPrompt): Message => {
    const message: Message = {
      id: prompt.messageId,
      sessionId: prompt.sessionId,
      role: 'user',
      created: stored.size,
      parts: prompt.partIds.slice(0, 1).map((id) => ({
        id,
        sessionId: prompt.sessionId,
        messageId: prompt.messageId,
        type: 'text',
        text: prompt.text,
      })),
    };
    stored.set(message.id, message);
    return message;
  };
  const deliver = (...events: AgentEvent[]): void => {
    for (const listener of [...listeners]) listener.events(events);
  };
  return {
    identity: { kind: 'opencode-1', version: '1', auth: 'none', baseUrl: 'http://127.0.0.1', elapsed: 1 },
    received,
    stored,
    listeners,
    outcomes: fates,
    doubled,
    created,
    creationFates,
    say: deliver,
    stream: (store) =>
      void listeners.push({
        open() {},
        events: (events) => store.dispatch(events),
        gap() {},
        replaced() {},
        lost() {},
      }),
    events: {
      open(listener) {
        listeners.push(listener);
        return { quiet: () => 0, close: () => void listeners.splice(listeners.indexOf(listener), 1) };
      },
      health: async () => ({ version: '1' }),
    },
    sessions: {
      reportsCost: true,
      snapshot: async () => ({ sessions, status: [], requests: [], directory: '/w' }),
      messages: async (id) => ({ messages: of(id) }),
      get: unused,
      activity: unused,
      list: async () => [...sessions, ...created],
      async create({ draft }) {
        const fate = creationFates.shift() ?? 'ok';
        if (fate === 'rejected') throw new Failure('rejected', 'no space', { status: 400 });
        if (fate === 'lost-before') throw new Failure('unreachable', 'reset');
        const session = fakeSession(`ses_new${created.length}`, draft === undefined ? {} : { draft });
        created.push(session);
        if (fate === 'lost-after') throw new Failure('unreachable', 'reset');
        return session;
      },
      rename: unused,
      delete: unused,
      abort: unused,
      fork: unused,
    },
    prompts: {
      modelPerPrompt: true,
      agents: true,
      find: async (_id, message) => stored.get(message),
      async submit(prompt) {
        received.push(prompt);
        if (stored.has(prompt.messageId)) doubled.push(prompt.messageId);
        const fate = fates.shift() ?? 'ok';
        if (fate === 'rejected') throw new Failure('rejected', 'no such model', { status: 400 });
        if (fate === 'lost-before') throw new Failure('unreachable', 'reset');
        const message = keep(prompt);
        if (fate === 'lost-after') throw new Failure('unreachable', 'reset');
        deliver({ type: 'message.upserted', message });
      },
      command: unused,
    },
    requests: { rejectWithReason: true, replyPermission: unused, replyQuestion: unused, rejectQuestion: unused },
    catalog: { read: async () => ({ models: [], agents: [], commands: [] }) },
    workspace: { directory: unused, root: unused, projectId: unused },
    raw: { createSession: unused, messages: unused, session: unused, sessions: unused },
  };
}
