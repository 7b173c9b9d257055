// The two versions of OpenCode, and what tests need to know to run on both.
import type { ServerKind } from '../../src/core/agent/ports.js';
import type { SessionId } from '../../src/shared/model/ids.js';
import { startOpencode, type Opencode, type OpencodeOptions } from './opencode.js';
import { hasOpencode2, startOpencode2 } from './opencode2.js';

/** A message as stored by the server. */
export interface KeptMessage {
  readonly role: string;
  /** Its texts, in order. */
  readonly texts: readonly string[];
}

/** A version of OpenCode. */
export interface Dialect {
  readonly kind: Extract<ServerKind, 'opencode-1' | 'opencode-2'>;
  /** For titles of suites. */
  readonly name: string;
  readonly version: RegExp;
  /** Whether its program is available here. */
  available(): boolean;
  start(options: OpencodeOptions): Promise<Opencode>;
  /** Configuration with which the agent asks before it edits, and before commands that begin like this. */
  asking(...commands: readonly string[]): object;
  /** Names of the tool that runs commands, and of the argument that is a path. */
  readonly shell: string;
  readonly pathArgument: string;
  /** Arguments of a tool by which the model asks for a command. */
  command(line: string): { readonly name: string; readonly args: object };
  /** The path of a prompt's request. */
  promptPath(id: SessionId): string;
  /** The messages of a session on the server, without synthetic texts. */
  messages(server: Pick<Opencode, 'json'>, id: SessionId): Promise<readonly KeptMessage[]>;
  createSession(server: Pick<Opencode, 'json'>, title?: string): Promise<SessionId>;
  renameSession(server: Pick<Opencode, 'json'>, id: SessionId, title: string): Promise<void>;
  deleteSession(server: Pick<Opencode, 'json'>, id: SessionId): Promise<void>;
  sessionIds(server: Pick<Opencode, 'json'>): Promise<readonly SessionId[]>;
  /** The permission rules of a session: permission, pattern, action. */
  rules(server: Opencode, id: SessionId): Promise<readonly (readonly string[])[]>;
}

interface Message1 {
  readonly info: { readonly role: string };
  readonly parts: readonly { readonly type: string; readonly text?: string; readonly synthetic?: boolean }[];
}
interface Message2 {
  readonly type: string;
  readonly text?: string;
  readonly content?: readonly { readonly type: string; readonly text?: string }[];
}
interface Page2 {
  readonly data: readonly Message2[];
  readonly cursor?: { readonly next?: string | null };
}

const textsOf = (parts: Message1['parts']): readonly string[] =>
  parts.flatMap((part) => (part.type === 'text' && part.synthetic !== true ? [part.text ?? ''] : []));

export const opencode1: Dialect = {
  kind: 'opencode-1',
  name: 'OpenCode 1',
  version: /^1\.18\./,
  available: () => true,
  start: startOpencode,
  asking: (...commands) => ({
    permission: {
      edit: 'ask',
      ...(commands.length > 0 && { bash: Object.fromEntries(commands.map((command) => [`${command}*`, 'ask'])) }),
    },
  }),
  shell: 'bash',
  pathArgument: 'filePath',
  command: (line) => ({ name: 'bash', args: { command: line, description: 'x' } }),
  promptPath: (id) => `/session/${id}/prompt_async`,
  async messages(server, id) {
    const kept = await server.json<readonly Message1[]>(`/session/${id}/message`);
    return kept.map(({ info, parts }) => ({ role: info.role, texts: textsOf(parts) }));
  },
  async createSession(server, title) {
    return (await server.json<{ id: SessionId }>('/session', { title })).id;
  },
  async renameSession(server, id, title) {
    await server.json(`/session/${id}`, { title }, 'PATCH');
  },
  async deleteSession(server, id) {
    await server.json(`/session/${id}`, undefined, 'DELETE');
  },
  async sessionIds(server) {
    return (await server.json<readonly { id: SessionId }[]>('/session')).map(({ id }) => id);
  },
  async rules(server, id) {
    const { permission } = await server.json<{ permission: { permission: string; pattern: string; action: string }[] }>(
      `/session/${id}`,
    );
    return permission.map((rule) => [rule.permission, rule.pattern, rule.action]);
  },
};

export const opencode2: Dialect = {
  kind: 'opencode-2',
  name: 'OpenCode 2',
  version: /^2\.0\./,
  available: hasOpencode2,
  start: startOpencode2,
  asking: (...commands) => ({
    permissions: [
      { action: '*', resource: '*', effect: 'allow' },
      { action: 'edit', resource: '*', effect: 'ask' },
      ...commands.map((command) => ({ action: 'shell', resource: `${command}*`, effect: 'ask' })),
    ],
  }),
  shell: 'shell',
  pathArgument: 'path',
  command: (line) => ({ name: 'shell', args: { command: line } }),
  promptPath: (id) => `/api/session/${id}/prompt`,
  async messages(server, id) {
    const kept: Message2[] = [];
    for (let query = 'order=asc&limit=200'; ;) {
      const page = await server.json<Page2>(`/api/session/${id}/message?${query}`);
      kept.push(...page.data);
      if (typeof page.cursor?.next !== 'string' || page.data.length === 0) break;
      query = `limit=200&cursor=${encodeURIComponent(page.cursor.next)}`;
    }
    return kept
      .filter(({ type }) => type === 'user' || type === 'assistant')
      .map(({ type, text = '', content }) => ({
        role: type,
        texts: content === undefined ? [text] : textsOf(content),
      }));
  },
  async createSession(server, title) {
    return (await server.json<{ data: { id: SessionId } }>('/api/session', { title })).data.id;
  },
  async renameSession(server, id, title) {
    await server.json(`/api/session/${id}`, { title }, 'PATCH');
  },
  async deleteSession(server, id) {
    await server.json(`/api/session/${id}`, undefined, 'DELETE');
  },
  async sessionIds(server) {
    const { data } = await server.json<{ data: readonly { id: SessionId }[] }>('/api/session?limit=1000');
    return data.map(({ id }) => id);
  },
  async rules(server, id) {
    const { data } = await server.json<{
      data: { permissions: { action: string; resource: string; effect: string }[] };
    }>(`/api/session/${id}`);
    return data.permissions.map((rule) => [rule.action, rule.resource, rule.effect]);
  },
};

/** Both versions. */
export const DIALECTS: readonly Dialect[] = [opencode1, opencode2];

/** Runs a suite on each version of OpenCode; a version whose program is missing here is shown as skipped. */
export function describeOpencode(title: string, suite: (dialect: Dialect) => void): void {
  for (const dialect of DIALECTS) {
    const run = dialect.available() ? describe : describe.skip;
    run(`${title} (${dialect.name})`, () => suite(dialect));
  }
}
