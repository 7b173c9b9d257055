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

/** Kind of server, by the protocol it speaks. */
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
  /** The base that works: no trailing slash, path prefix kept, `/opencode` added for a Sandbox Agent. */
  readonly baseUrl: string;
  readonly elapsed: number;
}

/**
 * One server, as a set of ports. A capability is the presence of a port or of an optional member of it; there are no flags
 * to ask before. Every call takes an `AbortSignal`, rejects with a `Failure`, and has a deadline (`deadlineOf`,
 * a prompt none). `directory` is the session's own; absent means the server's default.
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
  /** Address of the server's own web page, at a session if one is given. */
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
  /** The stream is open and has the right content type. */
  open(): void;
  /** Decoded events, in order. */
  events(events: readonly AgentEvent[]): void;
  /** Events are missing according to the IDs: reload. The stream stays open. */
  gap(): void;
  /** The server turned out to have other ports: use this one from now on. The stream stays open. */
  replaced(server: AgentServer): void;
  /** The stream has ended for this reason (clean end, reset, silence, refusal). */
  lost(failure: Failure): void;
}

/** State of the server that is loaded at each connect. */
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
  /** `draft`: the draft session it is created for, stored with it, so that it is found again when the answer is lost. */
  create(options: { title?: string; directory?: string; draft?: SessionId }, signal?: AbortSignal): Promise<Session>;
  rename(id: SessionId, title: string, signal?: AbortSignal): Promise<Session>;
  delete(id: SessionId, signal?: AbortSignal): Promise<void>;
  abort(id: SessionId, signal?: AbortSignal): Promise<void>;
  fork(id: SessionId, before?: MessageId, signal?: AbortSignal): Promise<Session>;
  archive?(id: SessionId, archived: boolean, signal?: AbortSignal): Promise<Session>;
  /** Blocks until done on the server; no deadline. */
  compact?(id: SessionId, model: ModelRef, signal?: AbortSignal): Promise<void>;
  readonly revert?: RevertPort;
  todos?(id: SessionId, signal?: AbortSignal): Promise<readonly Todo[]>;
  /** Marks the end of the turn at this time (`Session.idle`) as seen, for all clients. */
  markViewed?(id: SessionId, idle: number, signal?: AbortSignal): Promise<void>;
  /** Moves the running command or sub-agent to the background, and continues the turn. Does nothing if none runs. */
  toBackground?(id: SessionId, signal?: AbortSignal): Promise<void>;
}

/** Reverts to before a message, and undoes that. */
export interface RevertPort {
  to(id: SessionId, message: MessageId, part?: PartId, signal?: AbortSignal): Promise<Session>;
  undo(id: SessionId, signal?: AbortSignal): Promise<Session>;
}

/** A prompt to send. IDs are ours, so that it can be looked up before it is resent. */
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
  /** Resolves when the server has accepted the prompt (or has run it, on servers that answer late). */
  submit(prompt: OutgoingPrompt, signal?: AbortSignal): Promise<void>;
  /** The message with this ID, or undefined when the server does not have it. */
  find(id: SessionId, message: MessageId, signal?: AbortSignal): Promise<Message | undefined>;
  /** Runs a slash command; the text of the prompt is its arguments. */
  command?(name: string, prompt: OutgoingPrompt, signal?: AbortSignal): Promise<void>;
  /** Runs a shell command as part of the transcript. */
  shell?(id: SessionId, command: string, agent: string, signal?: AbortSignal): Promise<void>;
  /** Present if prompts wait on the server; `submit` may then be repeated safely under the same ID. */
  readonly queue?: QueuePort;
}

/** Prompts that the server has and the model has not seen. The events `inbox.put` and `inbox.removed` report them. */
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
  /** Whether the reason of a rejection reaches the model. */
  readonly rejectWithReason: boolean;
  replyPermission(
    request: RequestRef,
    reply: 'once' | 'always' | 'reject',
    message?: string,
    signal?: AbortSignal,
  ): Promise<void>;
  /** Allows these patterns for the rest of a session. */
  allowInSession?(id: SessionId, permission: string, patterns: readonly string[], signal?: AbortSignal): Promise<void>;
  /** One list of answers per question; free text is an answer like any other; an empty list is "no answer". */
  replyQuestion(request: QuestionRequest, answers: readonly (readonly string[])[], signal?: AbortSignal): Promise<void>;
  rejectQuestion(request: RequestRef, signal?: AbortSignal): Promise<void>;
  /** Saved permissions, if the server has a list of them. */
  readonly saved?: SavedPermissionsPort;
}

/** The IDs of a request: some servers expect its ID, others its session too. */
export type RequestRef = Pick<Request, 'id' | 'sessionId'>;

/** Saved permissions. */
export interface SavedPermissionsPort {
  list(signal?: AbortSignal): Promise<readonly SavedPermission[]>;
  /** Does not fail if it is already gone. */
  remove(id: string, signal?: AbortSignal): Promise<void>;
}

/** Output of running commands, for servers whose events do not contain it. */
export interface CommandOutputPort {
  /**
   * Output from byte `cursor` on, and the position behind it; undefined where there is none or no more. `command` is the
   * `commandId` of a tool call.
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
  /** The server's default directory; undefined where it does not tell. */
  directory(signal?: AbortSignal): Promise<string | undefined>;
  /** Top of the working tree that holds the directory; undefined where the server does not tell. */
  root(directory: string, signal?: AbortSignal): Promise<string | undefined>;
  /** The server's ID of the project at a root. OpenCode uses the hash of the repository's first commit. */
  projectId(root: string, signal?: AbortSignal): Promise<string | undefined>;
}

