import type { MessageId, PartId, RequestId, SessionId } from './ids.js';
import type { ToolCall } from './toolCall.js';

/** Any JSON value, such as arguments of a tool. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
/** A JSON object, such as the arguments of a tool. */
export type JsonObject = { readonly [key: string]: Json };

/** Token counts; `input` excludes cached tokens, `output` excludes reasoning. */
export interface Tokens {
  readonly input: number;
  readonly output: number;
  readonly reasoning: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

/** A model by the names its provider and the server give it. */
export interface ModelRef {
  readonly providerId: string;
  readonly modelId: string;
  readonly variant?: string;
}

/** One file as a turn or session changed it; `patch` is a unified diff, absent where the server gave none. */
export interface FileChange {
  readonly path: string;
  readonly status: 'added' | 'modified' | 'deleted';
  readonly additions: number;
  readonly deletions: number;
  readonly patch?: string;
  /** Its previous path, if it was renamed. */
  readonly from?: string;
  /** Stands for this many files that are not listed, with the totals of their lines; its path is empty. */
  readonly unlisted?: number;
}

/** A conversation with an agent. Times are ms since 1970; `cost` (USD) and `tokens` are absent where not reported. */
export interface Session {
  readonly id: SessionId;
  readonly parentId?: SessionId;
  readonly title: string;
  readonly directory: string;
  readonly created: number;
  readonly updated: number;
  readonly archived?: number;
  readonly cost?: number;
  readonly tokens?: Tokens;
  readonly agent?: string;
  readonly model?: ModelRef;
  /** Set while a revert can still be undone: messages from this one on are hidden. */
  readonly revert?: { readonly messageId: MessageId; readonly partId?: PartId; readonly diff?: string };
  readonly shareUrl?: string;
  /** The draft session it was created for; only the beginning of that id where the server stores no more. */
  readonly draft?: string;
  /** End of its last turn, and the last such end that a client of this user has seen; where the server counts them. */
  readonly idle?: number;
  readonly viewed?: number;
  /** How its last turn ended, where the server says so. */
  readonly outcome?: 'succeeded' | 'failed' | 'interrupted';
}

/** The activity of a session. A session without an entry is idle. */
export type SessionStatus =
  | { readonly type: 'idle' }
  | { readonly type: 'busy' }
  | { readonly type: 'retry'; readonly attempt: number; readonly message: string; readonly next: number };

/** Why a turn or session failed, in the server's words. */
export interface TurnError {
  readonly name: string;
  readonly message: string;
  readonly statusCode?: number;
  readonly retryable?: boolean;
}

interface PartBase {
  readonly id: PartId;
  readonly sessionId: SessionId;
  readonly messageId: MessageId;
}

/** Prose, of the user or the agent. */
export interface TextPart extends PartBase {
  readonly type: 'text';
  readonly text: string;
  /** Made by the server (the content of an attached file, say): not shown. */
  readonly synthetic?: boolean;
  /** The name of an attachment (`src/app.ts:3-9`): shown as a chip. */
  readonly context?: string;
  readonly start?: number;
  readonly end?: number;
  /** The beginning or middle is unknown (we were away): show "catching up" until the part ends. */
  readonly gap?: boolean;
}

/** The model's thinking. */
export interface ReasoningPart extends PartBase {
  readonly type: 'reasoning';
  readonly text: string;
  readonly start?: number;
  readonly end?: number;
  readonly gap?: boolean;
}

/** A file given by the user or made by a tool; `url` is `data:` or the server's `file:`. */
export interface FilePart extends PartBase {
  readonly type: 'file';
  readonly mime: string;
  readonly filename?: string;
  readonly url: string;
  /** Path in the sandbox that the part stands for. */
  readonly path?: string;
}

/** One call of a tool. */
export interface ToolPart extends PartBase {
  readonly type: 'tool';
  readonly callId: string;
  /** The server's name of the tool, to show. */
  readonly tool: string;
  /** The call and its result. */
  readonly call: ToolCall;
  readonly status: 'pending' | 'running' | 'completed' | 'error';
  /** The arguments, as the model gave them: to show, never to interpret. */
  readonly input: JsonObject;
  readonly title?: string;
  /** What the tool printed; while it runs, what it has printed so far. */
  readonly output?: string;
  readonly error?: string;
  readonly start?: number;
  readonly end?: number;
  readonly attachments?: readonly FilePart[];
  /** Its outcome, if `status` does not tell: ended by the user, by a stop, or failed. */
  readonly outcome?: 'rejected' | 'dismissed' | 'stopped' | 'failed';
  /** Why the user rejected it, in their words. */
  readonly reason?: string;
  /** Names the command it runs, where the server gives the output of running commands by such a name. */
  readonly commandId?: string;
}

/** An agent mentioned in a prompt. */
export interface AgentPart extends PartBase {
  readonly type: 'agent';
  readonly name: string;
}

/** Work handed to a sub-agent by a command. */
export interface SubtaskPart extends PartBase {
  readonly type: 'subtask';
  readonly agent: string;
  readonly description: string;
  readonly prompt: string;
}

/** A new request to the model. */
export interface StepStartPart extends PartBase {
  readonly type: 'step-start';
  readonly snapshot?: string;
}

/** The end of one response of the model, with its cost (USD). */
export interface StepFinishPart extends PartBase {
  readonly type: 'step-finish';
  readonly reason: string;
  readonly cost: number;
  readonly tokens: Tokens;
  readonly snapshot?: string;
}

/** Files that a step changed, by their paths in the sandbox. */
export interface PatchPart extends PartBase {
  readonly type: 'patch';
  readonly hash: string;
  readonly files: readonly string[];
}

/** The provider refused, and the request was retried. */
export interface RetryPart extends PartBase {
  readonly type: 'retry';
  readonly attempt: number;
  readonly error: TurnError;
}

/** The conversation so far was summarized here. */
export interface CompactionPart extends PartBase {
  readonly type: 'compaction';
  readonly auto: boolean;
}

/** A kind of part this version does not know, kept so that nothing is hidden silently. */
export interface UnknownPart extends PartBase {
  readonly type: 'unknown';
  readonly kind: string;
}

/** A part of a message. */
export type Part =
  | TextPart
  | ReasoningPart
  | FilePart
  | ToolPart
  | AgentPart
  | SubtaskPart
  | StepStartPart
  | StepFinishPart
  | PatchPart
  | RetryPart
  | CompactionPart
  | UnknownPart;

interface MessageBase {
  readonly id: MessageId;
  readonly sessionId: SessionId;
  readonly created: number;
  readonly agent?: string;
  readonly model?: ModelRef;
  readonly parts: readonly Part[];
}

/** A message of the user; `changes` are the files that its turn changed, once the server has counted them. */
export interface UserMessage extends MessageBase {
  readonly role: 'user';
  readonly changes?: readonly FileChange[];
}

/** One step of the agent in a turn; a turn may have several, all with the same `parentId`. */
export interface AssistantMessage extends MessageBase {
  readonly role: 'assistant';
  readonly parentId?: MessageId;
  readonly completed?: number;
  readonly error?: TurnError;
  readonly cost?: number;
  readonly tokens?: Tokens;
  readonly finish?: string;
  /** This message is a summary that replaces the earlier messages. */
  readonly summary?: boolean;
}

/** A message with its parts. */
export type Message = UserMessage | AssistantMessage;

/** A tool asks for permission. */
export interface PermissionRequest {
  readonly type: 'permission';
  readonly id: RequestId;
  readonly sessionId: SessionId;
  /** The server's name of the permission: `bash`, `edit`, `external_directory`, … */
  readonly permission: string;
  readonly patterns: readonly string[];
  /** The patterns that "always" would allow. */
  readonly always: readonly string[];
  /** The call that needs the permission. */
  readonly call: ToolCall;
  readonly tool?: { readonly messageId: MessageId; readonly callId: string };
}

/** An answer to choose; `value` is what it stands for, where that is not its label. */
export interface QuestionOption {
  readonly label: string;
  readonly description: string;
  readonly value?: string;
}

/** What kind of answer a question takes. `link`: a page to open; `unknown`: a kind that this version cannot show. */
export type QuestionKind = 'text' | 'choice' | 'choices' | 'number' | 'integer' | 'boolean' | 'link' | 'unknown';

/** A question is asked only where the answer to another one is, or is not, this. Values as in an answer. */
export interface QuestionCondition {
  readonly key: string;
  readonly is: 'equal' | 'different';
  readonly value: string;
}

/**
 * One question of a question request, or one field of a form. An answer is a list of texts: the chosen values, what was
 * written, a number in decimals, `true` or `false`; empty where there is none. That of a link is `true` once it was opened.
 */
export interface Question {
  readonly question: string;
  readonly header: string;
  readonly options: readonly QuestionOption[];
  readonly multiple: boolean;
  /** Free text is allowed. */
  readonly custom: boolean;
  /** Absent: one or several of the options, or text where there are none. */
  readonly kind?: QuestionKind;
  /** Names it in conditions and in the answer. */
  readonly key?: string;
  readonly required?: boolean;
  /** Not to be shown; it is answered with its default. */
  readonly hidden?: boolean;
  /** All must hold for it to be asked. */
  readonly when?: readonly QuestionCondition[];
  /** The answer before anything was chosen or written. */
  readonly initial?: readonly string[];
  readonly placeholder?: string;
  /** Bounds of a number, of the characters of a text, or of how many are chosen. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** What a text must look like: a known format, or a regular expression as the server wrote it. */
  readonly format?: 'email' | 'uri' | 'date' | 'date-time';
  readonly pattern?: string;
  /** The page of a `link`. */
  readonly url?: string;
}

/** The agent, or a program it uses, asks the user something. */
export interface QuestionRequest {
  readonly type: 'question';
  readonly id: RequestId;
  readonly sessionId: SessionId;
  readonly questions: readonly Question[];
  /** Name of a form; absent for the questions of an agent. */
  readonly title?: string;
  readonly tool?: { readonly messageId: MessageId; readonly callId: string };
}

/** A request that waits for the user. */
export type Request = PermissionRequest | QuestionRequest;

/** When the model sees a prompt that comes while a turn runs: after the step that runs, or after the turn. */
export type Delivery = 'steer' | 'queue';

/** Something that the server has taken and not yet shown to the model; a waiting prompt is no message yet. */
export interface InboxEntry {
  /** The ID of the message that it becomes. */
  readonly id: MessageId;
  readonly sessionId: SessionId;
  /** `note`: the server's own words to the model. */
  readonly kind: 'prompt' | 'note' | 'compaction' | 'move';
  readonly delivery: Delivery;
  readonly text: string;
  /** Names of the attachments of a prompt. */
  readonly attachments: readonly string[];
  readonly created: number;
}

/** A saved permission; `resource` is a pattern. */
export interface SavedPermission {
  readonly id: string;
  readonly permission: string;
  readonly resource: string;
  readonly created: number;
}

/** An entry of the agent's own list. */
export interface Todo {
  readonly content: string;
  readonly status: 'pending' | 'in_progress' | 'completed' | 'cancelled';
  readonly priority?: string;
}

/** A model that can be chosen; `context` in tokens. */
export interface ModelInfo extends ModelRef {
  readonly name: string;
  readonly providerName: string;
  readonly context?: number;
  readonly variants: readonly string[];
  readonly images: boolean;
}

/** An agent that can be chosen or mentioned. */
export interface AgentInfo {
  readonly name: string;
  readonly description?: string;
  readonly mode: 'primary' | 'subagent' | 'all';
}

/** A slash command of the server. */
export interface CommandInfo {
  readonly name: string;
  readonly description?: string;
}

/** What can be chosen on a server. */
export interface Catalog {
  /** It is not loaded yet. */
  readonly pending?: true;
  readonly models: readonly ModelInfo[];
  readonly defaultModel?: ModelRef;
  readonly agents: readonly AgentInfo[];
  readonly commands: readonly CommandInfo[];
}

/** An attachment of a prompt: always content or a path in the sandbox, never a path of this machine. */
export interface Attachment {
  /** `content`: `data` holds base64; `sandboxFile`: `path` is read there; `text`: `text` is sent as context. */
  readonly kind: 'content' | 'sandboxFile' | 'text' | 'agent';
  readonly name: string;
  readonly mime?: string;
  readonly data?: string;
  readonly path?: string;
  readonly text?: string;
  /** Bytes. */
  readonly size: number;
}

/** A prompt of the user. */
export interface Prompt {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly model?: ModelRef;
  readonly agent?: string;
  /** Typed by a person: a text that names a command of the server runs it. Decided once the commands are known. */
  readonly slash?: boolean;
  /** When the model sees it if a turn runs; absent: after the turn. */
  readonly delivery?: Delivery;
}
