import type { ConnectionPhase } from '../chat.js';
import type { FileChange, Todo, ToolPart, TurnError } from './entities.js';
import type { PendingPrompt } from './pending.js';

/** Where a state is shown. */
export type Place = 'tree' | 'find' | 'statusBar' | 'chat' | 'notification';

/** Icon, color and label of a state, used wherever it is shown. */
export interface StateLook {
  /** ID of a codicon; the chat has its own copy with the same name. */
  readonly icon: string;
  /** A theme color with a contrast of at least 3:1 in VS Code's built-in themes; absent: the text color. */
  readonly color?: string;
  /** English label; translated on display. */
  readonly word: string;
  readonly places: readonly Place[];
}

const SPINNER = 'loading~spin';
const WARNING = 'list.warningForeground';
const ERROR = 'list.errorForeground';
const EVERYWHERE = ['tree', 'find', 'statusBar', 'chat', 'notification'] as const;

/** The state of a session, with the labels of VS Code's own sessions list. */
export type SessionState = keyof typeof SESSION_STATES;
export const SESSION_STATES = {
  needsInput: { icon: 'bell-dot', color: WARNING, word: 'Needs input', places: EVERYWHERE },
  inProgress: { icon: SPINNER, color: 'charts.blue', word: 'In progress', places: ['tree', 'find', 'statusBar'] },
  retrying: { icon: 'history', color: WARNING, word: 'Retrying', places: ['tree', 'find', 'chat'] },
  error: { icon: 'error', color: ERROR, word: 'Error', places: ['tree', 'find', 'chat', 'notification'] },
  stopped: { icon: 'circle-slash', word: 'Stopped', places: ['tree', 'find', 'chat'] },
  unread: { icon: 'circle-filled', color: 'charts.blue', word: 'Unread', places: ['tree', 'find'] },
  completed: { icon: 'comment', word: 'Completed', places: ['tree', 'find', 'notification'] },
  untitled: { icon: 'comment', word: 'Untitled', places: ['tree', 'find'] },
  archived: { icon: 'archive', word: 'Archived', places: ['tree', 'find'] },
  unknown: { icon: 'debug-disconnect', word: 'Not connected', places: ['tree', 'find', 'chat'] },
} as const satisfies Readonly<Record<string, StateLook>>;

/** States of the connection to a sandbox. */
export const CONNECTION_STATES = {
  connected: { icon: 'vm-active', color: 'charts.green', word: 'connected', places: ['tree', 'statusBar'] },
  'catching-up': { icon: SPINNER, color: 'charts.blue', word: 'syncing', places: ['tree', 'statusBar', 'chat'] },
  connecting: { icon: SPINNER, color: 'charts.blue', word: 'connecting', places: ['tree', 'statusBar', 'chat'] },
  waking: { icon: SPINNER, color: WARNING, word: 'waking up', places: ['tree', 'statusBar', 'chat'] },
  reconnecting: { icon: SPINNER, color: WARNING, word: 'reconnecting', places: ['tree', 'statusBar', 'chat'] },
  refused: { icon: 'error', color: ERROR, word: 'refused', places: ['tree', 'statusBar', 'chat'] },
  offline: { icon: 'vm-outline', color: ERROR, word: 'offline', places: ['tree', 'statusBar', 'chat'] },
  disconnected: { icon: 'vm-outline', word: 'disconnected', places: ['tree', 'statusBar', 'chat'] },
  sleeping: { icon: 'vm-outline', word: 'sleeping', places: ['tree', 'statusBar', 'chat'] },
} as const satisfies Readonly<Record<ConnectionPhase, StateLook>>;

/** States of a pending prompt. `{0}` is the sandbox. */
export type PromptState = keyof typeof PROMPT_STATES;
export const PROMPT_STATES = {
  queued: { icon: 'history', word: 'Queued', places: ['chat'] },
  waiting: { icon: 'history', word: 'Waiting for {0}', places: ['chat'] },
  sending: { icon: SPINNER, word: 'Sending…', places: ['chat'] },
  unknown: { icon: SPINNER, word: 'Checking whether it arrived…', places: ['chat'] },
  failed: { icon: 'error', color: ERROR, word: 'Not sent', places: ['chat'] },
} as const satisfies Readonly<Record<string, StateLook>>;

