import type {
  Catalog,
  InboxEntry,
  Message,
  Part,
  Request,
  Session,
  SessionStatus,
  Todo,
  TurnError,
} from './entities.js';
import type { SessionId } from './ids.js';

/** The loaded messages of an opened session, oldest first. */
export interface Transcript {
  readonly messages: readonly Message[];
  /** The newest page was loaded at least once. */
  readonly loaded: boolean;
  /** Cursor of the page before the first message; absent if the first message of the session is loaded. */
  readonly older?: string;
  /** Parts whose message has not arrived yet (Sandbox Agent sends them first). */
  readonly orphans: readonly Part[];
}

/** The known state of one sandbox; changed by `reduce` only. */
export interface SandboxState {
  readonly sessions: ReadonlyMap<SessionId, Session>;
  /** Sessions that are not idle. */
  readonly status: ReadonlyMap<SessionId, SessionStatus>;
  /** Opened sessions only. */
  readonly transcripts: ReadonlyMap<SessionId, Transcript>;
  /** All open requests, oldest first. */
  readonly requests: readonly Request[];
  readonly todos: ReadonlyMap<SessionId, readonly Todo[]>;
  /** Inbox entries of opened sessions, oldest first; sessions with an empty inbox are left out. */
  readonly inbox: ReadonlyMap<SessionId, readonly InboxEntry[]>;
  /** The last failure of a session since its last prompt. */
  readonly failures: ReadonlyMap<SessionId, TurnError>;
  /** Number of files that a session changed, if known; the files are loaded when they are shown. */
  readonly changedFiles: ReadonlyMap<SessionId, number>;
  readonly catalog: Catalog;
  readonly branch?: string;
}

export const emptyCatalog: Catalog = { pending: true, models: [], agents: [], commands: [] };
export const emptyTranscript: Transcript = { messages: [], loaded: false, orphans: [] };

/** The state before anything is loaded. */
export const emptyState: SandboxState = {
  sessions: new Map(),
  status: new Map(),
  transcripts: new Map(),
  requests: [],
  todos: new Map(),
  inbox: new Map(),
  failures: new Map(),
  changedFiles: new Map(),
  catalog: emptyCatalog,
};
