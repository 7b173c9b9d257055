// Instructions of a proxy for incoming requests and open connections.
import type { Socket } from 'node:net';
import { endSocket, type Cut, type End, type Suffering } from './pump.js';
import { deferred, type Deferred } from './temp.js';

/** A received request. Of its headers only the names, so that no secret is stored or printed. */
export interface ProxyRequest {
  readonly method: string;
  /** As the client sent it, with prefix and query. */
  readonly path: string;
  readonly headers: readonly string[];
  readonly time: number;
  /** Upgrade of a connection, as for a terminal. */
  readonly upgrade: boolean;
}

/** Selects requests: part of `METHOD /path?query`, a pattern for it, or a function. */
export type Match = string | RegExp | ((request: ProxyRequest) => boolean);

/** A response that the proxy sends in place of the server. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Default: all requests. */
  readonly match?: Match;
  /** After this many bytes the connection ends, whatever length the headers promise. */
  readonly breaksAfter?: number;
  /** The body is sent a second time, unrequested. */
  readonly isTwice?: boolean;
  /** Number of times. Default: unlimited. */
  readonly times?: number;
  /** For this many ms from now; then the server answers, like one that wakes up. */
  readonly forMs?: number;
}

/** A held request or response. */
export interface Held {
  /** The request that was caught. */
  readonly caught: Promise<ProxyRequest>;
  release(): void;
}

/** The instructions. */
export interface Control {
  /** Removes all instructions; frozen and held connections continue. */
  pass(): void;
  /** Accepts everything, forwards and closes nothing. `open`: only connections that are open now; new ones pass. */
  freeze(which?: 'all' | 'open'): void;
  /** Forwards requests but no responses. */
  mute(): void;
  /** Reorders the chunks of event streams. */
  shuffle(): void;
  /** Ends all connections that are open now, or those whose last request matches; new ones pass. */
  drop(end?: End, match?: Match): void;
  /** Ends all connections, and new ones at once, until `pass`. */
  down(end?: End): void;
  /** Delays requests, and each chunk of their responses. */
  delay(milliseconds: number, match?: Match): void;
  /** Limits the bytes per second of each response. */
  limit(bytesPerSecond: number): void;
  /** Cuts the next matching response, or one that is already streaming; bytes count from now. Resolves with the time of the cut. */
  cut(match: Match, cut: Cut): Promise<number>;
  /** Responds in place of the server. */
  answer(answer: Answer): void;
  /** Drops the response to the next matching request; resolves when the server has responded. */
  lose(match: Match, end?: End): Promise<ProxyRequest>;
  /** Holds the next matching request, or only its response, until it is released. */
  hold(match: Match, what?: 'request' | 'answer'): Held;
}

interface Loss {
  readonly end: End;
  readonly done: Deferred<ProxyRequest>;
}

interface Hold {
  readonly what: 'request' | 'answer';
  readonly caught: Deferred<ProxyRequest>;
  readonly released: Deferred<void>;
}

interface Instruction<T> {
  readonly match: Match | undefined;
  readonly value: T;
}

/** Whether this request is selected. */
export const matches = (match: Match | undefined, request: ProxyRequest): boolean => {
  if (match === undefined) return true;
  if (typeof match === 'function') return match(request);
  const line = `${request.method} ${request.path}`;
  return typeof match === 'string' ? line.includes(match) : match.test(line);
};

/** Removes and returns the first instruction for this request. */
function take<T>(list: Instruction<T>[], request: ProxyRequest): T | undefined {
  const at = list.findIndex(({ match }) => matches(match, request));
  return at < 0 ? undefined : list.splice(at, 1)[0]?.value;
}

/** The instructions, and what the proxy queries. */
export interface Rules {
  readonly control: Control;
  /** Connections of clients, each with its last request. */
  readonly open: Map<Socket, ProxyRequest | undefined>;
  /** Registers a new connection. */
  accept(socket: Socket): void;
  /** Settles when this connection may pass bytes. */
  passable(socket: Socket, isAnswer?: boolean): Promise<void>;
  suffering(request: ProxyRequest, socket: Socket): Suffering;
  answerTo(request: ProxyRequest): Answer | undefined;
  lossOf(request: ProxyRequest): Loss | undefined;
  /** Waits where the request, or its answer, is held; ask once for each. */
  heldBack(request: ProxyRequest, what: 'request' | 'answer'): Promise<void>;
}

