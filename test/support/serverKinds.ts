// Real servers of every kind, and what tests need to know to run on each.
import type { ServerKind } from '../../src/core/agent/ports.js';
import type { SessionId } from '../../src/shared/model/ids.js';
import { opencode1, opencode2, type Dialect } from './dialect.js';
import type { Model } from './model.js';
import type { Opencode } from './opencode.js';
import { startSandboxAgent } from './sandboxAgent.js';

/** A running server. */
export interface KindServer extends Pick<Opencode, 'kill' | 'stop' | 'dispose'> {
  /** The address as a user enters it. */
  readonly address: string;
  /** The address that its API has. */
  readonly apiUrl: string;
  readonly secret: string;
  readonly pid: number;
  readonly workspace: string;
  restart(change?: { readonly secret?: string }): Promise<void>;
  /** Reloads the configuration of the folder; OpenCode 1 ends all of its streams. */
  reload?(): Promise<void>;
  createSession(title?: string): Promise<SessionId>;
  renameSession(id: SessionId, title: string): Promise<void>;
  deleteSession(id: SessionId): Promise<void>;
  sessionIds(): Promise<readonly SessionId[]>;
  /** Texts of the prompts in a session, in their order. */
  prompts(id: SessionId): Promise<readonly string[]>;
}

/** A kind of server. Requests for prompts have `/prompt` in their path, and streams of events `/event`, on all of them. */
export interface TestKind {
  readonly kind: ServerKind;
  /** For titles of suites and for tables. */
  readonly name: string;
  available(): boolean;
  /** Path of the health check. */
  readonly health: string;
  /** Type of the events with text deltas, as on the wire. */
  readonly delta: string;
  /** Paths that are read after a stream was opened. */
  readonly reads: readonly string[];
  /** The agent asks before it edits; a Sandbox Agent has its own mock agent and needs no model. */
  start(options: { readonly model: Model; readonly config?: object }): Promise<KindServer>;
  /** An OpenCode server that was started by other means. */
  adopt?(server: Opencode): KindServer;
}

interface Paths extends Pick<TestKind, 'health' | 'delta' | 'reads'> {
  readonly reload: string;
}

/** A server whose sessions are read and changed through one version of the API. */
const serverOf = (
  dialect: Dialect,
  server: Pick<Opencode, 'url' | 'pid' | 'workspace' | 'kill' | 'stop' | 'dispose' | 'json'>,
  own: Pick<KindServer, 'address' | 'secret' | 'restart' | 'reload'>,
): KindServer => ({
  get secret() {
    return own.secret;
  },
  get pid() {
    return server.pid;
  },
  address: own.address,
  apiUrl: server.url,
  workspace: server.workspace,
  kill: server.kill,
  stop: server.stop,
  dispose: server.dispose,
  restart: own.restart,
  ...(own.reload !== undefined && { reload: own.reload }),
  createSession: (title) => dialect.createSession(server, title),
  renameSession: (id, title) => dialect.renameSession(server, id, title),
  deleteSession: (id) => dialect.deleteSession(server, id),
  sessionIds: () => dialect.sessionIds(server),
  prompts: async (id) =>
    (await dialect.messages(server, id)).filter(({ role }) => role === 'user').map(({ texts }) => texts.join('')),
});

const ofDialect = (dialect: Dialect, { reload, ...paths }: Paths): TestKind => ({
  kind: dialect.kind,
  name: dialect.name,
  available: dialect.available,
  ...paths,
  start: async ({ model, config = dialect.asking() }) => adopt(dialect, await dialect.start({ model, config }), reload),
  adopt: (server) => adopt(dialect, server, reload),
});

const adopt = (dialect: Dialect, server: Opencode, reload: string): KindServer =>
  serverOf(dialect, server, {
    address: server.url,
    get secret() {
      return server.password ?? '';
    },
    restart: ({ secret } = {}) => server.restart(secret === undefined ? {} : { password: secret }),
    reload: async () => void (await server.fetch(reload, { method: 'POST' })).body?.cancel(),
  });

const READS_1 = ['/session?', '/session/status', '/permission', '/question', '/message'];

/** Both versions of OpenCode. */
export const OPENCODES: readonly TestKind[] = [
  ofDialect(opencode1, {
    health: '/global/health',
    delta: '"message.part.delta"',
    reads: READS_1,
    reload: '/instance/dispose',
  }),
  ofDialect(opencode2, {
    health: '/api/info',
    delta: '"session.text.delta"',
    reload: '/api/location/reload',
    reads: ['/api/session?', '/api/session/active', '/api/permission/request', '/api/form', '/message', '/inbox'],
  }),
];

/** A Sandbox Agent has the API of OpenCode 1 below its own path. */
export const SANDBOX_AGENT: TestKind = {
  kind: 'sandbox-agent',
  name: 'Sandbox Agent',
  available: () => true,
  health: '/global/health',
  delta: '"message.part.updated"',
  reads: READS_1,
  async start() {
    const server = await startSandboxAgent();
    return serverOf(opencode1, server, {
      address: server.origin,
      get secret() {
        return server.token ?? '';
      },
      restart: ({ secret } = {}) => server.restart(secret === undefined ? {} : { token: secret }),
    });
  },
};

/** All kinds. */
export const SERVER_KINDS: readonly TestKind[] = [...OPENCODES, SANDBOX_AGENT];

/** Runs a suite on each of these kinds and adds the kind to its title; kinds whose program is missing here are shown as skipped. */
export function describeKinds(kinds: readonly TestKind[], title: string, suite: (kind: TestKind) => void): void {
  for (const kind of kinds) (kind.available() ? describe : describe.skip)(`${title} ${kind.name}`, () => suite(kind));
}
