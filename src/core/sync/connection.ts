import type { ConnectionInfo } from '../../shared/chat.js';
import type { AgentEvent } from '../../shared/model/events.js';
import type { AgentServer, EventStream } from '../agent/ports.js';
import { createEmitter, type Disposable, type Event } from '../emitter.js';
import { type Failure, toFailure, withStack } from '../failure.js';
import type { Clock, Logger } from '../ports.js';
import { describe, transition, type ConnectionState, type Signal } from './machine.js';

/** The operations of a connection. */
export interface ConnectionWork {
  /** Detects the server and authenticates; called for each attempt, may use its cache after `hands` probes. */
  open(signal: AbortSignal, hands: number): Promise<AgentServer>;
  /** Reloads everything; the events it returns precede those that the stream delivered in the meantime. */
  resync(server: AgentServer, signal: AbortSignal): Promise<readonly AgentEvent[]>;
  /** Receives events in order. */
  deliver(events: readonly AgentEvent[]): void;
  /** The connection is live again and the state is up to date. */
  live(server: AgentServer): void;
  /** The server turned out to have other ports. */
  replaced(server: AgentServer): void;
  /** An attempt failed; cached data of the server may be outdated. */
  failed(failure: Failure): void;
}

/** Keeps a stream open while connected. */
export interface Connection extends Disposable {
  readonly info: ConnectionInfo;
  readonly state: ConnectionState;
  readonly onDidChange: Event<ConnectionInfo>;
  /** Connects, or retries now. */
  connect(): void;
  stop(): void;
  sleep(): void;
  /** The user is back: a waiting attempt starts now, and a stream with missed heartbeats is replaced. */
  checkAlive(): void;
  /** Reloads everything without a new stream. */
  resync(): void;
  /** A failure from elsewhere (a 401 on a call, for example). */
  fail(failure: Failure): void;
}

/** Ms to wait for `server.ready` on an open stream before loading anyway. */
const HELLO_TIMEOUT_MS = 2_000;

/** Ms of silence (two missed heartbeats) after which a stream is replaced when the user returns. */
export const SUSPECT_AFTER_MS = 20_000;

/** Executes the machine's transitions; all decisions are in `transition`. */
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
