import { l10n } from 'vscode';
import { readLedger, record } from '../../../core/cost/ledger.js';
import type { Disposable } from '../../../core/emitter.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { SandboxState } from '../../../shared/model/state.js';
import { topSession } from '../../../shared/model/select.js';
import { dayOf } from '../../services/costs.js';
import type { Services } from '../../services/index.js';
import { titleOf } from '../../services/labels.js';
import { createGate } from './costGate.js';
import { CostWarnings } from './costWarnings.js';
import { totalCost } from './totalCost.js';

/** Storage key of the ledger. */
const KEY = 'costs';

/** Records the cost of sessions. Warns about exceeded limits; confirms prompts, or stops the turn, if configured. */
export function register(services: Services): Disposable {
  const { context, sandboxes, settings, costs, clock } = services;
  const warnings = new CostWarnings(services);
  const known = new WeakMap<Sandbox, SandboxState['sessions']>();
  costs.set(readLedger(context.globalState.get(KEY), dayOf(clock.now())));

  const update = (sandbox: Sandbox): void => {
    const { state } = sandbox.store;
    if (known.get(sandbox) === state.sessions) return;
    known.set(sandbox, state.sessions);
    const day = dayOf(clock.now());
    const keyOf = (id: string): string => `${sandbox.profile.id}/${id}`;
    const now = [...state.sessions.values()].flatMap(({ id, cost, created }) =>
      cost === undefined ? [] : [{ id, key: keyOf(id), cost, today: dayOf(created) === day }],
    );
    const { seen } = costs.ledger;
    const ledger = record(costs.ledger, day, now);
    if (ledger === costs.ledger) return;
    costs.set(ledger);
    void context.globalState.update(KEY, ledger);
    const limits = settings.costAlert;
    // Do not warn about costs from before the extension started.
    const grown = now.filter(({ key, cost, today }) => seen[key] !== cost && (today || seen[key] !== undefined));
    for (const id of new Set(grown.map((one) => topSession(state, one.id)))) {
      const session = state.sessions.get(id);
      if (session === undefined) continue;
      const name = l10n.t('The session “{0}”', titleOf(session.title));
      warnings.check(sandbox, id, { key: keyOf(id), name, cost: totalCost(sandbox, id), limit: limits.session });
      warnings.check(sandbox, id, { key: day, name: l10n.t('Today’s work'), cost: ledger.spent, limit: limits.day });
    }
  };

  costs.gate = createGate(services);
  for (const sandbox of sandboxes.all) update(sandbox);
  return sandboxes.onDidUpdate(update);
}
