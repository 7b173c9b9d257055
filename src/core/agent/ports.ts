import type {
  Attachment,
  Catalog,
  Delivery,
  FileChange,
  InboxEntry,
  Json,
  JsonObject,
  Message,
  ModelRef,
  Prompt,
  QuestionRequest,
  Request,
  SavedPermission,
  Session,
  SessionStatus,
  Todo,
} from '../../shared/model/entities.js';
import type { AgentEvent } from '../../shared/model/events.js';
import type { MessageId, PartId, SessionId } from '../../shared/model/ids.js';
import type { Failure } from '../failure.js';

export type { Traffic } from './transport/traffic.js';

/** The kind of a server, which determines its protocol. */
export type ServerKind = 'opencode-1' | 'opencode-2' | 'sandbox-agent';
/** How requests are authenticated. */
export type AuthScheme = 'none' | 'basic' | 'bearer';

/** A detected server, and how long the detection took (ms). */
export interface ServerIdentity {
  readonly kind: ServerKind;
  readonly version: string;
  /** Newer than the tested versions: its protocol may differ. */
  readonly untested?: true;
  readonly auth: AuthScheme;
  /** The detected base URL: without a trailing slash, with the path prefix, and with `/opencode` for a Sandbox Agent. */
  readonly baseUrl: string;
  readonly elapsed: number;
}

/**
 * One server, as a set of ports. A server has a capability if the port or its optional member is present; there are no
 * separate flags. Every call takes an `AbortSignal`, rejects with a `Failure`, and has a deadline (`deadlineOf`;
 * prompts have none). `directory` is that of the session; absent means the server's default.
 */
export interface AgentServer {
  readonly identity: ServerIdentity;
  readonly events: EventsPort;
  readonly sessions: SessionsPort;
  readonly prompts: PromptsPort;
  readonly requests: RequestsPort;
  readonly catalog: CatalogPort;
  readonly workspace: WorkspacePort;
  readonly raw: RawPort;
  readonly changes?: ChangesPort;
  readonly patches?: PatchesPort;
  readonly files?: FilesPort;
  readonly search?: SearchPort;
  readonly terminals?: TerminalsPort;
  readonly processes?: ProcessesPort;
  readonly commandOutput?: CommandOutputPort;
  readonly configuration?: ConfigurationPort;
  readonly remoteControl?: RemoteControlPort;
  readonly tui?: TuiPort;
  /** URL of the server's web UI, at a session if one is given. */
  webUi?(session?: Pick<Session, 'id' | 'directory'>): string;
}

/** The event stream, and a health check. */
export interface EventsPort {
  /** Opens the stream once; never reconnects. */
  open(listener: StreamListener): EventStream;
  health(signal?: AbortSignal): Promise<{ version: string }>;
}

/** An open (or opening) event stream. */
export interface EventStream {
  /** Ms since the last byte arrived. */
  quiet(): number;
  close(): void;
}

/** Callbacks of a stream. After `lost` there are no others. */
export interface StreamListener {
  /** The stream is open and has the expected content type. */
  open(): void;
  /** Decoded events, in order. */
  events(events: readonly AgentEvent[]): void;
  /** The event IDs show that events are missing: reload the state. The stream stays open. */
  gap(): void;
  /** The server turned out to have other ports: use this object from now on. The stream stays open. */
  replaced(server: AgentServer): void;
  /** The stream has ended for this reason (clean end, reset, silence, refusal). */
  lost(failure: Failure): void;
}

/** State of the server, loaded on each connection. */
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

/** Sessions and their messages. */
export interface SessionsPort {
  /** Whether sessions and messages report cost and tokens. */
  readonly reportsCost: boolean;
  snapshot(signal?: AbortSignal): Promise<Snapshot>;
  /** Busy sessions and open requests: the small part of a snapshot. */
  activity(signal?: AbortSignal): Promise<Pick<Snapshot, 'status' | 'requests'>>;
  get(id: SessionId, signal?: AbortSignal): Promise<Session>;
  list(query: { limit?: number }, signal?: AbortSignal): Promise<readonly Session[]>;
  /** Sessions whose title matches. */
  search?(query: { search: string; limit?: number }, signal?: AbortSignal): Promise<readonly Session[]>;
  messages(id: SessionId, page: { limit: number; before?: string }, signal?: AbortSignal): Promise<MessagePage>;
  /** `draft`: the draft session it is created for, stored with the session so that it can be found if the response is lost. */
  create(options: { title?: string; directory?: string; draft?: SessionId }, signal?: AbortSignal): Promise<Session>;
  rename(id: SessionId, title: string, signal?: AbortSignal): Promise<Session>;
  delete(id: SessionId, signal?: AbortSignal): Promise<void>;
  abort(id: SessionId, signal?: AbortSignal): Promise<void>;
  fork(id: SessionId, before?: MessageId, signal?: AbortSignal): Promise<Session>;
  archive?(id: SessionId, archived: boolean, signal?: AbortSignal): Promise<Session>;
  /** Resolves when the server has finished; has no deadline. */
  compact?(id: SessionId, model: ModelRef, signal?: AbortSignal): Promise<void>;
  readonly revert?: RevertPort;
  todos?(id: SessionId, signal?: AbortSignal): Promise<readonly Todo[]>;
  /** Marks the turn that ended at this time (`Session.idle`) as viewed, for all clients. */
  markViewed?(id: SessionId, idle: number, signal?: AbortSignal): Promise<void>;
  /** Moves the running command or sub-agent to the background, and continues the turn. Does nothing if none runs. */
  toBackground?(id: SessionId, signal?: AbortSignal): Promise<void>;
}

