import type * as vscode from 'vscode';
import type { Disposable } from '../../../core/emitter.js';
import { withStack } from '../../../core/failure.js';
import type { Logger } from '../../../core/ports.js';
import { createChannel, type ChannelHandlers, type NoRequests } from '../../../shared/channel.js';
import type { ChatRequests, ChatSnapshot, FromChat, ToChat } from '../../../shared/chat.js';
import type { AgentEvent } from '../../../shared/model/events.js';
import { createEventQueue, type EventQueue } from './eventQueue.js';

/** Validated message handlers of a chat, by name. */
export type Handlers = ChannelHandlers<FromChat, ChatRequests>;

/** Sends messages to the webview of a chat while it is connected and ready. */
export class ChatWebview {
  readonly #log: Logger;
  readonly #queue: EventQueue;
  /** Messages to send once the chat is ready. */
  #early: (() => void)[] = [];
  #post: ((type: string, data: unknown) => void) | undefined;
  #isReady = false;

  /** `overflow` is called when a new snapshot is needed. */
  constructor(log: Logger, overflow: () => void) {
    this.#log = log;
    this.#queue = createEventQueue((seq, events) => this.send('events', { seq, events }), overflow);
  }

  /** Connects a webview; `handlers` receive its messages. */
  connect(webview: vscode.Webview, handlers: Handlers): Disposable {
    const channel = createChannel<FromChat, ChatRequests, ToChat, NoRequests>(
      (message) => void webview.postMessage(message),
      (error) => this.#log.error(`A message of the chat failed: ${withStack(error)}`),
    );
    this.#post = (type, data) => channel.send(type as keyof ToChat, data as never);
    const subscription = webview.onDidReceiveMessage(channel.receiver(handlers));
    return {
      dispose: () => {
        subscription.dispose();
        this.#post = undefined;
        this.close();
      },
    };
  }

  /** Sends a message; dropped unless the chat is ready, since the initial snapshot is complete. */
  send<K extends keyof ToChat & string>(type: K, data: ToChat[K]): void {
    if (this.#isReady) this.#post?.(type, data);
  }

  /** Sends a message now, or as soon as the chat is ready. */
  sendWhenReady<K extends keyof ToChat & string>(type: K, data: ToChat[K]): void {
    if (this.#isReady) this.send(type, data);
    else this.#early.push(() => this.send(type, data));
  }

  /** Sends state changes, no faster than the chat renders them. */
  readonly push = (events: readonly AgentEvent[]): void => this.#queue.push(events);

  ack(seq: number): void {
    this.#queue.ack(seq);
  }

  /** Replaces everything that the chat shows. */
  reset(snapshot: () => ChatSnapshot, keepsDraft: boolean): void {
    if (this.#isReady) this.send('reset', { seq: this.#queue.reset(), snapshot: snapshot(), keepsDraft });
  }

  /** Call when the chat is ready; `begin` sends the initial messages. */
  open(begin: () => void): void {
    this.#isReady = true;
    begin();
    for (const send of this.#early.splice(0)) send();
  }

  /** Call when the chat is hidden or closed. */
  close(): void {
    this.#isReady = false;
    this.#queue.close();
  }
}
