import { l10n } from 'vscode';
import { levelOf } from '../../../core/cost/ledger.js';
import { Failure } from '../../../core/failure.js';
import { formatCost } from '../../../shared/format.js';
import { topSession } from '../../../shared/model/select.js';
import type { Gate } from '../../services/costs.js';
import type { Services } from '../../services/index.js';
import { showWarning } from '../../vscode/notifications.js';
import { totalCost } from './totalCost.js';

/** Asks for confirmation before each prompt above a limit, if configured. */
export const createGate =
  ({ sandboxes, settings, costs }: Services): Gate =>
  async (id, sessionId) => {
    const alert = settings.costAlert;
    const sandbox = sandboxes.get(id);
    if (alert.action !== 'ask' || sandbox === undefined) return;
    const cost = totalCost(sandbox, topSession(sandbox.store.state, sessionId));
    const { spent } = costs.ledger;
    if (levelOf(cost, alert.session) !== 'over' && levelOf(spent, alert.day) !== 'over') return;
    const send = l10n.t('Send Anyway');
    const detail = l10n.t('This session: {0}. Today: {1}.', formatCost(cost), formatCost(spent));
    // The first button has the focus: Enter, still held down from the prompt, must not send it.
    const answer = await showWarning(
      l10n.t('The cost limit is reached. Send this prompt?'),
      { modal: true, detail },
      l10n.t("Don't Send"),
      send,
    );
    if (answer !== send) throw new Failure('rejected', l10n.t('Not sent: the cost limit is reached.'));
  };
