import type {
  AgentInfo,
  CommandInfo,
  FileChange,
  FilePart,
  Message,
  ModelInfo,
  ModelRef,
  Part,
  Request,
  Session,
  SessionStatus,
  Todo,
  Tokens,
  ToolPart,
  TurnError,
} from '../../../shared/model/entities.js';
import { messageId, partId, requestId, sessionId } from '../../../shared/model/ids.js';
import { beginning, compact, ends, defined, field, flag, list, number, object, text, texts } from './read.js';

/** Characters of a title that are kept. */
const TITLE = 500;

const bounded = (title: string | undefined): string | undefined =>
  title === undefined ? undefined : beginning(title, TITLE);

const tokens = (value: unknown): Tokens | undefined =>
  field(value, 'input') === undefined
    ? undefined
    : {
        input: number(value, 'input') ?? 0,
        output: number(value, 'output') ?? 0,
        reasoning: number(value, 'reasoning') ?? 0,
        cacheRead: number(field(value, 'cache'), 'read') ?? 0,
        cacheWrite: number(field(value, 'cache'), 'write') ?? 0,
      };

const model = (value: unknown): ModelRef | undefined => {
  const providerId = text(value, 'providerID');
  const modelId = text(value, 'modelID') ?? text(value, 'id');
  const variant = text(value, 'variant');
  return providerId === undefined || modelId === undefined ? undefined : defined({ providerId, modelId, variant });
};

export const change = (value: unknown): FileChange | undefined => {
  const path = text(value, 'file') ?? text(value, 'path');
  if (path === undefined) return undefined;
  const status = text(value, 'status');
  return defined({
    path,
    status: (status === 'added' || status === 'deleted' ? status : 'modified') as FileChange['status'],
    additions: number(value, 'additions') ?? 0,
    deletions: number(value, 'deletions') ?? 0,
    patch: text(value, 'patch'),
  });
};

/** A failure of a turn; `data.message` is where both servers put the words. */
export const turnError = (value: unknown): TurnError | undefined => {
  const name = text(value, 'name');
  if (name === undefined) return undefined;
  const data = field(value, 'data');
  return defined({
    name,
    message: text(data, 'message') ?? text(value, 'message') ?? name,
    statusCode: number(data, 'statusCode'),
    retryable: flag(data, 'isRetryable'),
  });
};

export const session = (value: unknown): Session | undefined => {
  const id = text(value, 'id');
  if (id === undefined) return undefined;
  const time = field(value, 'time');
  const parent = text(value, 'parentID');
  const revert = field(value, 'revert');
  const reverted = text(revert, 'messageID');
  const part = text(revert, 'partID');
  return defined({
    id: sessionId(id),
    parentId: parent === undefined ? undefined : sessionId(parent),
    title: beginning(text(value, 'title') ?? id, TITLE),
    directory: text(value, 'directory') ?? '',
    created: number(time, 'created') ?? 0,
    updated: number(time, 'updated') ?? number(time, 'created') ?? 0,
    // Taken out of the archive again, a session says 0.
    archived: number(time, 'archived') || undefined,
    cost: number(value, 'cost'),
    tokens: tokens(field(value, 'tokens')),
    agent: text(value, 'agent'),
    model: model(field(value, 'model')),
    shareUrl: text(field(value, 'share'), 'url'),
    revert:
      reverted === undefined
        ? undefined
        : defined({
            messageId: messageId(reverted),
            partId: part === undefined ? undefined : partId(part),
            diff: text(revert, 'diff'),
          }),
  });
};

export const status = (value: unknown): SessionStatus => {
  const type = text(value, 'type');
  if (type === 'busy') return { type };
  if (type === 'retry')
    return {
      type,
      attempt: number(value, 'attempt') ?? 1,
      message: text(value, 'message') ?? '',
      next: number(value, 'next') ?? 0,
    };
  return { type: 'idle' };
};

/** A message without its parts. */
export const message = (value: unknown): Message | undefined => {
  const id = text(value, 'id');
  const session = text(value, 'sessionID');
  if (id === undefined || session === undefined) return undefined;
  const time = field(value, 'time');
  const parent = text(value, 'parentID');
  const base = {
    id: messageId(id),
    sessionId: sessionId(session),
    created: number(time, 'created') ?? 0,
    agent: text(value, 'agent') ?? text(value, 'mode'),
    parts: [],
  };
  if (text(value, 'role') === 'user') {
    const changes = compact(list(field(value, 'summary'), 'diffs'), change);
    return defined({
      ...base,
      role: 'user' as const,
      model: model(field(value, 'model')),
      changes: changes.length === 0 ? undefined : changes,
    });
  }
  return defined({
    ...base,
    role: 'assistant' as const,
    model: model(value),
    parentId: parent === undefined ? undefined : messageId(parent),
    completed: number(time, 'completed'),
    error: turnError(field(value, 'error')),
    cost: number(value, 'cost'),
    tokens: tokens(field(value, 'tokens')),
    finish: text(value, 'finish'),
    summary: flag(value, 'summary'),
  });
};

