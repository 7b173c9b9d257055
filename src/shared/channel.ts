/** One message over `postMessage`, both ways. */
export type Wire =
  | { readonly kind: 'event'; readonly type: string; readonly data: unknown }
  | { readonly kind: 'request'; readonly id: number; readonly type: string; readonly data: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly ok: true; readonly data: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly ok: false; readonly error: string };

/** The requests of one side to the other: parameters and result by name. */
export type RequestTable<Names> = {
  readonly [K in keyof Names]: { readonly params: unknown; readonly result: unknown };
};

/** No requests. */
export type NoRequests = Record<never, never>;

/** A handler for every event and request that one end receives; a missing one does not compile. */
export interface ChannelHandlers<In, Answers extends RequestTable<Answers>> {
  readonly events: { readonly [K in keyof In]: (data: In[K]) => void };
  readonly requests: {
    readonly [K in keyof Answers]: (params: Answers[K]['params']) => Promise<Answers[K]['result']>;
  };
}

/** One end of a channel: receives `In` events and `Answers` requests, sends `Out` events and `Asks` requests. */
export interface Channel<In, Answers extends RequestTable<Answers>, Out, Asks extends RequestTable<Asks>> {
  send<K extends keyof Out & string>(type: K, data: Out[K]): void;
  request<K extends keyof Asks & string>(type: K, params: Asks[K]['params']): Promise<Asks[K]['result']>;
  /** Returns the handler for received messages; it ignores messages of other senders. */
  receiver(handlers: ChannelHandlers<In, Answers>): (message: unknown) => void;
}

const isWire = (message: unknown): message is Wire =>
  typeof message === 'object' && message !== null && 'kind' in message && typeof message.kind === 'string';

type AnyHandlers = Readonly<Record<string, (data: never) => unknown>>;

/**
 * Connects one end through `post`. Handlers are looked up as own properties only, so a hostile `type` such as
 * `constructor` finds nothing. An error of a handler becomes the reply's error, or is passed to `onError`.
 */
export function createChannel<In, Answers extends RequestTable<Answers>, Out, Asks extends RequestTable<Asks>>(
  post: (message: Wire) => void,
  onError: (error: unknown) => void,
): Channel<In, Answers, Out, Asks> {
  let next = 1;
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  const answer = async (requests: AnyHandlers, id: number, type: string, data: unknown): Promise<void> => {
    try {
      if (!Object.hasOwn(requests, type)) throw new Error(`Unknown request ${type.slice(0, 40)}`);
      post({ kind: 'reply', id, ok: true, data: await requests[type]?.(data as never) });
    } catch (error) {
      post({ kind: 'reply', id, ok: false, error: error instanceof Error ? error.message : String(error) });
    }
  };
  const settle = (message: Wire & { readonly kind: 'reply' }): void => {
    const waiter = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.ok) waiter?.resolve(message.data as never);
    else waiter?.reject(new Error(message.error));
  };
  return {
    send: (type, data) => post({ kind: 'event', type, data }),
    request: (type, params) =>
      new Promise((resolve, reject) => {
        const id = next++;
        waiting.set(id, { resolve: resolve as (value: never) => void, reject });
        post({ kind: 'request', id, type, data: params });
      }),
    receiver: (handlers) => {
      const events: AnyHandlers = handlers.events;
      const requests: AnyHandlers = handlers.requests;
      return (message) => {
        if (!isWire(message)) return;
        if (message.kind === 'reply') settle(message);
        else if (message.kind === 'request') void answer(requests, message.id, message.type, message.data);
        else if (message.kind === 'event' && Object.hasOwn(events, message.type)) {
          try {
            events[message.type]?.(message.data as never);
          } catch (error) {
            onError(error);
          }
        }
      };
    },
  };
}
