import type {
  AgentInfo,
  Attachment,
  Catalog,
  Delivery,
  FileChange,
  InboxEntry,
  ModelRef,
  Request,
  Session,
  SessionStatus,
  Todo,
  TurnError,
} from './model/entities.js';
import type { AgentEvent } from './model/events.js';
import type { MessageId, PartId, RequestId, SandboxId, SessionId } from './model/ids.js';
import type { PendingPrompt } from './model/pending.js';
import type { Transcript } from './model/state.js';

/** The phase of the connection to a sandbox, as the UI names it. */
export type ConnectionPhase =
  | 'disconnected'
  | 'connecting'
  | 'waking'
  | 'catching-up'
  | 'connected'
  | 'reconnecting'
  | 'refused'
  | 'offline'
  | 'sleeping';

/** The connection state to show: `detail` is the reason, `retryAt` (ms since 1970) the time of the next attempt. */
export interface ConnectionInfo {
  readonly phase: ConnectionPhase;
  readonly detail?: string;
  /** Kind of the failure that `detail` describes, such as `unauthorized`. */
  readonly reason?: string;
  readonly retryAt?: number;
}

/** The capabilities of the server that the chat offers. */
export interface ChatCapabilities {
  readonly archive: boolean;
  readonly revert: boolean;
  readonly fork: boolean;
  readonly compact: boolean;
  readonly commands: boolean;
  readonly agents: boolean;
  readonly modelPerPrompt: boolean;
  readonly cost: boolean;
  readonly rejectWithReason: boolean;
  /** Single patterns of a permission can be allowed for the session. */
  readonly sessionRules: boolean;
  readonly changes: boolean;
  /** Where a line that begins with `!` runs: as part of the session, or in a terminal. Absent: the line is a prompt. */
  readonly shell?: 'session' | 'terminal';
  /** A prompt can join the running turn. */
  readonly steer: boolean;
  /** A running command or sub-agent can continue in the background. */
  readonly background: boolean;
  /** “Always allow” is saved for the project until it is revoked. */
  readonly savesPermissions: boolean;
}

/** Settings that change what the chat shows. */
export interface ChatSettings {
  readonly showReasoning: boolean;
  /** Enter sends and Shift+Enter inserts a line break; if false, Enter inserts a line break and Ctrl/Cmd+Enter sends. */
  readonly enterSends: boolean;
  /** BCP 47 tag of the display language. */
  readonly locale: string;
  /** Translated UI texts by their English form. */
  readonly l10n: Readonly<Record<string, string>>;
}

/** The user's choice for the next prompt of this session. */
export interface ChatChoice {
  readonly model?: ModelRef;
  readonly agent?: string;
}

/** Everything a chat needs for its first render; small, JSON only. */
export interface ChatSnapshot {
  readonly sandbox?: { readonly id: SandboxId; readonly name: string; readonly kind: string; readonly version: string };
  readonly capabilities: ChatCapabilities;
  readonly connection: ConnectionInfo;
  /** Absent: no session is open and the empty state is shown; a prompt starts a new session. */
  readonly sessionId?: SessionId;
  /** The session and its sub-agents' sessions. */
  readonly sessions: readonly Session[];
  readonly status: readonly (readonly [SessionId, SessionStatus])[];
  readonly transcripts: readonly (readonly [SessionId, Transcript])[];
  /** Requests of the session and of its sub-agents. */
  readonly requests: readonly Request[];
  readonly todos: readonly (readonly [SessionId, readonly Todo[]])[];
  readonly inbox: readonly (readonly [SessionId, readonly InboxEntry[]])[];
  readonly failures: readonly (readonly [SessionId, TurnError])[];
  /** Files that this session changed, with the latest counts. */
  readonly changes: readonly FileChange[];
  readonly catalog: Catalog;
  readonly pending: readonly PendingPrompt[];
  readonly choice: ChatChoice;
  readonly settings: ChatSettings;
  /** The host's clock, in ms since 1970. Times in the state are the server's. */
  readonly now: number;
}

