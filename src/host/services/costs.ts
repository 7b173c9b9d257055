import { emptyLedger, type Ledger } from '../../core/cost/ledger.js';
import { createEmitter, type Disposable, type Event } from '../../core/emitter.js';
import type { SandboxId, SessionId } from '../../shared/model/ids.js';

/** Decides whether a prompt may go; rejects with a Failure when it may not. */
export type Gate = (sandbox: SandboxId, session: SessionId) => Promise<void>;

/** What was spent today, and who is asked before a prompt goes. */
export interface Costs extends Disposable {
  ledger: Ledger;
  readonly onDidChange: Event<void>;
  set(ledger: Ledger): void;
  /** Asked before each prompt; nobody is, until the cost feature sets it. */
  gate: Gate;
}

/** Local day of a time in ms since 1970, as `2026-11-21`. */
export function dayOf(time: number): string {
  const date = new Date(time);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Makes it, with nothing spent. */
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