/** A message with its parts, as lists of messages hold it. */
export const withParts = (value: unknown): Message | undefined => {
  const head = message(field(value, 'info'));
  return head === undefined ? undefined : { ...head, parts: compact(list(value, 'parts'), part) };
};

const TOOL_STATUS: Readonly<Record<string, ToolPart['status']>> = {
  pending: 'pending',
  running: 'running',
  in_progress: 'running',
  completed: 'completed',
  error: 'error',
  failed: 'error',
};

type Base = { readonly id: Part['id']; readonly sessionId: Part['sessionId']; readonly messageId: Part['messageId'] };

/** Characters of what a tool printed that are kept, from both ends. */
const PRINTED = 4 * 1024 * 1024;
const output = (printed: string | undefined): string | undefined =>
  printed === undefined ? undefined : ends(printed, PRINTED);

const tool = (base: Base, value: unknown): ToolPart => {
  const state = field(value, 'state');
  const time = field(state, 'time');
  const status = TOOL_STATUS[text(state, 'status') ?? ''] ?? 'pending';
  const finished = status === 'completed' || status === 'error';
  const attachments = compact(list(state, 'attachments'), (one) => {
    const read = part(one);
    return read?.type === 'file' ? read : undefined;
  });
  return defined({
    ...base,
    type: 'tool' as const,
    callId: text(value, 'callID') ?? '',
    tool: text(value, 'tool') ?? '',
    status,
    input: object(state, 'input'),
    title: bounded(text(state, 'title')),
    output: output(text(state, 'output')),
    error: text(state, 'error'),
    metadata: object(state, 'metadata'),
    start: number(time, 'start'),
    end: finished ? number(time, 'end') : undefined,
    attachments: attachments.length === 0 ? undefined : attachments,
  });
};

/** Characters of an attachment's data that are kept: more is neither held nor handed to a view. */
const ATTACHED = 16 * 1024 * 1024;
const within = (url = ''): string => (url.length > ATTACHED ? '' : url);

