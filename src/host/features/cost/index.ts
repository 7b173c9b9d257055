import * as vscode from 'vscode';
import { levelOf, readLedger, record, type CostAlert } from '../../../core/cost/ledger.js';
import { createBag, type Disposable } from '../../../core/emitter.js';
import { Failure } from '../../../core/failure.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import { formatCost } from '../../../shared/format.js';
import type { Session } from '../../../shared/model/entities.js';
import type { SessionId } from '../../../shared/model/ids.js';
import { costOf, topSession } from '../../../shared/model/select.js';
import { dayOf } from '../../services/costs.js';
import { sessionWithSubagents } from '../../services/sessionTree.js';
import { withSandbox } from '../../services/errorReporter.js';
import type { Services } from '../../services/index.js';
import { titleOf } from '../../services/labels.js';
import { showWarning } from '../../vscode/notifications.js';

const { l10n } = vscode;

/** Storage of the ledger. */
const KEY = 'costs';

const familyCost = ({ store }: Sandbox, id: SessionId): number =>
  costOf(store.state, sessionWithSubagents(store.state, id)) ?? 0;

/** Warns about exceeded cost limits, each once; asks before a prompt, or stops the turn, if configured. */
export function register(services: Services): Disposable {
  const { context, sandboxes, settings, costs, clock } = services;
  const told = new Set<string>();
  const known = new WeakMap<Sandbox, Sandbox['store']['state']['sessions']>();
  costs.set(readLedger(context.globalState.get(KEY), dayOf(clock.now())));

  const once = (key: string, say: () => void): void => {
    if (told.has(key)) return;
    told.add(key);
    say();
  };

  const abort = (sandbox: Sandbox, id: SessionId): Promise<unknown> =>
    services.commands.guard('stop', () => withSandbox(sandbox, () => sandbox.abort(id)));
  const warn = async (message: string, sandbox: Sandbox, running: SessionId | undefined): Promise<void> => {
    const stop = l10n.t('Stop');
    const change = l10n.t('Change Limit');
    const chosen = await showWarning(message, ...(running === undefined ? [] : [stop]), change);
    if (chosen === stop && running !== undefined) await abort(sandbox, running);
    if (chosen === change)
      await vscode.commands.executeCommand('workbench.action.openSettings', 'opencodeSandbox.costAlert');
  };

  const judge = (
    sandbox: Sandbox,
    alert: CostAlert,
    cost: number,
    sum: number,
    key: string,
    what: string,
    session: Session,
  ): void => {
    const level = levelOf(cost, sum);
    const running = sandbox.store.state.status.has(session.id) ? session.id : undefined;
    if (level === 'near')
      once(
        `${key} near`,
        () =>
          void warn(
            l10n.t('{0} has cost {1}; your limit is {2}.', what, formatCost(cost), formatCost(sum)),
            sandbox,
            running,
          ),
      );
    if (level !== 'over') return;
    const stops = alert.action === 'stop' && running !== undefined;
    const [has, set] = [formatCost(cost), formatCost(sum)];
    once(`${key} over ${sum}`, () => {
      if (stops)
        void warn(
          l10n.t('{0} has cost {1}, above your limit of {2}. The turn was stopped.', what, has, set),
          sandbox,
          undefined,
        );
      else void warn(l10n.t('{0} has cost {1}, above your limit of {2}.', what, has, set), sandbox, running);
    });
    if (stops) once(`${key} stopped ${sandbox.store.state.status.size} ${cost}`, () => void abort(sandbox, running));
  };

  const look = (sandbox: Sandbox): void => {
    const { state } = sandbox.store;
    if (known.get(sandbox) === state.sessions) return;
    known.set(sandbox, state.sessions);
    const day = dayOf(clock.now());
    const now = [...state.sessions.values()].flatMap(({ id, cost, created }) =>
      cost === undefined ? [] : [{ id, key: `${sandbox.profile.id}/${id}`, cost, today: dayOf(created) === day }],
    );
    const { seen } = costs.ledger;
    const next = record(costs.ledger, day, now);
    if (next === costs.ledger) return;
    costs.set(next);
    void context.globalState.update(KEY, next);
    const alert = settings.costAlert;
    // Earlier costs are not news.
    const grown = now.filter(({ key, cost, today }) => seen[key] !== cost && (today || seen[key] !== undefined));
    for (const id of new Set(grown.map((one) => topSession(sandbox.store.state, one.id)))) {
      const session = state.sessions.get(id);
      if (session === undefined) continue;
      const what = l10n.t('The session “{0}”', titleOf(session.title));
      judge(sandbox, alert, familyCost(sandbox, id), alert.session, `${sandbox.profile.id}/${id}`, what, session);
      judge(sandbox, alert, next.spent, alert.day, day, l10n.t('Today’s work'), session);
    }
  };

  costs.gate = async (id, sessionId) => {
    const alert = settings.costAlert;
    const sandbox = sandboxes.get(id);
    if (alert.action !== 'ask' || sandbox === undefined) return;
    const cost = familyCost(sandbox, topSession(sandbox.store.state, sessionId));
    const over = levelOf(cost, alert.session) === 'over' || levelOf(costs.ledger.spent, alert.day) === 'over';
    if (!over) return;
    const send = l10n.t('Send Anyway');
    // The first button has the focus: Enter, held down since the prompt, must not send it.
    const answer = await showWarning(
      l10n.t('The cost limit is reached. Send this prompt?'),
      {
        modal: true,
        detail: l10n.t('This session: {0}. Today: {1}.', formatCost(cost), formatCost(costs.ledger.spent)),
      },
      l10n.t("Don't Send"),
      send,
    );
    if (answer !== send) throw new Failure('rejected', l10n.t('Not sent: the cost limit is reached.'));
  };
  for (const sandbox of sandboxes.all) look(sandbox);
  return createBag(sandboxes.onDidUpdate(look));
}
