import type { ConnectionInfo } from '../../shared/chat.js';
import type { FileChange, ModelRef, Prompt, Session } from '../../shared/model/entities.js';
import type { MessageId, RequestId, SessionId } from '../../shared/model/ids.js';
import type { PendingPrompt } from '../../shared/model/pending.js';
import type { AgentServer, ServerIdentity } from '../agent/ports.js';
import type { Disposable, Event } from '../emitter.js';
import type { Store } from '../sync/store.js';
import type { ConnectionProfile } from './profile.js';

/**
 * One configured sandbox: its connection, its state, and its actions.
 * Every action rejects with a `Failure`.
 */
export interface Sandbox extends Disposable {
  readonly profile: ConnectionProfile;
  readonly store: Store;
  readonly connection: ConnectionInfo;
  readonly onDidChangeConnection: Event<ConnectionInfo>;
  /** The detected server; absent until the first connect. */
  readonly identity: ServerIdentity | undefined;
  /** The connected server; absent until the first connect. */
  readonly server: AgentServer | undefined;
  /** Fires when the connected server has different ports. */
  readonly onDidReplaceServer: Event<AgentServer>;
  /** Resolves with the server, after connecting if necessary; rejects with the `Failure` of the attempt. */
  ready(signal?: AbortSignal): Promise<AgentServer>;

  /** Connects, or retries now. */
  connect(): void;
  /** Closes the stream and stays closed until `connect`. */
  disconnect(): void;
  /** Closes the stream until the next action: `sleeping`. */
  sleep(): void;
  /** Call when the user or the machine is active again: checks a waiting or silent connection now instead of at its timeout. */
  checkAlive(): void;
  /** Reloads everything. */
  refresh(): Promise<void>;
  /** Call after the credentials in SecretStorage have changed. */
  credentialsChanged(): void;

  /** Loads and stores a session's messages until disposed; the last few stay cached. */
  openTranscript(id: SessionId): Disposable;
  /** Loads the page before the first message; does nothing at the beginning. */
  loadOlder(id: SessionId): Promise<void>;

  /** Pending prompts, oldest first. */
  readonly pending: readonly PendingPrompt[];
  readonly onDidChangePending: Event<readonly PendingPrompt[]>;
  /** Creates the ID of a session that the server creates with its first prompt. */
  draftSession(): SessionId;
  /** Resolves with the session that was created for a draft; rejects if its first prompt was refused or removed. */
  created(draft: SessionId): Promise<SessionId>;
  /**
   * Queues a prompt, which is stored on disk until the server has it; resolves once it is stored. `id` may be that of a
   * draft session, whose session is created exactly once, even if the extension is offline or restarts.
   */
  send(id: SessionId, prompt: Prompt): Promise<MessageId>;
  /** Runs a slash command of the server, through the same outbox; the text of the prompt is its arguments. */
  runCommand(id: SessionId, command: string, prompt: Prompt): Promise<MessageId>;
  retryPending(id: MessageId): void;
  /** Removes an unconfirmed prompt and returns it, so that its text can go back into the input. */
  cancelPrompt(id: MessageId): PendingPrompt | undefined;

  /** Sends a waiting prompt into the running turn. */
  sendNow(id: SessionId, message: MessageId): Promise<void>;
  /** Cancels a waiting prompt, here or on the server; rejects if the agent already has it. */
  cancelWaiting(id: SessionId, message: MessageId): Promise<Prompt>;
  /** Continues with the prompts that a stop left waiting. */
  continueQueue(id: SessionId): Promise<void>;

  newSession(options?: { title?: string }): Promise<Session>;
  rename(id: SessionId, title: string): Promise<void>;
  archive(id: SessionId, archived: boolean): Promise<void>;
  remove(id: SessionId): Promise<void>;
  fork(id: SessionId, before?: MessageId): Promise<Session>;
  /** Stops the turn. Prompts that wait for its end then wait for `continueQueue`, or for the next prompt. */
  abort(id: SessionId): Promise<void>;
  compact(id: SessionId, model: ModelRef): Promise<void>;
  /** Moves the running command or sub-agent to the background; the turn continues without it. */
  toBackground(id: SessionId): Promise<void>;
  /** Marks the last turn of a session as viewed. */
  markViewed(id: SessionId): Promise<void>;
  revert(id: SessionId, message: MessageId): Promise<void>;
  unrevert(id: SessionId): Promise<void>;
  replyPermission(id: RequestId, reply: 'once' | 'always' | 'reject', message?: string): Promise<void>;
  /** Allows the request once, and these patterns for the rest of its session. */
  allowPatterns(id: RequestId, patterns: readonly string[]): Promise<void>;
  replyQuestion(id: RequestId, answers: readonly (readonly string[])[]): Promise<void>;
  rejectQuestion(id: RequestId): Promise<void>;
  /**
   * The files that a session changed, combined from its turns. The server reports the changes of a turn with a delay:
   * pass the prompt of a turn that has just `ended` to request them.
   */
  sessionChanges(id: SessionId, ended?: MessageId): Promise<readonly FileChange[]>;
}

/** Storage that preserves unsent prompts across crashes. */
export interface OutboxStorage {
  /** Claims the prompts of closed windows. `others`: running windows have stored more. */
  claim(): { readonly prompts: readonly PendingPrompt[]; readonly others: boolean };
  save(pending: readonly PendingPrompt[]): Promise<void>;
}