/** Reverts a session to the state before a message, and undoes that. */
export interface RevertPort {
  to(id: SessionId, message: MessageId, part?: PartId, signal?: AbortSignal): Promise<Session>;
  undo(id: SessionId, signal?: AbortSignal): Promise<Session>;
}

/** A prompt to send. Its IDs are client-generated, so that it can be looked up before it is resent. */
export interface OutgoingPrompt {
  readonly sessionId: SessionId;
  readonly messageId: MessageId;
  /** One ID for the text, then one for each attachment. */
  readonly partIds: readonly PartId[];
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly model?: ModelRef;
  readonly agent?: string;
  /** When the model sees it if a turn runs. Ignored without a `queue` port. */
  readonly delivery?: Delivery;
}

/** Prompts and commands, which start turns. */
export interface PromptsPort {
  /** Whether the model can be chosen for every prompt; else only with the first of a session. */
  readonly modelPerPrompt: boolean;
  /** Whether an agent can be chosen. */
  readonly agents: boolean;
  /** Present if a prompt that is submitted while a turn runs joins that turn. */
  readonly steers?: true;
  /** Resolves when the server has accepted the prompt, or has run it on servers that respond only then. */
  submit(prompt: OutgoingPrompt, signal?: AbortSignal): Promise<void>;
  /** The message with this ID, or undefined when the server does not have it. */
  find(id: SessionId, message: MessageId, signal?: AbortSignal): Promise<Message | undefined>;
  /** Runs a slash command; the text of the prompt is its arguments. */
  command?(name: string, prompt: OutgoingPrompt, signal?: AbortSignal): Promise<void>;
  /** Runs a shell command as part of the transcript. */
  shell?(id: SessionId, command: string, agent: string, signal?: AbortSignal): Promise<void>;
  /** Present if the server has a queue of prompts; `submit` can then be repeated safely with the same ID. */
  readonly queue?: QueuePort;
}

/** Prompts that the server has accepted and the model has not seen. The events `inbox.put` and `inbox.removed` report them. */
export interface QueuePort {
  /** The waiting entries of a session, oldest first. */
  list(id: SessionId, signal?: AbortSignal): Promise<readonly InboxEntry[]>;
  /** A waiting prompt with its attachments; undefined if it no longer waits. */
  prompt(
    id: SessionId,
    message: MessageId,
    signal?: AbortSignal,
  ): Promise<Pick<Prompt, 'text' | 'attachments'> | undefined>;
  /** `rejected` with status 409 for a prompt that the model has seen in the meantime. */
  changeDelivery(id: SessionId, message: MessageId, delivery: Delivery, signal?: AbortSignal): Promise<void>;
  /** Cancels an entry; false if the model has already seen it. */
  cancel(id: SessionId, message: MessageId, signal?: AbortSignal): Promise<boolean>;
  /** Continues an idle session with its waiting entries. */
  resume(id: SessionId, signal?: AbortSignal): Promise<void>;
}

/** Answers to permissions and questions. */
export interface RequestsPort {
  /** Whether the reason of a rejection is passed to the model. */
  readonly rejectWithReason: boolean;
  replyPermission(
    request: RequestRef,
    reply: 'once' | 'always' | 'reject',
    message?: string,
    signal?: AbortSignal,
  ): Promise<void>;
  /** Allows these patterns for the rest of a session. */
  allowInSession?(id: SessionId, permission: string, patterns: readonly string[], signal?: AbortSignal): Promise<void>;
  /** Takes one list of answers per question; free text counts as an answer, an empty list as no answer. */
  replyQuestion(request: QuestionRequest, answers: readonly (readonly string[])[], signal?: AbortSignal): Promise<void>;
  rejectQuestion(request: RequestRef, signal?: AbortSignal): Promise<void>;
  /** Present if the server has a list of saved permissions. */
  readonly saved?: SavedPermissionsPort;
}

