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

/** The messages of one opened session that are known so far, oldest first. */
export interface Transcript {
  readonly messages: readonly Message[];
  /** The newest page was loaded at least once. */
  readonly loaded: boolean;
  /** Cursor of the page before the first message; absent when the beginning is here. */
  readonly older?: string;
  /** Parts whose message has not arrived yet (Sandbox Agent sends them first). */
  readonly orphans: readonly Part[];
}

/** All that is known of one sandbox; changed by `reduce` only. */
export interface SandboxState {
  readonly sessions: ReadonlyMap<SessionId, Session>;
  /** Sessions that are not idle. */
  readonly status: ReadonlyMap<SessionId, SessionStatus>;
  /** Opened sessions only. */
  readonly transcripts: ReadonlyMap<SessionId, Transcript>;
  /** All open requests, oldest first. */
  readonly requests: readonly Request[];
  readonly todos: ReadonlyMap<SessionId, readonly Todo[]>;
  /** What waits on the server in opened sessions, oldest first; sessions where nothing waits have no entry. */
  readonly inbox: ReadonlyMap<SessionId, readonly InboxEntry[]>;
  /** The last failure of a session since its last prompt. */
  readonly failures: ReadonlyMap<SessionId, TurnError>;
  /** How many files a session changed, as far as known; the files are loaded when they are shown. */
  readonly changedFiles: ReadonlyMap<SessionId, number>;
  readonly catalog: Catalog;
  readonly branch?: string;
}

export const emptyCatalog: Catalog = { pending: true, models: [], agents: [], commands: [] };
export const emptyTranscript: Transcript = { messages: [], loaded: false, orphans: [] };

/** Nothing known yet. */
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
