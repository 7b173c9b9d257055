import type {
  Attachment,
  Catalog,
  FileChange,
  Json,
  JsonObject,
  Message,
  ModelRef,
  Request,
  Session,
  SessionStatus,
  Todo,
} from '../../shared/model/entities.js';
import type { AgentEvent } from '../../shared/model/events.js';
import type { MessageId, PartId, RequestId, SessionId } from '../../shared/model/ids.js';
import type { Failure } from '../failure.js';

/** Which server answered. */
export type Flavor = 'opencode' | 'sandbox-agent';
/** How it lets us in. */
export type AuthScheme = 'none' | 'basic' | 'bearer';

/** What answered at an address, how it let us in, and how long that took (ms). */
export interface ServerIdentity {
  readonly flavor: Flavor;
  readonly version: string;
  readonly auth: AuthScheme;
  /** The base that works: no trailing slash, path prefix kept, `/opencode` added for a Sandbox Agent. */
  readonly baseUrl: string;
  readonly elapsed: number;
}

/** What this server can do; the UI asks these, never the flavor. */
export interface Capabilities {
  readonly archive: boolean;
  readonly revert: boolean;
  readonly compact: boolean;
  readonly share: boolean;
  readonly shell: boolean;
  readonly commands: boolean;
  readonly files: 'none' | 'read' | 'write';
  readonly findFiles: boolean;
  readonly findText: boolean;
  readonly vcs: boolean;
  readonly applyPatch: boolean;
  readonly terminal: boolean;
  /** The server's configuration can be read and changed. */
  readonly configuration: boolean;
  /** Other clients may drive ours through the server. */
  readonly remoteControl: boolean;
  readonly todos: boolean;
  readonly paging: boolean;
  readonly search: boolean;
  /** The model can be chosen for every prompt; else only with the first of a session. */
  readonly modelPerPrompt: boolean;
  readonly agents: boolean;
  readonly cost: boolean;
  readonly rejectWithReason: boolean;
  /** A session can have rules of its own for what is allowed without asking. */
  readonly sessionRules: boolean;
  readonly webUi: boolean;
}

/** What is read at each connect. */
export interface Snapshot {
  readonly sessions: readonly Session[];
  readonly status: readonly (readonly [SessionId, SessionStatus])[];
  readonly requests: readonly Request[];
  /** The server's default directory, absolute there. */
  readonly directory: string;
}

/** A page of messages, oldest first; `older` is the cursor of the page before. */
export interface MessagePage {
  readonly messages: readonly Message[];
  readonly older?: string;
}

/** A prompt ready to go: ids are ours, so that it can be looked for before it is sent again. */
export interface OutgoingPrompt {
  readonly sessionId: SessionId;
  readonly messageId: MessageId;
  /** One id for the text, then one for each attachment. */
  readonly partIds: readonly PartId[];
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly model?: ModelRef;
  readonly agent?: string;
}

/** An open (or opening) event stream. */
export interface EventStream {
  /** Ms since the last byte came. */
  quiet(): number;
  close(): void;
}

/** What happens on a stream. After `lost` nothing else comes. */
export interface StreamListener {
  /** Bytes flow and the content type is right. */
  open(): void;
  /** Decoded events, in order. */
  events(events: readonly AgentEvent[]): void;
  /** The ids jumped: events are missing, read again. The stream stays open. */
  gap(): void;
  /** The stream is over, for this reason (clean end, reset, silence, refusal). */
  lost(failure: Failure): void;
}

/** An entry of a folder in the sandbox; `path` is relative to the asked directory's root, without a trailing slash. */
export interface FileEntry {
  readonly name: string;
  readonly path: string;
  readonly type: 'file' | 'directory';
  readonly ignored?: boolean;
  readonly size?: number;
  readonly mtime?: number;
}

/** A line that a text search found; `line` counts from 1, columns from 0. */
export interface TextMatch {
  readonly path: string;
  readonly line: number;
  readonly text: string;
  readonly ranges: readonly (readonly [number, number])[];
}

/** A change in the sandbox's working tree against HEAD. */
export type VcsChange = FileChange;

/**
 * One sandbox server. Every call takes an AbortSignal, rejects with a `Failure`, and has a deadline
 * (connect 10 s, reads 30 s, a prompt none). `directory` is the session's own; absent means the server's default.
 */
export interface AgentServer {
  readonly identity: ServerIdentity;
  readonly capabilities: Capabilities;

  /** Opens the event stream once; never reconnects by itself. */
  stream(listener: StreamListener): EventStream;
  health(signal?: AbortSignal): Promise<{ version: string }>;
  snapshot(signal?: AbortSignal): Promise<Snapshot>;
  /** Who is busy and what waits for the user: the small part of a snapshot. */
  activity(signal?: AbortSignal): Promise<Pick<Snapshot, 'status' | 'requests'>>;
  catalog(signal?: AbortSignal): Promise<Catalog>;

