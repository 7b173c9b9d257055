import { pathIn, shortPath } from '../format.js';
import type { SessionId } from './ids.js';
import type { FilePatch } from './filePatch.js';
import type { Todo } from './entities.js';

/** A parsed unified diff. `text` is the original diff, set only if it could not be parsed. */
export interface CallDiff {
  readonly files: readonly FilePatch[];
  readonly added: number;
  readonly removed: number;
  readonly text?: string;
}

/** A file, folder or line that a call found; `line` counts from 1. */
export interface FoundPath {
  readonly path: string;
  readonly line?: number;
  readonly text?: string;
}

/** The fields of each kind of call. Strings are bounded in length; one that the server did not send is empty. */
interface CallFields {
  command: { readonly command: string; readonly exit?: number };
  edit: { readonly path: string; readonly diff?: CallDiff };
  /** `content` is the whole file. */
  write: { readonly path: string; readonly content: string; readonly diff?: CallDiff };
  patch: { readonly paths: readonly string[]; readonly diff?: CallDiff };
  /** `excerpt` is the text of a file from line `from`; `entries` is the number of entries of a folder, `found` lists them. */
  read: {
    readonly path: string;
    readonly excerpt?: { readonly text: string; readonly from: number };
    readonly entries?: number;
    readonly found: readonly FoundPath[];
  };
  /** A search for file names. */
  find: { readonly pattern: string; readonly count?: number; readonly found: readonly FoundPath[] };
  /** A text search. */
  search: { readonly pattern: string; readonly count?: number; readonly found: readonly FoundPath[] };
  list: { readonly path: string; readonly found: readonly FoundPath[] };
  fetch: { readonly url: string };
  webSearch: { readonly query: string };
  /** Work delegated to a sub-agent; `sessionId` is its session, `result` its answer. */
  task: { readonly description: string; readonly sessionId?: SessionId; readonly result: string };
  todos: { readonly todos: readonly Todo[] };
  question: {
    readonly questions: readonly { readonly header: string; readonly question: string }[];
    /** The answers to each question, in its order. */
    readonly answers: readonly (readonly string[])[];
  };
  skill: { readonly name: string };
  /** The model called a tool that does not exist. */
  invalid: { readonly tool: string };
  /** Access outside the session's folder; occurs in permission requests only. */
  outside: { readonly command: string };
  /** A tool that this version does not support; `name` is the server's, `detail` describes the call. */
  other: { readonly name: string; readonly detail: string };
}

export type CallKind = keyof CallFields;
/** A call of one kind. */
export type CallOf<Kind extends CallKind> = { [K in Kind]: { readonly kind: K } & Readonly<CallFields[K]> }[Kind];
/** A tool call, decoded by the server's adapter. */
export type ToolCall = CallOf<CallKind>;

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/**
 * Merges an update into a call and keeps the fields that the update omits. An update that does not name its tool is
 * ignored.
 */
export function laterCall(before: ToolCall, next: ToolCall): ToolCall {
  if (next.kind === 'other' && next.name === '') return before;
  if (before.kind !== next.kind) return next;
  const news = Object.entries(next).filter(([, value]) => !isEmpty(value));
  return { ...before, ...Object.fromEntries(news) } as ToolCall;
}

/** A one-line description of a call. `verb`, `ask` and `note` are English; they are translated on display. */
export interface CallLine {
  readonly icon: 'agent' | 'edit' | 'error' | 'file' | 'globe' | 'list' | 'question' | 'search' | 'terminal' | 'tool';
  readonly verb: string;
  /** The action that a permission for the call would allow; absent: the server's name of the permission. */
  readonly ask?: string;
  readonly target: string;
  /** `+2 −1`, or `exit {0}` and the exit code. */
  readonly note?: readonly [text: string, ...values: number[]];
  /** The card collapses together with its neighbors once the call is done. */
  readonly routine?: 'read' | 'search';
}

type Shown = (path: string) => string;

const note = (text: string, value: number | undefined): Pick<CallLine, 'note'> =>
  value === undefined ? {} : { note: [text, value] };

const diffNote = (diff: CallDiff | undefined): Pick<CallLine, 'note'> =>
  diff === undefined ? {} : { note: [`+${diff.added} −${diff.removed}`] };

