import { sessionOf } from '../../shared/model/events.js';
import type { SessionId } from '../../shared/model/ids.js';
import type { AgentServer, Snapshot } from '../agent/ports.js';
import { createBag, type Disposable } from '../emitter.js';
import { toFailure } from '../failure.js';
import type { Clock, Logger } from '../ports.js';
import type { Store } from './store.js';

/** Time in ms without an event of a busy session until its status is requested; doubles after each check. */
export const FIRST_CHECK_MS = 30_000;
export const MAX_CHECK_MS = 300_000;

/** Options of the check. `server` is undefined without a live connection. */
export interface BusyCheckOptions {
  readonly store: Store;
  readonly server: () => AgentServer | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Reloads everything. */
  readonly resync: () => void;
}

interface Watched {
  /** Time of its last event or check. */
  readonly since: number;
  readonly checks: number;
}

type Asked = Pick<Snapshot, 'status' | 'requests'>;

const dueAt = ({ since, checks }: Watched): number => since + Math.min(MAX_CHECK_MS, FIRST_CHECK_MS * 2 ** checks);

/**
 * Requests the status of busy sessions that have been silent for long, and reloads everything if it differs. Events
 * have no IDs, so the end of a turn, or a question, can be lost unnoticed on a live connection.
 */
export function createBusyCheck({ store, server, clock, logger, resync }: BusyCheckOptions): Disposable {
  const watched = new Map<SessionId, Watched>();
  const abort = new AbortController();
  let cancel = (): void => {};

  const schedule = (): void => {
    cancel();
    if (watched.size === 0 || abort.signal.aborted) return;
    let due = Infinity;
    for (const one of watched.values()) due = Math.min(due, dueAt(one));
    cancel = clock.after(Math.max(0, due - clock.now()), () => void check());
  };

  const differs = ({ status, requests }: Asked, id: SessionId): boolean => {
    const now = status.find(([other]) => other === id)?.[1].type ?? 'idle';
    const theirs = requests.filter((request) => request.sessionId === id).map((request) => request.id);
    const ours = store.state.requests.filter((request) => request.sessionId === id).map((request) => request.id);
    return now !== store.state.status.get(id)?.type || theirs.toSorted().join(' ') !== ours.toSorted().join(' ');
  };

  const check = async (): Promise<void> => {
    const now = clock.now();
    const silent = [...watched].filter(([, one]) => dueAt(one) <= now);
    for (const [id, one] of silent) watched.set(id, { since: now, checks: one.checks + 1 });
    const asked = new Map(silent.map(([id]) => [id, watched.get(id)]));
    schedule();
    try {
      const answer = await server()?.sessions.activity(abort.signal);
      // Events received in the meantime are newer than the response.
      const same = [...asked].filter(([id, one]) => watched.get(id) === one);
      if (answer === undefined || !same.some(([id]) => differs(answer, id))) return;
      logger.info('The server reports another status for a silent session; reloading everything.');
      resync();
    } catch (error) {
      logger.debug(`Could not check busy sessions: ${toFailure(error).message}`);
    }
  };

  const subscription = store.onDidCommit(({ events }) => {
    const { status } = store.state;
    const heard = new Set(events.map(sessionOf));
    for (const id of watched.keys()) if (!status.has(id)) watched.delete(id);
    for (const id of status.keys())
      if (heard.has(id) || !watched.has(id)) watched.set(id, { since: clock.now(), checks: 0 });
    schedule();
  });

  return createBag(subscription, {
    dispose() {
      cancel();
      abort.abort();
    },
  });
}
