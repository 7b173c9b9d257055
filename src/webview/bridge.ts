import { createChannel, type RequestTable } from '../shared/channel.js';
import type { ChatRequests, FromChat, ToChat } from '../shared/chat.js';

interface Api {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): Api;

/** What survives a hidden or reloaded view: never any of the conversation. */
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

/** How the chat hears the host. */
export type MessageHandlers = { readonly [K in keyof ToChat]: (data: ToChat[K]) => void };

let ears: MessageHandlers | undefined;
const hear = (type: keyof ToChat) => (data: never) => (ears?.[type] as ((data: never) => void) | undefined)?.(data);
/** An object, so that a message which is missing here does not compile. */
const TYPES: Readonly<Record<keyof ToChat, true>> = {
  reset: true,
  events: true,
  pending: true,
  connection: true,
  choice: true,
  changes: true,
  localChanges: true,
  settings: true,
  attach: true,
  insert: true,
  submit: true,
  focus: true,
  navigate: true,
  notice: true,
};

/** The way to the host. */
export const host = createChannel<FromChat, ChatRequests & RequestTable>(
  (message) => api.postMessage(message),
  Object.fromEntries(Object.keys(TYPES).map((type) => [type, hear(type as keyof ToChat)])),
  {},
  (error) =>
    setTimeout(() => {
      throw error;
    }),
);

/** Begins to listen; only messages of the page's own host arrive here. */
export function start(to: MessageHandlers): void {
  ears = to;
  window.addEventListener('message', (event) => host.receive(event.data));
}
