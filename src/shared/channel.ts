/** One message over `postMessage`, both ways. */
export type Wire =
  | { readonly kind: 'event'; readonly type: string; readonly data: unknown }
  | { readonly kind: 'request'; readonly id: number; readonly type: string; readonly data: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly ok: true; readonly data: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly ok: false; readonly error: string };

/** What one side may ask of the other: params and result by name. */
export type RequestTable = { readonly [name: string]: { readonly params: unknown; readonly result: unknown } };

/** A handler for every event of a table; a missing one does not compile. */
export type EventHandlers<Events> = { readonly [K in keyof Events]: (data: Events[K]) => void };

/** A handler for every request of a table; a missing one does not compile. */
export type RequestHandlers<Requests extends RequestTable> = {
  readonly [K in keyof Requests]: (params: Requests[K]['params']) => Promise<Requests[K]['result']>;
};

/** One end of a channel that sends `Out` events and asks `Asks`. */
export interface Channel<Out, Asks extends RequestTable> {
  send<K extends keyof Out & string>(type: K, data: Out[K]): void;
  request<K extends keyof Asks & string>(type: K, params: Asks[K]['params']): Promise<Asks[K]['result']>;
  /** Hand every received message to this; anything that is not ours is ignored. */
  receive(message: unknown): void;
}

const isWire = (message: unknown): message is Wire =>
  typeof message === 'object' && message !== null && 'kind' in message && typeof message.kind === 'string';

/**
 * Joins both ends by `post`. Handlers are looked up as own properties only, so a hostile `type` such as
 * `constructor` finds nothing; what they throw becomes the reply's error, or goes to `onError`.
 */
export function createChannel<Out, Asks extends RequestTable>(
  post: (message: Wire) => void,
  events: Readonly<Record<string, (data: never) => void>>,
  requests: Readonly<Record<string, (params: never) => Promise<unknown>>>,
  onError: (error: unknown) => void,
): Channel<Out, Asks> {
  let next = 1;
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  const answer = async (id: number, type: string, data: unknown): Promise<void> => {
    try {
      if (!Object.hasOwn(requests, type)) throw new Error(`Unknown request ${type.slice(0, 40)}`);
      post({ kind: 'reply', id, ok: true, data: await requests[type]?.(data as never) });
    } catch (error) {
      post({ kind: 'reply', id, ok: false, error: error instanceof Error ? error.message : String(error) });
    }
  };
  return {
    send: (type, data) => post({ kind: 'event', type, data }),
    request: (type, params) =>
      new Promise((resolve, reject) => {
        const id = next++;
        waiting.set(id, { resolve: resolve as (value: never) => void, reject });
        post({ kind: 'request', id, type, data: params });
      }),
    receive(message) {
      if (!isWire(message)) return;
      if (message.kind === 'reply') {
        const waiter = waiting.get(message.id);
        waiting.delete(message.id);
        if (message.ok) waiter?.resolve(message.data as never);
        else waiter?.reject(new Error(message.error));
      } else if (message.kind === 'request') {
        void answer(message.id, message.type, message.data);
      } else if (message.kind === 'event' && Object.hasOwn(events, message.type)) {
        try {
          events[message.type]?.(message.data as never);
        } catch (error) {
          onError(error);
        }
      }
    },
  };
}