/** One-line descriptions by kind of call. */
const LINES: { readonly [Kind in CallKind]: (call: CallOf<Kind>, shown: Shown) => CallLine } = {
  command: ({ command, exit }) => ({
    icon: 'terminal',
    verb: 'Run',
    ask: 'Run a command',
    target: command,
    ...note('exit {0}', exit === 0 ? undefined : exit),
  }),
  edit: ({ path, diff }, shown) => ({
    icon: 'edit',
    verb: 'Edit',
    ask: 'Edit a file',
    target: shown(path),
    ...diffNote(diff),
  }),
  write: ({ path, content, diff }, shown) => ({
    icon: 'edit',
    verb: 'Write',
    ask: 'Edit a file',
    target: shown(path),
    ...(diff === undefined && content !== '' ? { note: [`+${contentLines(content).length}`] } : diffNote(diff)),
  }),
  patch: ({ paths: [first = '', ...more], diff }, shown) => ({
    icon: 'edit',
    verb: 'Patch',
    ask: 'Edit a file',
    target: more.length === 0 ? shown(first) : `${shown(first)} +${more.length}`,
    ...diffNote(diff),
  }),
  read: ({ path, entries }, shown) => ({
    icon: 'file',
    verb: 'Read',
    target: shown(path),
    ...note('{0} entries', entries),
    routine: 'read',
  }),
  find: ({ pattern, count }) => ({
    icon: 'search',
    verb: 'Find',
    target: pattern,
    ...note('{0} files', count),
    routine: 'search',
  }),
  search: ({ pattern, count }) => ({
    icon: 'search',
    verb: 'Search',
    target: pattern,
    ...note('{0} matches', count),
    routine: 'search',
  }),
  list: ({ path }, shown) => ({ icon: 'list', verb: 'List', target: shown(path), routine: 'read' }),
  fetch: ({ url }) => ({ icon: 'globe', verb: 'Fetch', ask: 'Fetch a page', target: url }),
  webSearch: ({ query }) => ({ icon: 'globe', verb: 'Search the web', target: query }),
  task: ({ description }) => ({ icon: 'agent', verb: 'Agent', target: description }),
  todos: () => ({ icon: 'list', verb: 'Update', target: 'to-do list' }),
  question: ({ questions }) => ({
    icon: 'question',
    verb: 'Ask',
    target: questions.map(({ header, question }) => header || question).join(', '),
  }),
  skill: ({ name }) => ({ icon: 'tool', verb: 'Skill', target: name }),
  invalid: ({ tool }) => ({ icon: 'error', verb: 'Invalid call', target: tool }),
  outside: ({ command }) => ({ icon: 'tool', verb: 'Run', ask: 'Access paths outside the workspace', target: command }),
  other: ({ name, detail }) => ({
    icon: 'tool',
    verb: name || 'Tool',
    ...(name === '' ? { ask: 'Run a tool' } : {}),
    target: detail,
  }),
};

/** The lines of a file's whole content. */
const contentLines = (content: string): readonly string[] =>
  content === '' ? [] : content.replace(/\n$/, '').split('\n');

/** Describes a call in one line, with paths relative to `directory`; `title` is used if the call has no target. */
export function describeCall({ call, title = '' }: { call: ToolCall; title?: string }, directory = ''): CallLine {
  const shown: Shown = (path) => (path === '' ? '' : shortPath(pathIn(directory, path), 60));
  const line = (LINES[call.kind] as (call: ToolCall, shown: Shown) => CallLine)(call, shown);
  return line.target === '' ? { ...line, target: title } : line;
}

/** A diff that adds a new file with this content. */
function addedFile(path: string, content: string): CallDiff {
  const lines = contentLines(content).map((line) => `+${line}`);
  const end = content.endsWith('\n') ? [] : ['\\ No newline at end of file'];
  const flags = { created: true, deleted: false, renamed: false, binary: false };
  const file: FilePatch = { to: path, ...flags, hunks: [{ oldStart: 1, newStart: 1, lines: [...lines, ...end] }] };
  return { files: [file], added: lines.length, removed: 0 };
}

/** The changes that a call makes to files; a written file without a diff counts as new. */
export function diffOfCall(call: ToolCall): CallDiff | undefined {
  if (call.kind === 'write' && call.diff === undefined && call.content !== '')
    return addedFile(call.path, call.content);
  return 'diff' in call ? call.diff : undefined;
}

/** The one file that a call reads or writes, as the server names it. */
export const pathOfCall = (call: ToolCall): string | undefined =>
  (call.kind === 'read' || call.kind === 'edit' || call.kind === 'write') && call.path !== '' ? call.path : undefined;