/** A file or other thing that `@` or `/` can complete. */
export interface Completion {
  readonly kind: 'localFile' | 'sandboxFile' | 'symbol' | 'agent' | 'command';
  readonly label: string;
  readonly detail?: string;
  /** Passed to `attach` when chosen. */
  readonly value: string;
}

/** Events from the host to the chat. */
export interface ToChat {
  /** Replaces all state. `seq` is the number before the first `events`. */
  reset: {
    readonly seq: number;
    readonly snapshot: ChatSnapshot;
    /** The session was created for the draft: the input keeps its text. */
    readonly keepsDraft?: boolean;
  };
  /** New events, to be reduced and acknowledged with `ack`. After a gap in `seq`, send `ready` again. */
  events: { readonly seq: number; readonly events: readonly AgentEvent[] };
  /** The complete list of pending prompts. */
  pending: { readonly pending: readonly PendingPrompt[] };
  /** The connection changed. */
  connection: ConnectionInfo;
  /** The choice of model or agent changed. */
  choice: ChatChoice;
  /** The complete list of files that the session changed. */
  changes: { readonly changes: readonly FileChange[] };
  /** Number of local files that the sandbox does not have, offered before the first prompt; 0 withdraws the offer. */
  localChanges: { readonly count: number };
  /** Settings changed. */
  settings: ChatSettings;
  /** Add these to the prompt as chips. */
  attach: { readonly attachments: readonly Attachment[] };
  /** Insert this text into the input, at its end (`append`) or replacing its text. */
  insert: { readonly text: string; readonly append: boolean };
  /** Send what is in the input. */
  submit: Record<string, never>;
  /** Move the focus into the input. */
  focus: Record<string, never>;
  /** Open the find box, or jump to the previous or next user message. */
  navigate: { readonly to: 'find' | 'previousPrompt' | 'nextPrompt' | 'bottom' | 'sendNow' | 'editWaiting' };
  /** A problem of this chat, shown in its status line with at most one button. */
  notice: Notice;
}

/** A notice with the buttons that may resolve it. */
export interface Notice {
  readonly message: string;
  readonly action?: NoticeButton;
  readonly actions?: readonly NoticeButton[];
}

/** A button of a notice. */
export interface NoticeButton {
  readonly label: string;
  readonly id: NoticeAction;
}

/** Tasks that an empty chat suggests. */
export type Suggestion = 'explain' | 'fixProblems' | 'runTests';

/** Buttons a notice can carry. */
export type NoticeAction = 'retry' | 'signIn' | 'showLog' | 'reload' | 'addSandbox' | 'startLocalSandbox';

