import type { ConnectionInfo } from '../../shared/chat.js';
import type { AgentEvent } from '../../shared/model/events.js';
import type { AgentServer, EventStream } from '../agent/ports.js';
import { createEmitter, type Disposable, type Event } from '../emitter.js';
import { type Failure, toFailure, withStack } from '../failure.js';
import type { Clock, Logger } from '../ports.js';
import { describe, transition, type ConnectionState, type Signal } from './machine.js';

/** What a connection needs to be told how to do. */
export interface ConnectionWork {
  /** Finds and lets us into the server; called for each attempt, may answer from memory once `hands` of them knocked. */
  open(signal: AbortSignal, hands: number): Promise<AgentServer>;
  /** Reads everything again; the events it returns come before those that the stream said meanwhile. */
  resync(server: AgentServer, signal: AbortSignal): Promise<readonly AgentEvent[]>;
  /** Takes events in their right order. */
  deliver(events: readonly AgentEvent[]): void;
  /** The connection is live again: everything is as the server says. */
  live(server: AgentServer): void;
  /** The server turned out to have other ports. */
  replaced(server: AgentServer): void;
  /** An attempt failed; what is remembered of the server may be wrong. */
  failed(failure: Failure): void;
}

/** Keeps a stream open as long as it is wanted. */
export interface Connection extends Disposable {
  readonly info: ConnectionInfo;
  readonly state: ConnectionState;
  readonly onDidChange: Event<ConnectionInfo>;
  /** Connects, or tries again now. */
  connect(): void;
  stop(): void;
  sleep(): void;
  /** Somebody is back after a while: what waits tries now, and a stream that missed its beats is taken for dead. */
  checkAlive(): void;
  /** Reads everything again without a new stream. */
  resync(): void;
  /** What is known to be wrong from elsewhere (a 401 on a call, say). */
  fail(failure: Failure): void;
}

/** Ms to wait for the server's hello on an open stream before reading anyway. */
const HELLO_TIMEOUT_MS = 2_000;

/** Ms of silence after which a stream is not trusted when somebody comes back: two of its beats were missed. */
export const SUSPECT_AFTER_MS = 20_000;

/** Performs the machine's transitions; all its decisions are in `transition`. */
export function createConnection(name: string, work: ConnectionWork, clock: Clock, logger: Logger): Connection {
  const changed = createEmitter<ConnectionInfo>((error) =>
    logger.error(`${name}: a listener failed: ${withStack(error)}`),
  );
  let state: ConnectionState = { at: 'stopped' };
  let attempt: AbortController | undefined;
  let stream: EventStream | undefined;
  let server: AgentServer | undefined;
  let cancelTimer: (() => void) | undefined;
  let held: AgentEvent[] | undefined;
  let hello: (() => void) | undefined;

  const close = (): void => {
    attempt?.abort();
    attempt = undefined;
    stream?.close();
    stream = undefined;
    held = undefined;
    hello?.();
    cancelTimer?.();
    cancelTimer = undefined;
  };

  const signal = (what: Signal): void => {
    const before = state;
    state = transition(before, what);
    if (state === before) return;
    if (state.at !== 'live' && state.at !== 'resyncing') close();
    if (state.at === 'connecting') void begin(state.hands);
    if (state.at === 'waiting')
      cancelTimer = clock.after(Math.max(0, state.until - clock.now()), () => signal({ type: 'due' }));
    logger.debug(`${name}: ${before.at} → ${state.at}`);
    changed.fire(describe(state));
  };

  const fail = (failure: Failure): void => {
    if (failure.kind === 'aborted') return;
    logger.info(`${name}: ${failure.message} (${failure.kind})`);
    work.failed(failure);
    signal({ type: 'failed', failure, now: clock.now(), random: clock.random() });
  };

  const receive = (events: readonly AgentEvent[]): void => {
    if (held === undefined) work.deliver(events);
    else for (const event of events) held.push(event);
    hello?.();
  };

  const read = async (own: AbortController): Promise<void> => {
    if (server === undefined) return;
    const events = await work.resync(server, own.signal);
    if (attempt !== own || server === undefined) return;
    work.deliver(events);
    const late = held ?? [];
    held = undefined;
    work.deliver(late);
    signal({ type: 'synced' });
    work.live(server);
  };

  const attend = (own: AbortController): void => {
    void read(own).catch((error: unknown) => {
      if (attempt === own) fail(toFailure(error));
    });
  };

  const greeted = (): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.after(HELLO_TIMEOUT_MS, resolve);
      hello = () => {
        hello = undefined;
        cancel();
        resolve();
      };
    });

  const begin = async (hands: number): Promise<void> => {
    const own = new AbortController();
    attempt = own;
    held = [];
    try {
      const opened = await work.open(own.signal, hands);
      if (attempt !== own) return;
      server = opened;
      stream = opened.events.open({
        open() {
          if (attempt !== own) return;
          signal({ type: 'opened' });
          void greeted().then(() => {
            if (attempt === own) attend(own);
          });
        },
        events: (events) => {
          if (attempt === own) receive(events);
        },
        replaced(next) {
          if (attempt !== own) return;
          server = next;
          work.replaced(next);
        },
        gap() {
          if (attempt === own) resync();
        },
        lost: (failure) => {
          if (attempt === own) fail(failure);
        },
      });
    } catch (error) {
      if (attempt === own) fail(toFailure(error));
    }
  };

  const resync = (): void => {
    if (state.at !== 'live' || attempt === undefined) return;
    held = [];
    signal({ type: 'resync' });
    attend(attempt);
  };

  return {
    get info() {
      return describe(state);
    },
    get state() {
      return state;
    },
    onDidChange: changed.event,
    connect: () => signal({ type: 'connect' }),
    stop: () => signal({ type: 'stop' }),
    sleep: () => signal({ type: 'sleep' }),
    checkAlive() {
      if (state.at === 'waiting') signal({ type: 'connect' });
      else if (stream !== undefined && stream.quiet() > SUSPECT_AFTER_MS) signal({ type: 'reopen' });
    },
    resync,
    fail,
    dispose() {
      signal({ type: 'stop' });
      close();
      changed.dispose();
    },
  };
}
