import { isSessionId } from '../../../shared/model/ids.js';
import { MAX_TODOS } from '../../../shared/model/limits.js';
import type { ToolCall } from '../../../shared/model/toolCall.js';
import { callDiff } from '../../text/callDiff.js';
import { boundedOutput, boundedText } from './entities/limits.js';
import { todo } from './entities/session.js';
import { compact, defined, field, list, number, text, texts } from './read.js';
import { beginning } from '../../text/copy.js';
import { entries, excerpt, matches, paths, taskResult, tree } from './toolResults.js';

/** Limits: characters of a path, a pattern, a URL or a name; files of one patch; questions of one call. */
const MAX_FIELD = 20_000;
const MAX_FILES = 1_000;
const MAX_QUESTIONS = 20;

const line = (value: unknown, name: string): string => beginning(text(value, name) ?? '', MAX_FIELD);

/** A call as the server sends it: the model's arguments, the tool's metadata and its output. */
interface Wire {
  readonly input: unknown;
  readonly metadata: unknown;
  readonly output: string;
}

const diffOf = (metadata: unknown) =>
  callDiff(text(metadata, 'diff') || text(field(metadata, 'filediff'), 'patch') || undefined);

/** Decoders by the server's name of the tool. */
const DECODERS: Readonly<Record<string, (wire: Wire) => ToolCall>> = {
  bash: ({ input, metadata }) =>
    defined({
      kind: 'command' as const,
      command: boundedOutput(text(input, 'command') ?? ''),
      exit: number(metadata, 'exit'),
    }),
  edit: ({ input, metadata }) =>
    defined({
      kind: 'edit' as const,
      path: line(input, 'filePath') || line(field(metadata, 'filediff'), 'file') || line(metadata, 'filepath'),
      diff: diffOf(metadata),
    }),
  write: ({ input, metadata }) =>
    defined({
      kind: 'write' as const,
      path: line(input, 'filePath'),
      content: boundedText(text(input, 'content') ?? ''),
      diff: diffOf(metadata),
    }),
  apply_patch: ({ metadata }) =>
    defined({
      kind: 'patch' as const,
      paths: list(metadata, 'files')
        .slice(0, MAX_FILES)
        .map((file) => line(file, 'relativePath') || line(file, 'filePath')),
      diff: diffOf(metadata),
    }),
  read: ({ input, metadata }) => {
    const display = field(metadata, 'display');
    return defined({
      kind: 'read' as const,
      path: line(input, 'filePath'),
      excerpt: excerpt(display),
      entries: number(display, 'totalEntries'),
      found: entries(display),
    });
  },
  glob: ({ input, metadata, output }) =>
    defined({
      kind: 'find' as const,
      pattern: line(input, 'pattern'),
      count: number(metadata, 'count'),
      found: paths(output),
    }),
  grep: ({ input, metadata, output }) =>
    defined({
      kind: 'search' as const,
      pattern: line(input, 'pattern'),
      count: number(metadata, 'matches'),
      found: matches(output),
    }),
  list: ({ input, output }) => ({ kind: 'list', path: line(input, 'path'), found: tree(output) }),
  webfetch: ({ input }) => ({ kind: 'fetch', url: line(input, 'url') }),
  websearch: ({ input }) => ({ kind: 'webSearch', query: line(input, 'query') }),
  task({ input, metadata, output }) {
    const id = text(metadata, 'sessionId');
    return {
      kind: 'task',
      description: line(input, 'description'),
      ...(isSessionId(id) ? { sessionId: id } : {}),
      result: taskResult(boundedOutput(output)),
    };
  },
  todowrite: ({ input }) => ({ kind: 'todos', todos: compact(list(input, 'todos').slice(0, MAX_TODOS), todo) }),
  question: ({ input, metadata }) => ({
    kind: 'question',
    questions: list(input, 'questions')
      .slice(0, MAX_QUESTIONS)
      .map((one) => ({ header: line(one, 'header'), question: line(one, 'question') })),
    answers: list(metadata, 'answers')
      .slice(0, MAX_QUESTIONS)
      .map((given) => texts({ given }, 'given').map((answer) => beginning(answer, MAX_FIELD))),
  }),
  skill: ({ input }) => ({ kind: 'skill', name: line(input, 'name') }),
  invalid: ({ input }) => ({ kind: 'invalid', tool: line(input, 'tool') }),
};

/** Decodes the call of a tool from the state of its part; never throws. */
export function toolCall(tool: string, state: unknown): ToolCall {
  const decode = Object.hasOwn(DECODERS, tool) ? DECODERS[tool] : undefined;
  const wire = {
    input: field(state, 'input'),
    metadata: field(state, 'metadata'),
    output: text(state, 'output') ?? '',
  };
  return decode?.(wire) ?? { kind: 'other', name: beginning(tool, MAX_FIELD), detail: '' };
}

/** Decodes the call of a permission request; one with a diff is an edit, regardless of its name. */
export function permissionCall(permission: string, metadata: unknown): ToolCall {
  const diff = diffOf(metadata);
  const command = boundedOutput(text(metadata, 'command') ?? '');
  if (permission === 'edit' || diff !== undefined)
    return defined({ kind: 'edit' as const, path: line(metadata, 'filepath'), diff });
  if (permission === 'bash') return { kind: 'command', command };
  if (permission === 'external_directory') return { kind: 'outside', command };
  if (permission === 'webfetch') return { kind: 'fetch', url: line(metadata, 'url') };
  // Sandbox Agent uses this name for every tool.
  return { kind: 'other', name: permission === 'execute' ? '' : beginning(permission, MAX_FIELD), detail: command };
}
