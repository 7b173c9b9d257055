import type { AssistantMessage, Message, ModelRef, Session, ToolPart } from '../../../shared/model/entities.js';
import type { ToolCall } from '../../../shared/model/toolCall.js';
import { partOf, type Place } from './entities/partId.js';
import type { MessageId, PartId, SessionId } from '../../../shared/model/ids.js';

/** Things of one kind that are remembered at the most; the oldest are forgotten first. */
const MAX_REMEMBERED = 2_000;
/** The same for sessions, of which a server may have many. */
const MAX_SESSIONS = 50_000;

/** A map that forgets what was put first. */
class BoundedMap<K, V> {
  readonly #map = new Map<K, V>();
  readonly #size: number;
  constructor(size: number = MAX_REMEMBERED) {
    this.#size = size;
  }
  get = (key: K): V | undefined => this.#map.get(key);
  has = (key: K): boolean => this.#map.has(key);
  delete(key: K): void {
    this.#map.delete(key);
  }
  set(key: K, value: V): void {
    this.#map.delete(key);
    this.#map.set(key, value);
    const [oldest] = this.#map.keys();
    if (this.#map.size > this.#size && oldest !== undefined) this.#map.delete(oldest);
  }
}

/** What was enqueued, until it is delivered: the event of its delivery names it only. */
export interface Enqueued {
  readonly sessionId: SessionId;
  readonly created: number;
  readonly item: unknown;
}

/** Agent and model that the next turn of a session uses. */
export interface Selection {
  readonly agent?: string;
  readonly model?: ModelRef;
}

/**
 * What events leave out because earlier events or readings said it: the folder of a session, the head of a message, the name of a
 * tool. Forgetting any of it loses no message: the next reading has it.
 */
export class Memory {
  /** The folder of the sandbox, absolute, once the server has told it. */
  directory: string | undefined;
  readonly folders = new BoundedMap<SessionId, string>(MAX_SESSIONS);
  readonly selections = new BoundedMap<SessionId, Selection>();
  readonly enqueued = new BoundedMap<string, Enqueued>(200);
  /** The last prompt that the model of a session was shown. */
  readonly prompts = new BoundedMap<SessionId, MessageId>();
  /** Heads of messages that are being written. */
  readonly heads = new BoundedMap<MessageId, AssistantMessage>();
  readonly calls = new BoundedMap<PartId, ToolPart>();
  /** When reasoning began. */
  readonly begins = new BoundedMap<PartId, number>();
  /** Messages in which a call ended by the user's word. */
  readonly ended = new BoundedMap<MessageId, true>();
  /** The summary that is being written, or was written last. */
  readonly compactions = new BoundedMap<SessionId, MessageId>();
  /** Called for a message that begins with an event that tells too little: it has to be read. */
  missing: (session: SessionId, message: MessageId) => void = () => {};
  /** Messages of commands that the user ran, by the command's ID. */
  readonly commands = new BoundedMap<string, { readonly messageId: MessageId; readonly created: number }>();
  /** Sessions that work, and those that changed files meanwhile. */
  readonly working = new BoundedMap<SessionId, true>();
  readonly changed = new BoundedMap<SessionId, true>();

  /** Whether a session is known to be of another folder. */
  isForeign(id: SessionId): boolean {
    const folder = this.folders.get(id);
    return folder !== undefined && this.directory !== undefined && folder !== this.directory;
  }

  /** The call of a tool, while it runs. */
  callOf = (place: Place, callId: string): ToolCall | undefined =>
    this.calls.get(partOf(place, 'tool', callId).id)?.call;

  learnSession({ id, directory, agent, model }: Session): void {
    this.folders.set(id, directory);
    this.selections.set(id, { ...(agent === undefined ? {} : { agent }), ...(model === undefined ? {} : { model }) });
  }

  /** Takes the newest page of messages, oldest first: what is being written goes on by events. */
  learnMessages(messages: readonly Message[]): void {
    for (const message of messages) {
      if (message.role === 'user') {
        this.prompts.set(message.sessionId, message.id);
        continue;
      }
      for (const part of message.parts)
        // The message of a command of the user, whose end names only the command.
        if (part.type === 'tool' && part.commandId !== undefined && part.callId === part.commandId)
          this.commands.set(part.commandId, { messageId: message.id, created: message.created });
      if (message.completed !== undefined) continue;
      this.heads.set(message.id, { ...message, parts: [] });
      for (const part of message.parts) {
        if (part.type === 'tool') this.calls.set(part.id, part);
        if (part.type === 'reasoning' && part.start !== undefined) this.begins.set(part.id, part.start);
      }
    }
  }

  select(id: SessionId, selection: Selection): void {
    this.selections.set(id, { ...this.selections.get(id), ...selection });
  }
}