/** Rules that let everything through. */
export function createRules(): Rules {
  const open = new Map<Socket, ProxyRequest | undefined>();
  const stuck = new Set<Socket>();
  const answers: { readonly answer: Answer; readonly end: number; left: number }[] = [];
  const cuts: Instruction<Cut>[] = [];
  const losses: Instruction<Loss>[] = [];
  const holds: Instruction<Hold>[] = [];
  const holding = new Set<Hold>();
  let frozen = false;
  let muted = false;
  let shuffled = false;
  let downBy: End | undefined;
  let late: Instruction<number> | undefined;
  let limited = 0;
  let changed = deferred<void>();

  const change = (): void => {
    changed.resolve();
    changed = deferred();
  };
  const passable = async (socket: Socket, isAnswer = false): Promise<void> => {
    while ((frozen || (muted && isAnswer) || stuck.has(socket)) && !socket.destroyed) await changed.promise;
  };
  const drop = (end: End = 'fin', match?: Match): void => {
    for (const [socket, request] of open) {
      if (match === undefined || (request && matches(match, request))) endSocket(socket, end);
    }
  };
  const control: Control = {
    pass: () => {
      frozen = false;
      muted = false;
      shuffled = false;
      downBy = undefined;
      late = undefined;
      limited = 0;
      stuck.clear();
      for (const list of [answers, cuts, losses, holds]) list.length = 0;
      for (const hold of holding) hold.released.resolve();
      change();
    },
    freeze: (which = 'all') => {
      if (which === 'all') frozen = true;
      else for (const socket of open.keys()) stuck.add(socket);
    },
    mute: () => void (muted = true),
    shuffle: () => void (shuffled = true),
    drop,
    down: (end = 'fin') => {
      downBy = end;
      drop(end);
    },
    delay: (value, match) => void (late = { match, value }),
    limit: (bytes) => void (limited = bytes),
    cut: (match, value) => {
      const done = deferred<number>();
      cuts.push({ match, value: { ...value, done: () => done.resolve(Date.now()) } });
      return done.promise;
    },
    answer: (answer) => {
      const end = answer.forMs === undefined ? Infinity : Date.now() + answer.forMs;
      answers.push({ answer, end, left: answer.times ?? Infinity });
    },
    lose: (match, end = 'rst') => {
      const done = deferred<ProxyRequest>();
      losses.push({ match, value: { end, done } });
      return done.promise;
    },
    hold: (match, what = 'request') => {
      const value = { what, caught: deferred<ProxyRequest>(), released: deferred<void>() };
      holds.push({ match, value });
      return { caught: value.caught.promise, release: () => value.released.resolve() };
    },
  };
  return {
    control,
    open,
    accept: (socket) => {
      if (downBy) return endSocket(socket, downBy);
      open.set(socket, undefined);
      socket.once('close', () => {
        open.delete(socket);
        stuck.delete(socket);
        change();
      });
    },
    passable,
    suffering: (request, socket) => ({
      passable: () => passable(socket, true),
      swap: () => shuffled && request.path.includes('/event'),
      delay: () => (late && matches(late.match, request) ? late.value : 0),
      limit: () => limited,
      cut: () => take(cuts, request),
    }),
    answerTo: (request) => {
      const rule = answers.find(
        ({ answer, left, end }) => left > 0 && Date.now() < end && matches(answer.match, request),
      );
      if (rule) rule.left--;
      return rule?.answer;
    },
    lossOf: (request) => take(losses, request),
    heldBack: async (request, what) => {
      const hold = take(
        holds.filter(({ value }) => value.what === what),
        request,
      );
      if (!hold) return;
      holds.splice(
        holds.findIndex(({ value }) => value === hold),
        1,
      );
      holding.add(hold);
      hold.caught.resolve(request);
      await hold.released.promise;
      holding.delete(hold);
    },
  };
}
