/** Today's cost, summed from the increases of each session's cost while the extension runs. */
export interface Ledger {
  /** Local date, such as `2026-11-21`. */
  readonly day: string;
  /** Cost in USD. */
  readonly spent: number;
  /** Last known cost of each session, in USD. */
  readonly seen: Readonly<Record<string, number>>;
}

/** The current cost of a session. */
export interface Costing {
  readonly key: string;
  /** In USD, without sub-agents. */
  readonly cost: number;
  /** Whether it was created today, so that its complete cost counts. */
  readonly today: boolean;
}

/** A ledger without costs. */
export const emptyLedger = (day: string): Ledger => ({ day, spent: 0, seen: {} });

/** Records the current costs. A new day starts at zero; returns the same ledger if nothing changed. */
export function record(ledger: Ledger, day: string, sessions: readonly Costing[]): Ledger {
  let { spent } = ledger.day === day ? ledger : emptyLedger(day);
  const seen: Record<string, number> = { ...ledger.seen };
  let changed = ledger.day !== day;
  for (const { key, cost, today } of sessions) {
    const before = Object.hasOwn(seen, key) ? seen[key] : undefined;
    if (before === cost) continue;
    changed = true;
    spent += Math.max(0, cost - (before ?? (today ? 0 : cost)));
    seen[key] = cost;
  }
  return changed ? { day, spent, seen } : ledger;
}

/** Parses a stored ledger; empty if it is malformed. */
export function readLedger(value: unknown, day: string): Ledger {
  if (typeof value !== 'object' || value === null) return emptyLedger(day);
  const { day: of, spent, seen } = value as Readonly<Record<string, unknown>>;
  if (typeof of !== 'string' || typeof spent !== 'number' || typeof seen !== 'object' || seen === null)
    return emptyLedger(day);
  const entries = Object.entries(seen).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return { day: of, spent, seen: Object.fromEntries(entries) };
}

/** Cost limits of the user: USD, 0 for none, and the action when exceeded. */
export interface CostAlert {
  readonly session: number;
  readonly day: number;
  readonly action: 'tell' | 'ask' | 'stop';
}

/** Parses a setting. */
export function readCostAlert(value: unknown): CostAlert {
  const { session, day, action } = (typeof value === 'object' && value !== null ? value : {}) as Readonly<
    Record<string, unknown>
  >;
  const sum = (one: unknown): number => (typeof one === 'number' && Number.isFinite(one) && one > 0 ? one : 0);
  return { session: sum(session), day: sum(day), action: action === 'ask' || action === 'stop' ? action : 'tell' };
}

/** Compares a cost with a limit (USD); `near` starts at 80 %. A limit of 0 disables it. */
export const levelOf = (cost: number, sum: number): 'below' | 'near' | 'over' =>
  sum <= 0 || cost < sum * 0.8 ? 'below' : cost < sum ? 'near' : 'over';
