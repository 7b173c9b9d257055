import type { Message, Session } from '../../../shared/model/entities.js';
import { Failure } from '../../failure.js';
import { agent, command, defaultModel, models } from '../opencode/entities/catalog.js';
import { permission, question } from '../opencode/entities/request.js';
import { session, status } from '../opencode/entities/session.js';
import { createOpenCodeServer, type ServerParts } from '../opencode/server.js';
import { compact, defined, field, isObject, list, number, text } from '../opencode/read.js';
import { sessionId } from '../../../shared/model/ids.js';
import { expandCommand } from './command.js';
import type { AgentServer, Capabilities } from '../server.js';
import { webPage } from '../webPage.js';

/** What Sandbox Agent's OpenCode-compatible API can do. */
export const sandboxAgentCapabilities: Capabilities = {
  archive: false,
  revert: false,
  compact: false,
  share: false,
  shell: false,
  commands: false,
  files: 'write',
  findFiles: false,
  findText: false,
  vcs: false,
  applyPatch: false,
  terminal: false,
  configuration: false,
  remoteControl: false,
  todos: false,
  paging: false,
  search: false,
  modelPerPrompt: false,
  agents: false,
  cost: false,
  rejectWithReason: false,
  sessionRules: false,
  webUi: true,
};

const unreported = (one: Session): Session => {
  const { cost: _, tokens: _tokens, ...rest } = one;
  return rest;
};
/** Nothing that this server says of cost, tokens or the finish of a message is true. */
export const honest = (message: Message): Message => {
  if (message.role === 'user') return message;
  const { finish: _, cost: _cost, tokens: _tokens, ...rest } = message;
  return rest;
};

/** Sandbox Agent: the same wire under `/opencode`, fewer capabilities, files through its own `/v1/fs`. */
export function createSandboxAgentServer(parts: ServerParts): AgentServer {
  const base = createOpenCodeServer(parts);
  const { http } = parts;
  const capabilities: { -readonly [K in keyof Capabilities]: Capabilities[K] } = {
    ...sandboxAgentCapabilities,
    webUi: webPage(parts.identity) !== undefined,
  };
  const root = http.baseUrl.replace(/\/opencode$/, '');
  const query = (more: Record<string, string>): Record<string, string> =>
    parts.directory === undefined ? more : { ...more, directory: parts.directory };
  const get = async (path: string, signal?: AbortSignal): Promise<unknown> =>
    (await http.call('GET', path, { query: query({}), ...(signal === undefined ? {} : { signal }) })).json();
  const fs = (
    method: string,
    path: string,
    more: Record<string, string>,
    body?: Uint8Array,
    signal?: AbortSignal,
  ): Promise<Response> =>
    http.call(method, path, {
      base: root,
      query: more,
      ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/octet-stream' } }),
      ...(signal === undefined ? {} : { signal }),
    });
  const absolute = (path: string, directory?: string): string =>
    path.startsWith('/')
      ? path
      : `${(directory ?? parts.directory ?? '').replace(/\/$/, '')}/${path}`.replace(
          /^\//,
          directory === undefined && parts.directory === undefined ? '' : '/',
        );

  return {
    ...base,
    get capabilities() {
      return capabilities;
    },
    async snapshot(signal) {
      const [sessions, statuses, permissions, questions, path] = await Promise.all([
        get('/session', signal),
        get('/session/status', signal),
        get('/permission', signal),
        get('/question', signal),
        get('/path', signal),
      ]);
      return {
        sessions: compact(list(sessions), session).map(unreported),
        status: Object.entries(isObject(statuses) ? statuses : {}).map(
          ([id, value]) => [sessionId(id), status(value)] as const,
        ),
        requests: [...compact(list(permissions), permission), ...compact(list(questions), question)],
        directory: text(path, 'directory') ?? '',
      };
    },
    async catalog(signal) {
      const [providers, agents, commands] = await Promise.all([
        get('/provider', signal),
        get('/agent', signal),
        get('/command', signal),
      ]);
      // A Sandbox Agent that proxies to an OpenCode server has that server's commands and configuration.
      const known = compact(list(commands), command);
      capabilities.commands = known.length > 0;
      capabilities.configuration = known.length > 0;
      return defined({
        models: models(providers),
        defaultModel: defaultModel(undefined, field(providers, 'default')),
        agents: compact(list(agents), agent),
        commands: known,
      });
    },
    async sessions({ search, limit }, signal) {
      const all = compact(list(await get('/session', signal)), session).map(unreported);
      const wanted =
        search === undefined ? all : all.filter((one) => one.title.toLowerCase().includes(search.toLowerCase()));
      return wanted.toSorted((a, b) => b.updated - a.updated).slice(0, limit);
    },
    async messages(id, page, signal) {
      const { messages } = await base.messages(id, page, signal);
      return { messages: messages.map(honest) };
    },
    async message(id, of, signal) {
      const found = await base.message(id, of, signal);
      return found === undefined ? undefined : honest(found);
    },
    // It lists the commands of the server behind it but cannot run them: what they stand for is sent as a prompt.
    async command(id, name, args, signal) {
      const template = text(
        list(await get('/command', signal)).find((one) => text(one, 'name') === name),
        'template',
      );
      if (template === undefined) throw new Failure('rejected', 'This server cannot run that command.');
      await http.call('POST', `/session/${encodeURIComponent(id)}/prompt_async`, {
        query: query({}),
        body: JSON.stringify({ parts: [{ type: 'text', text: expandCommand(template, args) }] }),
        headers: { 'content-type': 'application/json' },
        patient: true,
        ...(signal === undefined ? {} : { signal }),
      });
    },
    todos: async () => [],
    async list(path, directory, signal) {
      const answer = await (
        await fs('GET', '/v1/fs/entries', { path: absolute(path, directory) || '.' }, undefined, signal)
      ).json();
      const entries = Array.isArray(answer) ? answer : list(answer, 'entries');
      return compact(entries, (entry) => {
        const name = text(entry, 'name');
        if (name === undefined) return undefined;
        const kind = text(entry, 'entryType') ?? text(entry, 'type') ?? text(entry, 'kind');
        const type = kind?.toLowerCase().startsWith('dir') === true ? ('directory' as const) : ('file' as const);
        return defined({
          name,
          path: `${path.replace(/\/$/, '')}/${name}`.replace(/^\//, path.startsWith('/') ? '/' : ''),
          type,
          size: number(entry, 'size'),
        });
      });
    },
    async read(path, directory, signal) {
      try {
        return new Uint8Array(
          await (await fs('GET', '/v1/fs/file', { path: absolute(path, directory) }, undefined, signal)).arrayBuffer(),
        );
      } catch (error) {
        if (error instanceof Failure && (error.status === 404 || /path not found/.test(error.message)))
          return undefined;
        throw error;
      }
    },
    async write(path, content, directory, signal) {
      await fs('PUT', '/v1/fs/file', { path: absolute(path, directory) }, content, signal);
    },
    async remove(path, directory, signal) {
      await fs('DELETE', '/v1/fs/entry', { path: absolute(path, directory) }, undefined, signal);
    },
    async move(from, to, directory, signal) {
      await http.call('POST', '/v1/fs/move', {
        base: root,
        body: JSON.stringify({ from: absolute(from, directory), to: absolute(to, directory), overwrite: false }),
        headers: { 'content-type': 'application/json' },
        ...(signal === undefined ? {} : { signal }),
      });
    },
    async makeDirectory(path, directory, signal) {
      await fs('POST', '/v1/fs/mkdir', { path: absolute(path, directory) }, undefined, signal);
    },
  };
}