/** The server's own JSON, for the five actions offered to other agents: unchanged shapes. */
export interface RawPort {
  createSession(signal?: AbortSignal): Promise<Json>;
  messages(id: SessionId, signal?: AbortSignal): Promise<Json>;
  session(id: SessionId, signal?: AbortSignal): Promise<Json>;
  sessions(signal?: AbortSignal): Promise<Json>;
}

/** File differences that the server knows. */
export interface ChangesPort {
  /** Files changed by the turn of this user message, with patches. */
  turn(id: SessionId, message: MessageId, signal?: AbortSignal): Promise<readonly FileChange[]>;
  /** What a session changed from its first turn to its last, where the server can tell it at once; else its prompts tell it. */
  session?(id: SessionId, signal?: AbortSignal): Promise<readonly FileChange[]>;
  /** The working tree against HEAD. */
  workingTree(directory?: string, signal?: AbortSignal): Promise<readonly FileChange[]>;
  /** The working tree against the commit where its branch left the default branch. */
  againstBase?(directory?: string, signal?: AbortSignal): Promise<readonly FileChange[]>;
  /** Name of the branch; undefined where there is none. */
  branch(directory?: string, signal?: AbortSignal): Promise<string | undefined>;
}

/** Changes the working tree by patches. */
export interface PatchesPort {
  /** Applies a unified patch, all or nothing; a patch that does not apply is `rejected`. */
  apply(patch: string, directory?: string, signal?: AbortSignal): Promise<void>;
}

/** An entry of a folder; `path` is relative to the root of the directory asked for, without a trailing slash. */
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
  /** Exact bytes; undefined when there is no such file. */
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

/** A line that a text search found; `line` counts from 1, columns from 0. */
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
  /** A program that the sandbox does not have, without which the last text search was slower and found less exactly. */
  lacks?(): 'rg' | undefined;
}

/** Terminals that run in the sandbox. */
export interface TerminalsPort {
  /** Starts a shell in a directory, or this program of ours; without a directory, in the server's own. */
  open(
    options: { directory?: string; title: string; program?: readonly [string, ...string[]] },
    signal?: AbortSignal,
  ): Promise<Terminal>;
}

/** A terminal of the sandbox; it keeps running without a connection. */
export interface Terminal {
  readonly id: string;
  /** Connects; first delivers the output from position `cursor`. */
  connect(cursor: number, listener: TerminalListener): Promise<TerminalConnection>;
  /** A terminal that has ended ignores it. */
  resize(size: { readonly rows: number; readonly columns: number }): Promise<void>;
  /** Whether its program still runs; rejects where the server does not answer. */
  isRunning(): Promise<boolean>;
  /** Calls back once with the exit code; the result unsubscribes. */
  onExit(listener: (code: number) => void): () => void;
  /** Ends its program and removes it. */
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

/** How a program is run. */
export interface RunOptions {
  /** Where it runs, absolute in the sandbox. */
  readonly directory: string;
  /** Exact bytes for its standard input; empty if absent. */
  readonly input?: Uint8Array;
  /** Variables added to the server's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Ms after which it is killed; 30 s. */
  readonly timeout?: number;
  /** Size limit of each output; 16 MB. More ends the program. */
  readonly maxOutput?: number;
}

/** What a program printed, byte for byte, and how it ended. */
export interface RunResult {
  /** 127 if there is no such program. */
  readonly exitCode: number;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  /** It was killed at its deadline. */
  readonly timedOut: boolean;
  /** It printed more than the limit. */
  readonly truncated: boolean;
}

/**
 * Programs of the sandbox. They are not part of a transcript and start no turn. Only code of ours calls this: nothing that
 * a model, a webview or a workspace names may become a program or an option.
 */
export interface ProcessesPort {
  /**
   * Runs a program without a shell and waits for its end; an abort kills it. A folder that does not exist is `rejected`
   * with status 404.
   */
  run(program: readonly [string, ...string[]], options: RunOptions, signal?: AbortSignal): Promise<RunResult>;
  /** Processes that run in the background, if the server lists them. */
  readonly background?: BackgroundPort;
}

/** A process that the server runs, or has run. */
export interface BackgroundProcess {
  readonly id: string;
  /** Its command line, for a person. */
  readonly command: string;
  readonly directory?: string;
  readonly isRunning: boolean;
  readonly exitCode?: number;
  /** When it was started, in ms. */
  readonly created: number;
}

/** Processes in the background. */
export interface BackgroundPort {
  /** All that the server knows, the newest of each kind first. */
  list(signal?: AbortSignal): Promise<readonly BackgroundProcess[]>;
  /** The end of what it printed. */
  output(id: string, signal?: AbortSignal): Promise<string>;
  /** Ends it with what it started; one that has ended is taken off the list. */
  stop(id: string, signal?: AbortSignal): Promise<void>;
}

/** The server's own configuration. May hold secrets: never log or store it. */
export interface ConfigurationPort {
  read(signal?: AbortSignal): Promise<JsonObject>;
  /** Merges into it and returns what was accepted; ends all running turns. A refusal of the server is `rejected`. */
  patch(patch: JsonObject, signal?: AbortSignal): Promise<JsonObject>;
  /** Its JSON Schema; undefined where the server does not describe itself. */
  schema(signal?: AbortSignal): Promise<JsonObject | undefined>;
}

/** Present if other clients can control ours through the server, by `remote.control` events. */
export type RemoteControlPort = Readonly<Record<never, never>>;
