import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { SandboxId, SessionId } from '../../../shared/model/ids.js';
import { countWork, topSession, type Counts } from '../../../shared/model/select.js';
import type { SandboxState } from '../../../shared/model/state.js';

/** The fields of a sandbox that the summary needs. */
export type Facts = Pick<Sandbox, 'connection'> & {
  readonly profile: Pick<Sandbox['profile'], 'id' | 'name'>;
  readonly store: { readonly state: SandboxState };
};

/** What the status bar shows. */
export interface StatusSummary extends Counts {
  /** Name of the sandbox that the counts belong to; undefined if they are totals. */
  readonly name: string | undefined;
  /** The oldest open request. */
  readonly first: { readonly sandboxId: SandboxId; readonly sessionId: SessionId } | undefined;
}

const countsOf = ({ connection, store }: Facts): Counts => countWork(store.state, connection.phase);

const sumOf = (all: readonly Facts[]): Counts =>
  all.map(countsOf).reduce((a, b) => ({ running: a.running + b.running, waiting: a.waiting + b.waiting }), {
    running: 0,
    waiting: 0,
  });

/** The counts of the current sandbox with its name, unless another sandbox has counts; then the totals without a name. */
export function summarize(all: readonly Facts[], current: Facts): StatusSummary {
  const asked = all.find((sandbox) => countsOf(sandbox).waiting > 0);
  const request = asked?.store.state.requests[0];
  const sum = sumOf(all);
  const own = countsOf(current);
  return {
    ...sum,
    name: own.running === sum.running && own.waiting === sum.waiting ? current.profile.name : undefined,
    first:
      asked === undefined || request === undefined
        ? undefined
        : { sandboxId: asked.profile.id, sessionId: topSession(asked.store.state, request.sessionId) },
  };
}
