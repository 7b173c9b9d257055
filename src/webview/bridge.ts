import { createChannel, type ChannelHandlers, type NoRequests } from '../shared/channel.js';
import type { ChatRequests, FromChat, ToChat } from '../shared/chat.js';

interface Api {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): Api;

/** State that is persisted while the view is hidden or reloaded; never includes the conversation. */
export interface Saved {
  readonly sessionId?: string;
  readonly draft?: string;
}

const api = acquireVsCodeApi();

export const saved = (): Saved => {
  const state = api.getState();
  return typeof state === 'object' && state !== null ? (state as Saved) : {};
};
export const save = (state: Saved): void => api.setState(state);

/** Handlers for messages from the host. */
export type MessageHandlers = ChannelHandlers<ToChat, NoRequests>['events'];

/** The channel to the host. */
export const host = createChannel<ToChat, NoRequests, FromChat, ChatRequests>(
  (message) => api.postMessage(message),
  (error) =>
    setTimeout(() => {
      throw error;
    }),
);

/** Starts receiving messages; only those of the page's own host arrive here. */
export function start(events: MessageHandlers): void {
  const receive = host.receiver({ events, requests: {} });
  window.addEventListener('message', (event) => receive(event.data));
}
