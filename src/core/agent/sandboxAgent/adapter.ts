import type { Message, Session } from '../../../shared/model/entities.js';
import { Failure } from '../../failure.js';
import { agent, command, defaultModel, models } from '../opencode1/entities/catalog.js';
import { session } from '../opencode1/entities/session.js';
import { activityFrom, snapshotFrom } from '../opencode1/entities/snapshot.js';
import { createOpenCodeServer, type ServerParts } from '../opencode1/adapter.js';
import { compact, defined, field, list, text } from '../opencode1/read.js';
import { expandCommand } from './command.js';
import { draftTitle, withDraft } from './draftTitle.js';
import { fileCalls } from './files.js';
import type { AgentServer, Capabilities } from '../ports.js';
import { webPage } from '../webUiUrl.js';

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
  return withDraft(rest);
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
  const query = (more: Record<string, string>): Record<string, string> =>
    parts.directory === undefined ? more : { ...more, directory: parts.directory };
  const get = async (path: string, signal?: AbortSignal): Promise<unknown> =>
    (await http.call('GET', path, { query: query({}), ...(signal === undefined ? {} : { signal }) })).json();
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
      const read = snapshotFrom({ sessions, statuses, permissions, questions, path });
      return { ...read, sessions: read.sessions.map(unreported) };
    },
    async activity(signal) {
      const [statuses, permissions, questions] = await Promise.all([
        get('/session/status', signal),
        get('/permission', signal),
        get('/question', signal),
      ]);
      return activityFrom({ statuses, permissions, questions });
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
    session: async (id, signal) => withDraft(await base.session(id, signal)),
    async createSession({ draft, ...options }, signal) {
      const title = draft === undefined ? {} : { title: draftTitle(draft) };
      return withDraft(await base.createSession({ ...title, ...options }, signal));
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
    ...fileCalls(parts),
  };
}
