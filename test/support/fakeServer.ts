// An AgentServer in memory, for making faults that no real server can be asked for. Never a proof of the real one.
import type {
  AgentServer,
  Capabilities,
  EventStream,
  OutgoingPrompt,
  StreamListener,
} from '../../src/core/agent/ports.js';
import type { Message, Session } from '../../src/shared/model/entities.js';
import type { AgentEvent } from '../../src/shared/model/events.js';
import { sessionId, type SessionId } from '../../src/shared/model/ids.js';
import { Failure } from '../../src/core/failure.js';

/** A server whose answers a test decides. */
export interface FakeServer extends AgentServer {
  readonly prompts: OutgoingPrompt[];
  readonly stored: Map<string, Message>;
  readonly listeners: StreamListener[];
  /** What happens to the next prompts; `ok` when the list is empty. */
  readonly fates: ('ok' | 'lost-after' | 'lost-before' | 'rejected')[];
  /** Sessions that were created, and what happens to the next creations. */
  readonly created: Session[];
  readonly creationFates: ('ok' | 'lost-after' | 'lost-before' | 'rejected')[];
  /** Ids of prompts that came although their message was there already. */
  readonly doubled: string[];
  say(...events: AgentEvent[]): void;
}

export const everything: Capabilities = {
  archive: true,
  revert: true,
  compact: true,
  share: false,
  shell: true,
  commands: true,
  files: 'read',
  findFiles: true,
  findText: true,
  vcs: true,
  applyPatch: true,
  terminal: true,
  configuration: true,
  remoteControl: true,
  todos: false,
  paging: true,
  search: true,
  modelPerPrompt: true,
  agents: true,
  cost: true,
  rejectWithReason: true,
  sessionRules: true,
  webUi: true,
};

export const fakeSession = (id: string, more: Partial<Session> = {}): Session => ({
  id: sessionId(id),
  title: id,
  directory: '/w',
  created: 1,
  updated: 1,
  ...more,
});

const unused = (): never => {
  throw new Failure('bug', 'not part of this test');
};

/** Starts with these sessions and no messages. */
export function createFakeServer(sessions: readonly Session[] = [fakeSession('ses_a')]): FakeServer {
  const prompts: OutgoingPrompt[] = [];
  const stored = new Map<string, Message>();
  const listeners: StreamListener[] = [];
  const fates: FakeServer['fates'] = [];
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
      parts: [],
    };
    stored.set(message.id, message);
    return message;
  };
  const base = {
    identity: { flavor: 'opencode', version: '1', auth: 'none', baseUrl: 'http://127.0.0.1', elapsed: 1 } as const,
    capabilities: everything,
    prompts,
    stored,
    listeners,
    fates,
    doubled,
    created,
    creationFates,
  };
  const answers: Partial<AgentServer> = {
    stream(listener): EventStream {
      listeners.push(listener);
      return { quiet: () => 0, close: () => void listeners.splice(listeners.indexOf(listener), 1) };
    },
    health: async () => ({ version: '1' }),
    snapshot: async () => ({ sessions, status: [], requests: [], directory: '/w' }),
    catalog: async () => ({ models: [], agents: [], commands: [] }),
    sessions: async () => [...sessions, ...created],
    async createSession({ draft }) {
      const fate = creationFates.shift() ?? 'ok';
      if (fate === 'rejected') throw new Failure('rejected', 'no room', { status: 400 });
      if (fate === 'lost-before') throw new Failure('unreachable', 'reset');
      const session = fakeSession(`ses_new${created.length}`, draft === undefined ? {} : { draft });
      created.push(session);
      if (fate === 'lost-after') throw new Failure('unreachable', 'reset');
      return session;
    },
    messages: async (id) => ({ messages: of(id) }),
    message: async (_id, message) => stored.get(message),
    async prompt(prompt) {
      prompts.push(prompt);
      if (stored.has(prompt.messageId)) doubled.push(prompt.messageId);
      const fate = fates.shift() ?? 'ok';
      if (fate === 'rejected') throw new Failure('rejected', 'no such model', { status: 400 });
      if (fate === 'lost-before') throw new Failure('unreachable', 'reset');
      const message = keep(prompt);
      if (fate === 'lost-after') throw new Failure('unreachable', 'reset');
      for (const listener of listeners) listener.events([{ type: 'message.upserted', message }]);
    },
  };
  const server = {
    ...base,
    ...answers,
    say(...events: AgentEvent[]) {
      for (const listener of [...listeners]) listener.events(events);
    },
  };
  return new Proxy(server as FakeServer, {
    get: (target, name) => Reflect.get(target, name) ?? (name === 'then' ? undefined : unused),
  });
}
