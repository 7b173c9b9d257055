import type { ConnectionInfo } from '../../shared/chat.js';
import type { AgentEvent } from '../../shared/model/events.js';
import type { AgentServer, EventStream, StreamListener } from '../agent/ports.js';
import { createEmitter, type Disposable, type Emitter, type Event } from '../emitter.js';
import { type Failure, toFailure, withStack } from '../failure.js';
import type { Clock, Logger } from '../ports.js';
import { describe, transition, type ConnectionState, type Signal } from './machine.js';

/** The operations of a connection. */
export interface ConnectionWork {
  /** Detects the server and authenticates; called for each attempt, may use its cache after `probes` parallel probes. */
  open(signal: AbortSignal, probes: number): Promise<AgentServer>;
  /** Reloads everything; the returned events precede those that the stream delivered in the meantime. */
  resync(server: AgentServer, signal: AbortSignal): Promise<readonly AgentEvent[]>;
  /** Receives events in order. */
  deliver(events: readonly AgentEvent[]): void;
  /** Called when the connection is live and the state is up to date. */
  live(server: AgentServer): void;
  /** Called when the server turned out to have different ports. */
  replaced(server: AgentServer): void;
  /** Called when an attempt failed; cached data of the server may be outdated. */
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
  /** Call when the user is active again: starts a waiting attempt now, and replaces a stream with missed heartbeats. */
  checkAlive(): void;
  /** Reloads everything without a new stream. */
  resync(): void;
  /** Reports a failure from elsewhere, such as a 401 on a call. */
  fail(failure: Failure): void;
}

/** Time in ms to wait for `server.ready` on an open stream before loading anyway. */
const HELLO_TIMEOUT_MS = 2_000;

/** Silence in ms (two missed heartbeats) after which a stream is replaced when the user returns. */
export const SUSPECT_AFTER_MS = 20_000;

/**
 * Performs the effects of the state machine; all decisions are in `transition`. Methods are bound and can be passed as
 * callbacks.
 */
class StreamConnection implements Connection {
  readonly #name: string;
  readonly #work: ConnectionWork;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #changed: Emitter<ConnectionInfo>;
  #state: ConnectionState = { at: 'stopped' };
  #attempt: AbortController | undefined;
  #stream: EventStream | undefined;
  #server: AgentServer | undefined;
  #cancelTimer: (() => void) | undefined;
  #held: AgentEvent[] | undefined;
  #hello: (() => void) | undefined;

  constructor(name: string, work: ConnectionWork, clock: Clock, logger: Logger) {
    this.#name = name;
    this.#work = work;
    this.#clock = clock;
    this.#logger = logger;
    this.#changed = createEmitter((error) => logger.error(`${name}: a listener failed: ${withStack(error)}`));
  }

  get info(): ConnectionInfo {
    return describe(this.#state);
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get onDidChange(): Event<ConnectionInfo> {
    return this.#changed.event;
  }

  readonly connect = (): void => this.#signal({ type: 'connect' });

  readonly stop = (): void => this.#signal({ type: 'stop' });

  readonly sleep = (): void => this.#signal({ type: 'sleep' });

  readonly checkAlive = (): void => {
    if (this.#state.at === 'waiting') this.#signal({ type: 'connect' });
    else if (this.#stream !== undefined && this.#stream.quiet() > SUSPECT_AFTER_MS) this.#signal({ type: 'reopen' });
  };

  readonly resync = (): void => {
    if (this.#state.at !== 'live' || this.#attempt === undefined) return;
    this.#held = [];
    this.#signal({ type: 'resync' });
    this.#attend(this.#attempt);
  };

  readonly fail = (failure: Failure): void => {
    if (failure.kind === 'aborted') return;
    this.#logger.info(`${this.#name}: ${failure.message} (${failure.kind})`);
    this.#work.failed(failure);
    this.#signal({ type: 'failed', failure, now: this.#clock.now(), random: this.#clock.random() });
  };

  readonly dispose = (): void => {
    this.#signal({ type: 'stop' });
    this.#close();
    this.#changed.dispose();
  };

  #signal(what: Signal): void {
    const before = this.#state;
    const state = transition(before, what);
    this.#state = state;
    if (state === before) return;
    if (state.at !== 'live' && state.at !== 'resyncing') this.#close();
    if (state.at === 'connecting') void this.#begin(state.probes);
    if (state.at === 'waiting') {
      const wait = Math.max(0, state.until - this.#clock.now());
      this.#cancelTimer = this.#clock.after(wait, () => this.#signal({ type: 'due' }));
    }
    this.#logger.debug(`${this.#name}: ${before.at} → ${this.#state.at}`);
    this.#changed.fire(describe(this.#state));
  }

  #close(): void {
    this.#attempt?.abort();
    this.#attempt = undefined;
    this.#stream?.close();
    this.#stream = undefined;
    this.#held = undefined;
    this.#hello?.();
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  async #begin(probes: number): Promise<void> {
    const own = new AbortController();
    this.#attempt = own;
    this.#held = [];
    try {
      const opened = await this.#work.open(own.signal, probes);
      if (this.#attempt !== own) return;
      this.#server = opened;
      this.#stream = opened.events.open(this.#listener(own));
    } catch (error) {
      if (this.#attempt === own) this.fail(toFailure(error));
    }
  }

  /** Creates a listener that ignores events once the attempt is no longer the current one. */
  #listener(own: AbortController): StreamListener {
    const ifCurrent = (work: () => void): void => {
      if (this.#attempt === own) work();
    };
    return {
      open: () =>
        ifCurrent(() => {
          this.#signal({ type: 'opened' });
          void this.#greeted().then(() => ifCurrent(() => this.#attend(own)));
        }),
      events: (events) => ifCurrent(() => this.#receive(events)),
      replaced: (next) =>
        ifCurrent(() => {
          this.#server = next;
          this.#work.replaced(next);
        }),
      gap: () => ifCurrent(this.resync),
      lost: (failure) => ifCurrent(() => this.fail(failure)),
    };
  }

  #receive(events: readonly AgentEvent[]): void {
    if (this.#held === undefined) this.#work.deliver(events);
    else for (const event of events) this.#held.push(event);
    this.#hello?.();
  }

  #greeted(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(HELLO_TIMEOUT_MS, resolve);
      this.#hello = () => {
        this.#hello = undefined;
        cancel();
        resolve();
      };
    });
  }

  #attend(own: AbortController): void {
    void this.#read(own).catch((error: unknown) => {
      if (this.#attempt === own) this.fail(toFailure(error));
    });
  }

  async #read(own: AbortController): Promise<void> {
    if (this.#server === undefined) return;
    const events = await this.#work.resync(this.#server, own.signal);
    if (this.#attempt !== own || this.#server === undefined) return;
    this.#work.deliver(events);
    const late = this.#held ?? [];
    this.#held = undefined;
    this.#work.deliver(late);
    this.#signal({ type: 'synced' });
    this.#work.live(this.#server);
  }
}

/** Creates a stopped connection. */
export const createConnection = (name: string, work: ConnectionWork, clock: Clock, logger: Logger): Connection =>
  new StreamConnection(name, work, clock, logger);
