// Scenarios that run on both versions of OpenCode, and what they need to know of each.
import { sessionId, type SessionId } from '../../src/shared/model/ids.js';
import { DIALECTS, type Dialect } from '../support/dialect.js';
import type { Scripts } from '../support/modelScript.js';
import type { Opencode } from '../support/opencode.js';
import { isShortSelection } from '../support/testSelection.js';
import { scripts2, toolName2 } from '../support/version2Scripts.js';
import type { StageOptions } from './fixture.js';

/** A session as a server lists it. */
export interface ListedSession {
  readonly id: SessionId;
  readonly title?: string;
}

/** A version of OpenCode. */
export interface Version extends Dialect {
  readonly isFirst: boolean;
  /** Options of a fixture with this server; its pictures have names of their own. */
  readonly fixture: Pick<StageOptions, 'start' | 'pictures'>;
  /** The row of a sandbox with this name, connected. */
  connected(name: string): RegExp;
  /** Scripts of the model, written for version 1. */
  scripts(scripts: Scripts): Scripts;
  /** Its name of a tool of version 1. */
  tool(name: string): string;
  /** Configuration with which the agent asks only before commands that begin like this. */
  askingOnly(...commands: readonly string[]): object;
  /** Configuration of named commands, and of tool servers. */
  commands(commands: object): object;
  toolServers(servers: object): object;
  /** Requests that create a session, and those that send a prompt, as the proxy matches them. */
  readonly creating: RegExp;
  readonly prompting: RegExp;
  /** Its sessions, the newest first. */
  sessions(server: Opencode): Promise<readonly ListedSession[]>;
  /** IDs of the sessions that are at work. */
  busy(server: Opencode): Promise<readonly SessionId[]>;
  /** Whether the last turn of a session was stopped. */
  isStopped(server: Opencode, id: SessionId): Promise<boolean>;
}

interface Message1 {
  readonly info: { readonly error?: { readonly name: string } };
}
interface Message2 {
  readonly type: string;
  readonly error?: { readonly type: string };
}
const keysOf = (ids: object): readonly SessionId[] => Object.keys(ids).map(sessionId);

const [first, second] = DIALECTS as readonly [Dialect, Dialect];

export const version1: Version = {
  ...first,
  isFirst: true,
  fixture: { start: first.start },
  connected: (name) => new RegExp(`${name}.*connected.*1\\.18`),
  scripts: (scripts) => scripts,
  tool: (name) => name,
  askingOnly: (...commands) => ({
    permission: { bash: Object.fromEntries(commands.map((command) => [`${command}*`, 'ask'])) },
  }),
  commands: (commands) => ({ command: commands }),
  toolServers: (servers) => ({ mcp: servers }),
  creating: /^POST \/session(\?|$)/,
  prompting: /\/prompt_async/,
  sessions: (server) => server.json('/session'),
  busy: async (server) => keysOf(await server.json<object>('/session/status')),
  async isStopped(server, id) {
    const messages = await server.json<readonly Message1[]>(`/session/${id}/message`);
    return messages.at(-1)?.info.error?.name === 'MessageAbortedError';
  },
};

export const version2: Version = {
  ...second,
  isFirst: false,
  fixture: { start: second.start, pictures: 'opencode2-' },
  connected: (name) => new RegExp(`${name}.*connected.*2\\.0\\.15`),
  scripts: scripts2,
  tool: toolName2,
  askingOnly: (...commands) => ({
    permissions: [
      { action: '*', resource: '*', effect: 'allow' },
      ...commands.map((command) => ({ action: 'shell', resource: `${command}*`, effect: 'ask' })),
    ],
  }),
  commands: (commands) => ({ commands }),
  // Unless it is turned off, their tools are called by code only.
  toolServers: (servers) => ({
    mcp: {
      servers: Object.fromEntries(
        Object.entries(servers).map(([name, server]) => [name, { ...(server as object), codemode: false }]),
      ),
    },
  }),
  creating: /^POST \/api\/session(\?|$)/,
  prompting: /^POST \/api\/session\/[^/]+\/prompt(\?|$)/,
  async sessions(server) {
    return (await server.json<{ data: readonly ListedSession[] }>('/api/session?limit=200&order=desc')).data;
  },
  busy: async (server) => keysOf((await server.json<{ data: object }>('/api/session/active')).data),
  async isStopped(server, id) {
    const { data } = await server.json<{ data: readonly Message2[] }>(`/api/session/${id}/message?order=desc&limit=10`);
    return data.find(({ type }) => type === 'assistant')?.error?.type === 'aborted';
  },
};

/** Runs scenarios on one version; they are shown as skipped if its program is missing. */
export function describeVersion(version: Version, title: string, suite: (version: Version) => void): void {
  const run = version.available() ? describe : describe.skip;
  run(version.isFirst ? title : `${title} (${version.name})`, () => suite(version));
}

/** Runs scenarios on both versions; the short selection only on the first. */
export function describeVersions(title: string, suite: (version: Version) => void): void {
  for (const version of isShortSelection() ? [version1] : [version1, version2]) describeVersion(version, title, suite);
}

/** Defines a scenario for the first version only, because the server's version makes no difference. */
export const onFirst = (version: Version, title: string, scenario: () => Promise<void>): void => {
  if (version.isFirst) it(title, scenario);
};