/** The IDs that identify a request; some servers need the session's ID too. */
export type RequestRef = Pick<Request, 'id' | 'sessionId'>;

/** Saved permissions. */
export interface SavedPermissionsPort {
  list(signal?: AbortSignal): Promise<readonly SavedPermission[]>;
  /** Does not fail if the permission is already removed. */
  remove(id: string, signal?: AbortSignal): Promise<void>;
}

/** Output of running commands, for servers whose events do not contain it. */
export interface CommandOutputPort {
  /**
   * Reads the output from byte `cursor` on, with the position after it; undefined if the server has none, or has
   * discarded it. `command` is the `commandId` of a tool call.
   */
  read(
    command: string,
    cursor: number,
    directory?: string,
    signal?: AbortSignal,
  ): Promise<{ readonly output: string; readonly cursor: number } | undefined>;
}

/** Models, agents and slash commands. */
export interface CatalogPort {
  read(signal?: AbortSignal): Promise<Catalog>;
}

/** The folder and repository that the server works in. */
export interface WorkspacePort {
  /** The server's default directory; undefined if it does not report one. */
  directory(signal?: AbortSignal): Promise<string | undefined>;
  /** Root of the working tree that contains the directory; undefined if the server does not report it. */
  root(directory: string, signal?: AbortSignal): Promise<string | undefined>;
  /** The server's ID of the project at a root. OpenCode uses the hash of the repository's first commit. */
  projectId(root: string, signal?: AbortSignal): Promise<string | undefined>;
}

/** The server's JSON in unchanged shapes, for the five actions offered to other agents. */
export interface RawPort {
  createSession(signal?: AbortSignal): Promise<Json>;
  messages(id: SessionId, signal?: AbortSignal): Promise<Json>;
  session(id: SessionId, signal?: AbortSignal): Promise<Json>;
  sessions(signal?: AbortSignal): Promise<Json>;
}

/** File differences that the server reports. */
export interface ChangesPort {
  /** Files changed by the turn of this user message, with patches. */
  turn(id: SessionId, message: MessageId, signal?: AbortSignal): Promise<readonly FileChange[]>;
  /**
   * Files changed by a session from its first turn to its last, if the server has an endpoint for it; else they are
   * combined from the turns.
   */
  session?(id: SessionId, signal?: AbortSignal): Promise<readonly FileChange[]>;
  /** Diff of the working tree against HEAD. */
  workingTree(directory?: string, signal?: AbortSignal): Promise<readonly FileChange[]>;
  /** Diff of the working tree against the merge base of its branch and the default branch. */
  againstBase?(directory?: string, signal?: AbortSignal): Promise<readonly FileChange[]>;
  /** Name of the current branch; undefined if there is none. */
  branch(directory?: string, signal?: AbortSignal): Promise<string | undefined>;
}

/** Patches the working tree. */
export interface PatchesPort {
  /** Applies a unified patch, all or nothing; a patch that does not apply is `rejected`. */
  apply(patch: string, directory?: string, signal?: AbortSignal): Promise<void>;
}

/** An entry of a folder; `path` is relative to the root of the requested directory, without a trailing slash. */
export interface FileEntry {
  readonly name: string;
  readonly path: string;
  readonly type: 'file' | 'directory';
  readonly ignored?: boolean;
  readonly size?: number;
  readonly mtime?: number;
}

