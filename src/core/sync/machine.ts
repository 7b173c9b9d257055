import type { ConnectionInfo } from '../../shared/chat.js';
import type { Failure } from '../failure.js';
import { delay } from './backoff.js';

/** The state of a connection. `attempt` counts failures since its last success. */
export type ConnectionState =
  | { readonly at: 'stopped' }
  | { readonly at: 'sleeping' }
  | {
      readonly at: 'connecting';
      readonly attempt: number;
      readonly waking: boolean;
      readonly before: boolean;
      /** Number of parallel health probes. */
      readonly probes: number;
    }
  | { readonly at: 'resyncing'; readonly attempt: number; readonly before: boolean }
  | { readonly at: 'live' }
  | {
      readonly at: 'waiting';
      readonly attempt: number;
      readonly until: number;
      readonly failure: Failure;
      /** The connection worked before: "reconnecting" rather than "offline". */
      readonly before: boolean;
    }
  | { readonly at: 'refused'; readonly failure: Failure };

/** Inputs of the connection's state machine. */
export type Signal =
  | { readonly type: 'connect' }
  | { readonly type: 'stop' }
  | { readonly type: 'sleep' }
  | { readonly type: 'opened' }
  | { readonly type: 'synced' }
  | { readonly type: 'resync' }
  /** The stream is considered dead: open a new one immediately. */
  | { readonly type: 'reopen' }
  | { readonly type: 'due' }
  | { readonly type: 'failed'; readonly failure: Failure; readonly now: number; readonly random: number };

/** Kinds of failures that a retry cannot fix: the user has to act. */
const FINAL = new Set<Failure['kind']>(['unauthorized', 'wrongAddress', 'incompatible', 'insecure']);

/**
 * Whether to stop retrying. An address that worked before is not permanently wrong: a sign-in page or a restarting
 * proxy may temporarily be in front of it.
 */
const isFinal = (state: ConnectionState, { kind }: Failure): boolean =>
  FINAL.has(kind) && !(kind === 'wrongAddress' && workedBefore(state));

const attemptOf = (state: ConnectionState): number =>
  state.at === 'connecting' || state.at === 'resyncing' || state.at === 'waiting' ? state.attempt : 0;
const workedBefore = (state: ConnectionState): boolean => state.at === 'live' || ('before' in state && state.before);

/** About the number of connections that a reload opens; after silence, all of them may be dead. */
const MAX_PROBES = 16;
const probesAfter = (state: ConnectionState): number =>
  state.at === 'waiting' && state.failure.silent ? MAX_PROBES : 1;

/** The state after a signal; an unexpected signal changes nothing. */
export function transition(state: ConnectionState, signal: Signal): ConnectionState {
  switch (signal.type) {
    case 'stop':
      return { at: 'stopped' };
    case 'sleep':
      return state.at === 'stopped' || state.at === 'refused' ? state : { at: 'sleeping' };
    case 'connect':
      if (state.at === 'live' || state.at === 'connecting' || state.at === 'resyncing') return state;
      return {
        at: 'connecting',
        attempt: attemptOf(state),
        waking: false,
        before: workedBefore(state),
        probes: probesAfter(state),
      };
    case 'reopen':
      return state.at === 'live' || state.at === 'resyncing' || state.at === 'connecting'
        ? { at: 'connecting', attempt: 0, waking: false, before: true, probes: MAX_PROBES }
        : state;
    case 'due':
      return state.at === 'waiting'
        ? {
            at: 'connecting',
            attempt: state.attempt,
            waking: state.failure.kind === 'waking',
            before: state.before,
            probes: probesAfter(state),
          }
        : state;
    case 'opened':
      return state.at === 'connecting' ? { at: 'resyncing', attempt: state.attempt, before: state.before } : state;
    case 'synced':
      return state.at === 'resyncing' ? { at: 'live' } : state;
    case 'resync':
      return state.at === 'live' ? { at: 'resyncing', attempt: 0, before: true } : state;
    case 'failed': {
      if (state.at === 'stopped' || state.at === 'sleeping' || state.at === 'refused') return state;
      if (isFinal(state, signal.failure)) return { at: 'refused', failure: signal.failure };
      const attempt = attemptOf(state);
      const until = signal.now + delay(attempt, signal.random, signal.failure.retryAfter);
      return { at: 'waiting', attempt: attempt + 1, until, failure: signal.failure, before: workedBefore(state) };
    }
  }
}

/** Number of failed attempts after which a connection is shown as offline. */
const GIVE_UP_AFTER_ATTEMPTS = 5;

/** The state as shown in the UI. */
export function describe(state: ConnectionState): ConnectionInfo {
  switch (state.at) {
    case 'stopped':
      return { phase: 'disconnected' };
    case 'sleeping':
      return { phase: 'sleeping' };
    case 'connecting':
      if (state.waking) return { phase: 'waking' };
      return { phase: state.before ? 'reconnecting' : 'connecting' };
    case 'resyncing':
      return { phase: 'catching-up' };
    case 'live':
      return { phase: 'connected' };
    case 'refused':
      return { phase: 'refused', detail: state.failure.message, reason: state.failure.kind };
    case 'waiting': {
      const more = { detail: state.failure.message, reason: state.failure.kind, retryAt: state.until };
      if (state.failure.kind === 'waking') return { phase: 'waking', ...more };
      return { phase: state.before && state.attempt <= GIVE_UP_AFTER_ATTEMPTS ? 'reconnecting' : 'offline', ...more };
    }
  }
}
