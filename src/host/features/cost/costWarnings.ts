import * as vscode from 'vscode';
import { levelOf } from '../../../core/cost/ledger.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import { formatCost } from '../../../shared/format.js';
import type { SessionId } from '../../../shared/model/ids.js';
import { withSandbox } from '../../services/errorReporter.js';
import type { Services } from '../../services/index.js';
import { showWarning } from '../../vscode/notifications.js';

const { l10n } = vscode;

/** A cost, and the user's limit for it, in USD. */
interface LimitedCost {
  /** Identifies the item; each level is reported once per item. */
  readonly key: string;
  /** Subject of the warning. */
  readonly name: string;
  readonly cost: number;
  readonly limit: number;
}

/** Warns about costs near or above their limit, and stops turns that exceed it if configured. */
export class CostWarnings {
  readonly #services: Services;
  readonly #reported = new Set<string>();

  constructor(services: Services) {
    this.#services = services;
  }

  /** Compares an increased cost with its limit. */
  check(sandbox: Sandbox, session: SessionId, { key, name, cost, limit }: LimitedCost): void {
    const level = levelOf(cost, limit);
    if (level === 'below') return;
    const { status } = sandbox.store.state;
    const running = status.has(session) ? session : undefined;
    const [has, set] = [formatCost(cost), formatCost(limit)];
    if (level === 'near')
      return this.#once(`${key} near`, () =>
        this.#warn(l10n.t('{0} has cost {1}; your limit is {2}.', name, has, set), sandbox, running),
      );
    const stops = this.#services.settings.costAlert.action === 'stop' && running !== undefined;
    this.#once(`${key} over ${limit}`, () =>
      stops
        ? this.#warn(
            l10n.t('{0} has cost {1}, above your limit of {2}. The turn was stopped.', name, has, set),
            sandbox,
          )
        : this.#warn(l10n.t('{0} has cost {1}, above your limit of {2}.', name, has, set), sandbox, running),
    );
    if (stops) this.#once(`${key} stopped ${status.size} ${cost}`, () => this.#abort(sandbox, running));
  }

  #once(key: string, report: () => Promise<unknown>): void {
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    void report();
  }

  /** `running` is the session whose turn can be stopped. */
  async #warn(message: string, sandbox: Sandbox, running?: SessionId): Promise<void> {
    const stop = l10n.t('Stop');
    const change = l10n.t('Change Limit');
    const chosen = await showWarning(message, ...(running === undefined ? [] : [stop]), change);
    if (chosen === stop && running !== undefined) await this.#abort(sandbox, running);
    if (chosen === change)
      await vscode.commands.executeCommand('workbench.action.openSettings', 'opencodeSandbox.costAlert');
  }

  #abort(sandbox: Sandbox, id: SessionId): Promise<unknown> {
    return this.#services.commands.runWithErrorHandling('stop', () => withSandbox(sandbox, () => sandbox.abort(id)));
  }
}
