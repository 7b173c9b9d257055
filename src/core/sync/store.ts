import { coalesce } from '../../shared/model/coalesce.js';
import type { AgentEvent } from '../../shared/model/events.js';
import { reduce } from '../../shared/model/reduce.js';
import { emptyState, type SandboxState } from '../../shared/model/state.js';
import { createEmitter, type Disposable, type Event } from '../emitter.js';
import { withStack } from '../failure.js';
import type { Clock, Logger } from '../ports.js';

/** The state after a commit, and the coalesced events that led to it. */
export interface Commit {
  readonly state: SandboxState;
  readonly before: SandboxState;
  /** The parts of the state that changed, so that listeners can ignore other commits. */
  readonly changed: ReadonlySet<keyof SandboxState>;
  readonly events: readonly AgentEvent[];
}

/** Holds a sandbox's state and reports changes, at most once per frame. */
export interface Store extends Disposable {
  /** The state after the last commit. */
  readonly state: SandboxState;
  dispatch(events: readonly AgentEvent[]): void;
  /** Commits pending events now. If a listener calls it, the state changes at once and the other listeners are notified in order. */
  flush(): void;
  readonly onDidCommit: Event<Commit>;
}

const changedParts = (before: SandboxState, after: SandboxState): ReadonlySet<keyof SandboxState> =>
  new Set(
    ([...Object.keys(emptyState), 'branch'] as readonly (keyof SandboxState)[]).filter(
      (part) => before[part] !== after[part],
    ),
  );

/** Ms between commits: one frame of a 60 Hz screen. */
export const FRAME_MS = 16;

/** Creates a store; events wait for the frame and are reduced together. */
export function createStore(clock: Clock, logger: Logger): Store {
  const committed = createEmitter<Commit>((error) => logger.error(`A store listener failed: ${withStack(error)}`));
  let state = emptyState;
  let queue: AgentEvent[] = [];
  let cancel: (() => void) | undefined;
  let isDisposed = false;
  /** Commits that listeners have not received yet; a commit caused by a listener is queued. */
  const undelivered: Commit[] = [];
  let isDelivering = false;
  const deliver = (commit: Commit): void => {
    undelivered.push(commit);
    if (isDelivering) return;
    isDelivering = true;
    for (let next = undelivered.shift(); next !== undefined; next = undelivered.shift()) committed.fire(next);
    isDelivering = false;
  };
  const flush = (): void => {
    cancel?.();
    cancel = undefined;
    if (queue.length === 0) return;
    const events = coalesce(queue);
    queue = [];
    const before = state;
    state = events.reduce(reduce, state);
    deliver({ state, before, changed: changedParts(before, state), events });
  };
  return {
    get state() {
      return state;
    },
    dispatch(events) {
      // A late response must not restart the timer after disposal.
      if (isDisposed) return;
      for (const event of events) queue.push(event);
      if (queue.length > 0) cancel ??= clock.after(FRAME_MS, flush);
    },
    flush,
    onDidCommit: committed.event,
    dispose() {
      isDisposed = true;
      cancel?.();
      committed.dispose();
    },
  };
}
