import { emptyLedger, type Ledger } from '../../core/cost/ledger.js';
import { createEmitter, type Disposable, type Event } from '../../core/emitter.js';
import type { SandboxId, SessionId } from '../../shared/model/ids.js';

/** Decides whether a prompt may be sent; rejects with a `Failure` if not. */
export type Gate = (sandbox: SandboxId, session: SessionId) => Promise<void>;

/** Today's cost, and the check before a prompt. */
export interface Costs extends Disposable {
  ledger: Ledger;
  readonly onDidChange: Event<void>;
  set(ledger: Ledger): void;
  /** Called before each prompt; set by the cost feature. */
  gate: Gate;
}

/** Local date of a time in ms since 1970, such as `2026-11-21`. */
export function dayOf(time: number): string {
  const date = new Date(time);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Creates it without costs. */
export function createCosts(now: number): Costs {
  const changed = createEmitter<void>();
  return {
    ledger: emptyLedger(dayOf(now)),
    onDidChange: changed.event,
    set(ledger) {
      this.ledger = ledger;
      changed.fire();
    },
    gate: async () => {},
    dispose: () => changed.dispose(),
  };
}