/** Files of the sandbox. */
export interface FilesPort {
  list(path: string, directory?: string, signal?: AbortSignal): Promise<readonly FileEntry[]>;
  /** The bytes of a file; undefined if it does not exist. */
  read(path: string, directory?: string, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  readonly writing?: FileWritingPort;
}

/** Changes files of the sandbox. */
export interface FileWritingPort {
  write(path: string, content: Uint8Array, directory?: string, signal?: AbortSignal): Promise<void>;
  delete(path: string, directory?: string, signal?: AbortSignal): Promise<void>;
  /** Fails if the new name exists. */
  rename(from: string, to: string, directory?: string, signal?: AbortSignal): Promise<void>;
  createDirectory(path: string, directory?: string, signal?: AbortSignal): Promise<void>;
}

/** A line found by a text search; `line` counts from 1, columns from 0. */
export interface TextMatch {
  readonly path: string;
  readonly line: number;
  readonly text: string;
  readonly ranges: readonly (readonly [number, number])[];
}

/** Search for files by name and by text. */
export interface SearchPort {
  files(query: string, limit: number, directory?: string, signal?: AbortSignal): Promise<readonly string[]>;
  text(pattern: string, directory?: string, signal?: AbortSignal): Promise<readonly TextMatch[]>;
  /** The program that the sandbox lacks, which made the last text search slower and less exact. */
  lacks?(): 'rg' | undefined;
}

/** Terminals that run in the sandbox. */
export interface TerminalsPort {
  /** Starts a shell, or the given program of the extension, in a directory; in the server's default one if absent. */
  open(
    options: { directory?: string; title: string; program?: readonly [string, ...string[]] },
    signal?: AbortSignal,
  ): Promise<Terminal>;
}

/** A terminal of the sandbox; it keeps running without a connection. */
export interface Terminal {
  readonly id: string;
  /** Connects and first delivers the output from position `cursor` on. */
  connect(cursor: number, listener: TerminalListener): Promise<TerminalConnection>;
  /** A terminal that has ended ignores it. */
  resize(size: { readonly rows: number; readonly columns: number }): Promise<void>;
  /** Whether its program still runs; rejects if the server does not respond. */
  isRunning(): Promise<boolean>;
  /** Calls the listener once with the exit code; returns a function that unsubscribes. */
  onExit(listener: (code: number) => void): () => void;
  /** Ends the program and removes the terminal. */
  kill(): Promise<void>;
}

/** Callbacks of a terminal's connection. */
export interface TerminalListener {
  /** Output, and the position after it. */
  output(text: string, cursor: number): void;
  /** The connection has ended; `clean` if the server closed it properly because the program has ended. */
  closed(clean: boolean): void;
}

/** An open connection to a terminal. */
export interface TerminalConnection {
  send(text: string): void;
  close(): void;
}

/** Options of a program run. */
export interface RunOptions {
  /** The working directory, absolute in the sandbox. */
  readonly directory: string;
  /** The bytes of its standard input; empty if absent. */
  readonly input?: Uint8Array;
  /** Environment variables, added to those of the server. */
  readonly env?: Readonly<Record<string, string>>;
  /** Time in ms after which it is killed; 30 s by default. */
  readonly timeout?: number;
  /** Size limit of each output in bytes; 16 MB by default. The program is killed if it exceeds the limit. */
  readonly maxOutput?: number;
}

/** The output of a program, byte for byte, and how it ended. */
export interface RunResult {
  /** 127 if there is no such program. */
  readonly exitCode: number;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  /** Whether it was killed at its deadline. */
  readonly timedOut: boolean;
  /** Whether its output exceeded the limit. */
  readonly truncated: boolean;
}

/**
 * Runs programs in the sandbox. They are not part of a transcript and start no turn. Only the extension's own code
 * determines them: no name from a model, a webview or a workspace may become a program or an option.
 */
export interface ProcessesPort {
  /**
   * Runs a program without a shell and waits until it ends; an abort kills it. Rejects as `rejected` with status 404 if
   * the directory does not exist.
   */
  run(program: readonly [string, ...string[]], options: RunOptions, signal?: AbortSignal): Promise<RunResult>;
  /** Present if the server lists background processes. */
  readonly background?: BackgroundPort;
}

/** A running or ended process of the server. */
export interface BackgroundProcess {
  readonly id: string;
  /** Its command line, for display. */
  readonly command: string;
  readonly directory?: string;
  readonly isRunning: boolean;
  readonly exitCode?: number;
  /** Start time, in ms since 1970; 0 if unknown. */
  readonly created: number;
}

/** Background processes of the server. */
export interface BackgroundPort {
  /** All that the server knows, the newest of each kind first. */
  list(signal?: AbortSignal): Promise<readonly BackgroundProcess[]>;
  /** The end of its output. */
  output(id: string, signal?: AbortSignal): Promise<string>;
  /** Ends a process with its child processes; removes one that has already ended from the list. */
  stop(id: string, signal?: AbortSignal): Promise<void>;
}

/** The server's configuration. May contain secrets: never log or store it. */
export interface ConfigurationPort {
  read(signal?: AbortSignal): Promise<JsonObject>;
  /**
   * Merges a patch and returns the configuration that was accepted; ends all running turns. Rejects as `rejected` if
   * the server refuses it.
   */
  patch(patch: JsonObject, signal?: AbortSignal): Promise<JsonObject>;
  /** JSON Schema of the configuration; undefined if the server has no OpenAPI document. */
  schema(signal?: AbortSignal): Promise<JsonObject | undefined>;
}

/** How OpenCode's terminal UI, a program on the user's computer, connects to a server. */
export interface TuiPort {
  /** Major version of the program. */
  readonly version: 1 | 2;
  /** Whether a session is required; without one, the terminal UI would work in a folder of the user's computer. */
  readonly needsSession: boolean;
  /** `directory` is a path in the sandbox. The arguments contain no secret. */
  arguments(directory: string, session?: SessionId): readonly string[];
  /** Environment variables that contain the credentials. */
  environment(credentials: { readonly secret: string; readonly username?: string | undefined }): Record<string, string>;
}

/** Present if other clients can control this one through the server, by `remote.control` events. */
export type RemoteControlPort = Readonly<Record<never, never>>;