/** States of a tool call. */
export type ToolState = keyof typeof TOOL_STATES;
export const TOOL_STATES = {
  running: { icon: SPINNER, word: 'Running', places: ['chat'] },
  done: { icon: 'check', word: 'Done', places: ['chat'] },
  failed: { icon: 'error', color: ERROR, word: 'Failed', places: ['chat'] },
  rejected: { icon: 'circle-slash', word: 'Rejected by you', places: ['chat'] },
  dismissed: { icon: 'circle-slash', word: 'Dismissed by you', places: ['chat'] },
  stopped: { icon: 'circle-slash', word: 'Stopped', places: ['chat'] },
  interrupted: { icon: 'circle-slash', word: 'Interrupted', places: ['chat'] },
} as const satisfies Readonly<Record<string, StateLook>>;

/** States of an entry of an agent's to-do list. */
export const TODO_STATES = {
  pending: { icon: 'circle-large', word: 'To do', places: ['chat'] },
  in_progress: { icon: 'record', color: 'charts.blue', word: 'In progress', places: ['chat'] },
  completed: { icon: 'pass', word: 'Done', places: ['chat'] },
  cancelled: { icon: 'circle-slash', word: 'Canceled', places: ['chat'] },
} as const satisfies Readonly<Record<Todo['status'], StateLook>>;

/** States of a changed file. */
export type ChangeState = keyof typeof CHANGE_STATES;
export const CHANGE_STATES = {
  added: {
    icon: 'diff-added',
    color: 'gitDecoration.addedResourceForeground',
    word: 'added',
    places: ['tree', 'chat'],
  },
  modified: {
    icon: 'diff-modified',
    color: 'gitDecoration.modifiedResourceForeground',
    word: 'changed',
    places: ['tree', 'chat'],
  },
  deleted: {
    icon: 'diff-removed',
    color: 'charts.red',
    word: 'deleted',
    places: ['tree', 'chat'],
  },
  renamed: {
    icon: 'diff-renamed',
    color: 'gitDecoration.renamedResourceForeground',
    word: 'renamed',
    places: ['tree', 'chat'],
  },
} as const satisfies Readonly<Record<FileChange['status'] | 'renamed', StateLook>>;

/** Every state that is shown anywhere, by kind. */
export const STATES: Readonly<Record<string, Readonly<Record<string, StateLook>>>> = {
  session: SESSION_STATES,
  connection: CONNECTION_STATES,
  prompt: PROMPT_STATES,
  tool: TOOL_STATES,
  todo: TODO_STATES,
  change: CHANGE_STATES,
};

/** Whether the state of a sandbox may be outdated; its sessions are not shown as running or waiting then. */
export const isStale = (phase: ConnectionPhase): boolean =>
  phase === 'offline' || phase === 'refused' || phase === 'disconnected' || phase === 'sleeping';

/** Whether the user stopped the turn, which is not a failure. */
export const isStop = (error: TurnError): boolean => error.name === 'MessageAbortedError';

/** The state of a tool call; `live`: its turn still runs. */
export function toolState(part: ToolPart, live: boolean): ToolState {
  if (part.outcome !== undefined) return part.outcome;
  if (part.status === 'error') return 'failed';
  if (part.status === 'completed') return 'done';
  return live ? 'running' : 'interrupted';
}

/** The state of a pending prompt; without a connection, it waits for the connection. */
export function promptState(entry: Pick<PendingPrompt, 'state'>, phase: ConnectionPhase): PromptState {
  if (entry.state === 'failed' || entry.state === 'sending') return entry.state;
  return phase === 'connected' ? entry.state : 'waiting';
}

/** How a file was changed. */
export const changeState = ({ from, status }: Pick<FileChange, 'from' | 'status'>): ChangeState =>
  from === undefined ? status : 'renamed';
