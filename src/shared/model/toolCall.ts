import type { SessionId } from './ids.js';
import type { FilePatch } from './filePatch.js';
import type { Todo } from './entities.js';

/** A unified diff, parsed. `text` is the diff as the server sent it, only where it could not be parsed. */
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

/** The fields of each kind of call. Texts are bounded; a text that the server did not send is empty. */
interface CallFields {
  command: { readonly command: string; readonly exit?: number };
  edit: { readonly path: string; readonly diff?: CallDiff };
  /** `content` is the whole file. */
  write: { readonly path: string; readonly content: string; readonly diff?: CallDiff };
  patch: { readonly paths: readonly string[]; readonly diff?: CallDiff };
  /** `excerpt` is the text of a file from line `from`; `entries` counts those of a folder, `found` lists them. */
  read: {
    readonly path: string;
    readonly excerpt?: { readonly text: string; readonly from: number };
    readonly entries?: number;
    readonly found: readonly FoundPath[];
  };
  /** Files by their names. */
  find: { readonly pattern: string; readonly count?: number; readonly found: readonly FoundPath[] };
  /** Lines by their text. */
  search: { readonly pattern: string; readonly count?: number; readonly found: readonly FoundPath[] };
  list: { readonly path: string; readonly found: readonly FoundPath[] };
  fetch: { readonly url: string };
  webSearch: { readonly query: string };
  /** Work handed to a sub-agent; `sessionId` is its session, `result` its answer. */
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
  /** Access outside the session's folder; only permissions ask for it. */
  outside: { readonly command: string };
  /** A tool that this version does not know, by the server's name; `detail` describes the call. */
  other: { readonly name: string; readonly detail: string };
}

export type CallKind = keyof CallFields;
/** A tool call, decoded by the server's adapter. */
export type ToolCall = { [Kind in CallKind]: { readonly kind: Kind } & Readonly<CallFields[Kind]> }[CallKind];
/** The call of one kind. */
export type CallOf<Kind extends CallKind> = Extract<ToolCall, { kind: Kind }>;

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** A later version of a call; keeps what the update leaves out. An update that does not name its tool says nothing. */
export function laterCall(before: ToolCall, next: ToolCall): ToolCall {
  if (next.kind === 'other' && next.name === '') return before;
  if (before.kind !== next.kind) return next;
  const news = Object.entries(next).filter(([, value]) => !isEmpty(value));
  return { ...before, ...Object.fromEntries(news) } as ToolCall;
}
