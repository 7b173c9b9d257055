import type { AssistantMessage, Message, ModelRef, Session, ToolPart } from '../../../shared/model/entities.js';
import type { ToolCall } from '../../../shared/model/toolCall.js';
import { beginsTurn } from './entities/continued.js';
import { partOf, type Place } from './entities/partId.js';
import type { MessageId, PartId, SessionId } from '../../../shared/model/ids.js';

/** Limit of remembered entries of one kind; the oldest are dropped first. */
const MAX_REMEMBERED = 2_000;
/** Limit of remembered sessions, of which a server may have many. */
const MAX_SESSIONS = 50_000;

/** A map with a size limit that drops the oldest entries. */
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

/** An inbox entry until it is delivered; the event of its delivery contains only its ID. */
export interface Enqueued {
  readonly sessionId: SessionId;
  readonly created: number;
  readonly item: unknown;
}

/** Agent and model for the next turn of a session. */
export interface Selection {
  readonly agent?: string;
  readonly model?: ModelRef;
}

/**
 * Data that events leave out because earlier events or responses contained it: the folder of a session, the head of a
 * message, the name of a tool. Dropping any of it loses no message, since the next load has it.
 */
export class Memory {
  /** Absolute path of the sandbox's folder, once the server has reported it. */
  directory: string | undefined;
  readonly folders = new BoundedMap<SessionId, string>(MAX_SESSIONS);
  readonly selections = new BoundedMap<SessionId, Selection>();
  readonly enqueued = new BoundedMap<string, Enqueued>(200);
  /** The last prompt that was passed to the model of a session, or what made the session continue. */
  readonly prompts = new BoundedMap<SessionId, MessageId>();
  /** Deliveries that are still being read because their queueing was missed: it is not known yet whether the model saw the prompt. */
  readonly unread = new BoundedMap<SessionId, MessageId>();
  /** Heads of messages that are being written. */
  readonly heads = new BoundedMap<MessageId, AssistantMessage>();
  readonly calls = new BoundedMap<PartId, ToolPart>();
  /** Start times of reasoning. */
  readonly begins = new BoundedMap<PartId, number>();
  /** Messages with a call that the user ended. */
  readonly ended = new BoundedMap<MessageId, true>();
  /** The current or last summary of a session. */
  readonly compactions = new BoundedMap<SessionId, MessageId>();
  /** Called for a message whose first event is incomplete, so that it must be loaded. */
  missing: (session: SessionId, message: MessageId) => void = () => {};
  /** Messages of the user's commands, by command ID. */
  readonly commands = new BoundedMap<string, { readonly messageId: MessageId; readonly created: number }>();
  /** Running sessions, and those that have changed files since they started. */
  readonly working = new BoundedMap<SessionId, true>();
  readonly changed = new BoundedMap<SessionId, true>();

  /** Whether a session is known to belong to another folder. */
  isForeign(id: SessionId): boolean {
    const folder = this.folders.get(id);
    return folder !== undefined && this.directory !== undefined && folder !== this.directory;
  }

  /** A running tool call. */
  callOf = (place: Place, callId: string): ToolCall | undefined =>
    this.calls.get(partOf(place, 'tool', callId).id)?.call;

  rememberSession({ id, directory, agent, model }: Session): void {
    this.folders.set(id, directory);
    this.selections.set(id, { ...(agent === undefined ? {} : { agent }), ...(model === undefined ? {} : { model }) });
  }

  /** Remembers the newest page of messages, oldest first, for events that continue them. */
  rememberMessages(messages: readonly Message[]): void {
    for (const message of messages) {
      if (beginsTurn(message)) this.prompts.set(message.sessionId, message.id);
      if (message.role === 'user') continue;
      for (const part of message.parts)
        // The message of a user's command; the event that ends it contains only the command's ID.
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