/** Events from the chat to the host: actions on IDs that the host gave, never paths to write, commands or URLs to fetch. */
export interface FromChat {
  /** The chat is ready, or missed an event: send `reset`. */
  ready: Record<string, never>;
  /** Everything up to `seq` was rendered. */
  ack: { readonly seq: number };
  /** The chat got or lost the keyboard focus. */
  focused: { readonly on: boolean };
  /** Stop the running turn. */
  stop: Record<string, never>;
  /** Answer a permission. `patterns`: the selected ones of `always`, unless all are selected. */
  permission: {
    readonly id: RequestId;
    readonly reply: 'once' | 'always' | 'reject';
    readonly message?: string;
    readonly patterns?: readonly string[];
  };
  /** Open the server's web page at this session. */
  openWebPage: Record<string, never>;
  /** Answer a question request; one list of answers per question. */
  answer: { readonly id: RequestId; readonly answers: readonly (readonly string[])[] };
  /** Dismiss a question request. */
  dismiss: { readonly id: RequestId };
  /** Resend a failed prompt, or remove it and return its attachments (the chat already has its text). */
  retryPending: { readonly id: MessageId };
  discardPending: { readonly id: MessageId };
  /** Send a waiting prompt into the running turn, put it back into the input, or remove it. */
  sendNow: { readonly id: MessageId };
  editWaiting: { readonly id: MessageId };
  removeWaiting: { readonly id: MessageId };
  /** Continue with the prompts that a stop left waiting. */
  continueQueue: Record<string, never>;
  /** Move the running command or sub-agent to the background. */
  toBackground: Record<string, never>;
  /** Open a session (a sub-agent's, say) in this chat. */
  openSession: { readonly id: SessionId };
  /** Start a new session here. */
  newSession: Record<string, never>;
  /** A link in the agent's text was clicked; the host asks before it opens anything. */
  openLink: { readonly href: string };
  /** A path in the agent's text or a card was clicked: opened locally if it exists, else from the sandbox. */
  openPath: {
    readonly path: string;
    readonly line?: number;
    readonly column?: number;
    readonly endLine?: number;
  };
  /** Open the diff of a tool call in the diff editor. */
  openDiff: { readonly messageId: MessageId; readonly partId: PartId };
  /** Open the diff of a permission in the diff editor. */
  openRequestDiff: { readonly id: RequestId };
  /** Show a tool's whole output in an editor. */
  openOutput: { readonly messageId: MessageId; readonly partId: PartId };
  /** Copy to the clipboard. */
  copy: { readonly text: string };
  /** Insert code into the active editor at the cursor. */
  insertCode: { readonly text: string };
  /** Quick picks of the host. */
  pickModel: Record<string, never>;
  pickAgent: Record<string, never>;
  pickAttachment: Record<string, never>;
  /** Insert a prompt for this common task into the input. */
  suggest: { readonly id: Suggestion };
  /** Resend a message immediately, or put it into the input for editing. */
  resend: { readonly messageId: MessageId };
  editAgain: { readonly messageId: MessageId };
  /** Turn actions. */
  fork: { readonly messageId: MessageId };
  revert: { readonly messageId: MessageId };
  unrevert: Record<string, never>;
  compact: Record<string, never>;
  /** Review, apply or save what the session changed. */
  reviewChanges: Record<string, never>;
  /** Open what the session changed in one file, by its path in `changes`. */
  openChange: { readonly path: string };
  applyChanges: Record<string, never>;
  /** An action on the local files that the sandbox does not have. */
  localChanges: { readonly answer: 'send' | 'later' | 'never' };
  /** Retry the connection now, or run an action of a notice. */
  act: { readonly id: NoticeAction };
  /** The draft of this session; the host preserves it across reloads. */
  draft: { readonly text: string };
}

/** Requests from the chat that the host answers. */
export interface ChatRequests {
  /**
   * Send a prompt, or run the server command that it names; resolves with the ID of the pending message. The draft is
   * cleared only after that.
   */
  send: {
    readonly params: {
      readonly text: string;
      readonly attachments: readonly Attachment[];
      readonly delivery?: Delivery;
    };
    /** Absent if a terminal runs it. */
    readonly result: { readonly messageId?: MessageId };
  };
  /** Load the page before the first message; resolves when it is loaded, or when the user was notified of a failure. */
  older: { readonly params: Record<string, never>; readonly result: Record<string, never> };
  /** Completions of `@text` or `/text`. */
  complete: {
    readonly params: { readonly trigger: '@' | '/'; readonly text: string };
    readonly result: { readonly items: readonly Completion[] };
  };
  /** Turn a chosen completion into an attachment. */
  attach: {
    readonly params: { readonly kind: Completion['kind']; readonly value: string };
    readonly result: { readonly attachment?: Attachment; readonly refused?: string };
  };
  /** Which of these paths are files of the session's sandbox, as far as the host knows without waking it. */
  knownPaths: {
    readonly params: { readonly paths: readonly string[] };
    readonly result: { readonly known: readonly string[] };
  };
  /** The stored draft of this session. */
  draft: { readonly params: Record<string, never>; readonly result: { readonly text: string } };
}

/** Agents that can be mentioned with `@`. */
export const mentionable = (agents: readonly AgentInfo[]): readonly AgentInfo[] =>
  agents.filter((agent) => agent.mode !== 'primary');

/** Agents that can be chosen for a prompt. */
export const choosable = (agents: readonly AgentInfo[]): readonly AgentInfo[] =>
  agents.filter((agent) => agent.mode !== 'subagent');

/** The agent for prompts that name none: the first one that the server lists. */
export const defaultAgent = (agents: readonly AgentInfo[]): AgentInfo | undefined => choosable(agents)[0];