  session(id: SessionId, signal?: AbortSignal): Promise<Session>;
  sessions(query: { search?: string; limit?: number }, signal?: AbortSignal): Promise<readonly Session[]>;
  messages(id: SessionId, page: { limit: number; before?: string }, signal?: AbortSignal): Promise<MessagePage>;
  /** The message, or undefined when the server does not have it. */
  message(id: SessionId, message: MessageId, signal?: AbortSignal): Promise<Message | undefined>;
  todos(id: SessionId, signal?: AbortSignal): Promise<readonly Todo[]>;

  /** `draft`: the draft session it is created for, stored with it, so that it is found again when the answer is lost. */
  createSession(
    options: { title?: string; directory?: string; draft?: SessionId },
    signal?: AbortSignal,
  ): Promise<Session>;
  renameSession(id: SessionId, title: string, signal?: AbortSignal): Promise<Session>;
  archiveSession(id: SessionId, archived: boolean, signal?: AbortSignal): Promise<Session>;
  deleteSession(id: SessionId, signal?: AbortSignal): Promise<void>;
  forkSession(id: SessionId, before?: MessageId, signal?: AbortSignal): Promise<Session>;
  abortSession(id: SessionId, signal?: AbortSignal): Promise<void>;
  /** Blocks until done on the server; no deadline. */
  compactSession(id: SessionId, model: ModelRef, signal?: AbortSignal): Promise<void>;
  revertSession(id: SessionId, message: MessageId, part?: PartId, signal?: AbortSignal): Promise<Session>;
  unrevertSession(id: SessionId, signal?: AbortSignal): Promise<Session>;

  /** Resolves when the server has taken the prompt (or has run it, on servers that answer late). */
  prompt(prompt: OutgoingPrompt, signal?: AbortSignal): Promise<void>;
  command(id: SessionId, command: string, args: string, signal?: AbortSignal): Promise<void>;
  shell(id: SessionId, command: string, agent: string, signal?: AbortSignal): Promise<void>;
  /** Lets a session do what matches these patterns without asking from now on. */
  allowInSession(id: SessionId, permission: string, patterns: readonly string[], signal?: AbortSignal): Promise<void>;
  replyPermission(
    id: RequestId,
    reply: 'once' | 'always' | 'reject',
    message?: string,
    signal?: AbortSignal,
  ): Promise<void>;
  /** One list of answers a question; free text is an answer like any other; an empty list is "no answer". */
  replyQuestion(id: RequestId, answers: readonly (readonly string[])[], signal?: AbortSignal): Promise<void>;
  rejectQuestion(id: RequestId, signal?: AbortSignal): Promise<void>;

  /** Files changed by the turn of this user message, with patches. */
  turnChanges(id: SessionId, message: MessageId, signal?: AbortSignal): Promise<readonly FileChange[]>;
  vcsChanges(directory?: string, signal?: AbortSignal): Promise<readonly VcsChange[]>;
  vcsBranch(directory?: string, signal?: AbortSignal): Promise<string | undefined>;
  /** Applies a unified patch to the sandbox's working tree, all or nothing; a patch that does not apply is `rejected`. */
  applyPatch(patch: string, directory?: string, signal?: AbortSignal): Promise<void>;

  list(path: string, directory?: string, signal?: AbortSignal): Promise<readonly FileEntry[]>;
  /** Exact bytes; undefined when there is no such file. */
  read(path: string, directory?: string, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  write(path: string, content: Uint8Array, directory?: string, signal?: AbortSignal): Promise<void>;
  remove(path: string, directory?: string, signal?: AbortSignal): Promise<void>;
  move(from: string, to: string, directory?: string, signal?: AbortSignal): Promise<void>;
  makeDirectory(path: string, directory?: string, signal?: AbortSignal): Promise<void>;
  findFiles(query: string, limit: number, directory?: string, signal?: AbortSignal): Promise<readonly string[]>;
  findText(pattern: string, directory?: string, signal?: AbortSignal): Promise<readonly TextMatch[]>;

  /** The server's own configuration. May hold secrets: never log or keep it. */
  configuration(signal?: AbortSignal): Promise<JsonObject>;
  /** Merges into it and answers with what was taken; ends all turns that run. What the server refuses is `rejected`. */
  patchConfiguration(patch: JsonObject, signal?: AbortSignal): Promise<JsonObject>;
  /** Its JSON Schema; undefined where the server does not describe itself. */
  configurationSchema(signal?: AbortSignal): Promise<JsonObject | undefined>;

  /** The server's own JSON, for the five actions offered to other agents: unchanged shapes. */
  readonly wire: {
    createSession(signal?: AbortSignal): Promise<Json>;
    messages(id: SessionId, signal?: AbortSignal): Promise<Json>;
    session(id: SessionId, signal?: AbortSignal): Promise<Json>;
    sessions(signal?: AbortSignal): Promise<Json>;
  };

  /** Where and how to open a WebSocket to a terminal, or to call an endpoint this interface lacks; for host adapters. */
  request(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    options?: { query?: Readonly<Record<string, string>>; body?: Json; signal?: AbortSignal },
  ): Promise<Json>;
  /** The request headers that let us in, made fresh; never store or log them. */
  authorization(): Promise<Readonly<Record<string, string>>>;
}