/** The path in the sandbox that a `file:` address names. */
function pathOf(url = ''): string | undefined {
  const path = /^file:\/\/(\/[^?#]*)/.exec(url)?.[1];
  if (path === undefined) return undefined;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const file = (base: Base, value: unknown): FilePart =>
  defined({
    ...base,
    type: 'file' as const,
    mime: text(value, 'mime') ?? 'application/octet-stream',
    filename: text(value, 'filename'),
    url: within(text(value, 'url')),
    path: text(field(value, 'source'), 'path') ?? pathOf(text(value, 'url')),
  });

const spoken = (base: Base, value: unknown) => {
  const time = field(value, 'time');
  return { ...base, text: text(value, 'text') ?? '', start: number(time, 'start'), end: number(time, 'end') };
};

const READERS: Readonly<Record<string, (base: Base, value: unknown) => Part>> = {
  text: (base, value) => {
    const context = text(field(value, 'metadata'), 'attachment');
    const synthetic = context === undefined ? flag(value, 'synthetic') : undefined;
    return defined({ ...spoken(base, value), type: 'text' as const, synthetic, context });
  },
  reasoning: (base, value) => defined({ ...spoken(base, value), type: 'reasoning' as const }),
  file,
  tool,
  agent: (base, value) => ({ ...base, type: 'agent', name: text(value, 'name') ?? '' }),
  subtask: (base, value) => ({
    ...base,
    type: 'subtask',
    agent: text(value, 'agent') ?? '',
    description: text(value, 'description') ?? '',
    prompt: text(value, 'prompt') ?? '',
  }),
  'step-start': (base, value) => defined({ ...base, type: 'step-start' as const, snapshot: text(value, 'snapshot') }),
  'step-finish': (base, value) =>
    defined({
      ...base,
      type: 'step-finish' as const,
      reason: text(value, 'reason') ?? '',
      cost: number(value, 'cost') ?? 0,
      tokens: tokens(field(value, 'tokens')) ?? { input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0 },
      snapshot: text(value, 'snapshot'),
    }),
  patch: (base, value) => ({ ...base, type: 'patch', hash: text(value, 'hash') ?? '', files: texts(value, 'files') }),
  retry: (base, value) => ({
    ...base,
    type: 'retry',
    attempt: number(value, 'attempt') ?? 1,
    error: turnError(field(value, 'error')) ?? { name: 'UnknownError', message: '' },
  }),
  compaction: (base, value) => ({ ...base, type: 'compaction', auto: flag(value, 'auto') ?? false }),
};

export const part = (value: unknown): Part | undefined => {
  const id = text(value, 'id');
  const session = text(value, 'sessionID');
  const message = text(value, 'messageID');
  if (id === undefined || session === undefined || message === undefined) return undefined;
  const base = { id: partId(id), sessionId: sessionId(session), messageId: messageId(message) };
  const kind = text(value, 'type') ?? '';
  const reader = Object.hasOwn(READERS, kind) ? READERS[kind] : undefined;
  return reader === undefined ? { ...base, type: 'unknown', kind: kind.slice(0, 60) } : reader(base, value);
};

const toolRef = (value: unknown) => {
  const id = text(value, 'messageID');
  const callId = text(value, 'callID');
  return id === undefined || callId === undefined ? undefined : { messageId: messageId(id), callId };
};

export const permission = (value: unknown): Request | undefined => {
  const id = text(value, 'id');
  const session = text(value, 'sessionID');
  if (id === undefined || session === undefined) return undefined;
  return defined({
    type: 'permission' as const,
    id: requestId(id),
    sessionId: sessionId(session),
    permission: text(value, 'permission') ?? '',
    patterns: texts(value, 'patterns'),
    always: texts(value, 'always'),
    metadata: object(value, 'metadata'),
    tool: toolRef(field(value, 'tool')),
  });
};

/** Questions of one request, and answers to choose from, that anyone could read. */
const QUESTIONS = 20;
const OPTIONS = 100;

export const question = (value: unknown): Request | undefined => {
  const id = text(value, 'id');
  const session = text(value, 'sessionID');
  if (id === undefined || session === undefined) return undefined;
  return defined({
    type: 'question' as const,
    id: requestId(id),
    sessionId: sessionId(session),
    questions: list(value, 'questions')
      .slice(0, QUESTIONS)
      .map((one) => ({
        question: text(one, 'question') ?? '',
        header: text(one, 'header') ?? '',
        options: list(one, 'options')
          .slice(0, OPTIONS)
          .map((option) => ({
            label: text(option, 'label') ?? '',
            description: text(option, 'description') ?? '',
          })),
        multiple: flag(one, 'multiple') ?? false,
        custom: flag(one, 'custom') ?? true,
      })),
    tool: toolRef(field(value, 'tool')),
  });
};

const TODO_STATES = new Set<string>(['pending', 'in_progress', 'completed', 'cancelled'] satisfies Todo['status'][]);

export const todo = (value: unknown): Todo | undefined => {
  const content = text(value, 'content');
  const status = text(value, 'status') ?? '';
  if (content === undefined) return undefined;
  return defined({
    content,
    status: (TODO_STATES.has(status) ? status : 'pending') as Todo['status'],
    priority: text(value, 'priority'),
  });
};

export const agent = (value: unknown): AgentInfo | undefined => {
  const name = text(value, 'name');
  if (name === undefined || flag(value, 'hidden') === true) return undefined;
  const mode = text(value, 'mode');
  return defined({
    name,
    description: text(value, 'description'),
    mode: (mode === 'subagent' || mode === 'all' ? mode : 'primary') as AgentInfo['mode'],
  });
};

export const command = (value: unknown): CommandInfo | undefined => {
  const name = text(value, 'name');
  return name === undefined ? undefined : defined({ name, description: text(value, 'description') });
};

/** Models of a provider list (`all` or `providers`); API keys beside them are never read. */
export const models = (value: unknown): readonly ModelInfo[] => {
  const connected = texts(value, 'connected');
  const providers = [...list(value, 'all'), ...list(value, 'providers')];
  return providers.flatMap((provider) => {
    const providerId = text(provider, 'id') ?? '';
    if (connected.length > 0 && !connected.includes(providerId)) return [];
    return Object.values(object(provider, 'models')).map((one): ModelInfo =>
      defined({
        providerId,
        modelId: text(one, 'id') ?? '',
        name: text(one, 'name') ?? text(one, 'id') ?? '',
        providerName: text(provider, 'name') ?? providerId,
        context: number(field(one, 'limit'), 'context'),
        variants: Object.keys(object(one, 'variants')),
        images: flag(field(field(one, 'capabilities'), 'input'), 'image') ?? false,
      }),
    );
  });
};
