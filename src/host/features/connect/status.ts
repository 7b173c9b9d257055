import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../../core/emitter.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import { formatCost } from '../../../shared/format.js';
import { countWork, type Counts } from '../../../shared/model/select.js';
import { CONNECTION_STATES, SESSION_STATES } from '../../../shared/model/states.js';
import { commandLink } from '../../vscode/commandRegistry.js';
import { VIEWS } from '../../vscode/ids.js';
import type { Services } from '../../services/index.js';
import { iconText, wordOf } from '../../services/stateLooks.js';
import { currentSandbox } from '../../services/commandTarget.js';
import { connectionText, phaseText, serverText } from '../../services/labels.js';
import { summarize, type StatusSummary } from './statusSummary.js';

const countTexts = ({ running, waiting }: Counts): readonly string[] => [
  ...(running > 0 ? [`${wordOf(SESSION_STATES.inProgress)}: ${running}`] : []),
  ...(waiting > 0 ? [`${wordOf(SESSION_STATES.needsInput)}: ${waiting}`] : []),
];

/** The tooltip. A plain string, in which VS Code renders neither Markdown nor links. */
function tooltip(sandboxes: readonly Sandbox[], spent: number): string {
  const lines = sandboxes.flatMap(({ profile, connection, identity, store }) => {
    const server = identity === undefined ? '' : `, ${serverText(identity)}`;
    const facts = [phaseText(connection.phase) + server, ...countTexts(countWork(store.state, connection.phase))];
    const why = connectionText(connection, profile.name);
    return [`${profile.name}: ${facts.join(' · ')}`, ...(why === undefined ? [] : [why])];
  });
  if (spent > 0) lines.push(vscode.l10n.t('Cost today while a window was open: {0}', formatCost(spent)));
  return lines.join('\n');
}

/** The command on click: opens a waiting request, retries an unreachable sandbox, otherwise shows the sessions. */
function commandFor(sandbox: Sandbox, { first }: StatusSummary): string | vscode.Command {
  const { phase } = sandbox.connection;
  if (first !== undefined) return commandLink('openSession', vscode.l10n.t('Open'), first);
  if (phase === 'refused' || phase === 'offline')
    return commandLink('connect', vscode.l10n.t('Connect'), { sandboxId: sandbox.profile.id });
  return `${VIEWS.sessions}.focus`;
}

/** The accessible label. */
function accessibleLabel(sandbox: Sandbox, { name, running, waiting }: StatusSummary): string {
  return name === undefined
    ? vscode.l10n.t('Sandboxes: {0} in progress, {1} waiting for you', running, waiting)
    : vscode.l10n.t(
        'Sandbox {0}: {1}, {2} in progress, {3} waiting for you',
        name,
        phaseText(sandbox.connection.phase),
        running,
        waiting,
      );
}

/** Icon, name, state and counts; today's cost is the total of all sandboxes, so it is left out next to one of several. */
function textOf(sandbox: Sandbox, { name, running, waiting }: StatusSummary, spent: number): string {
  const { phase } = sandbox.connection;
  return [
    iconText(CONNECTION_STATES[phase]),
    name ?? vscode.l10n.t('Sandboxes'),
    ...(name === undefined || phase === 'connected' ? [] : [phaseText(phase)]),
    ...(running > 0 ? [`${iconText(SESSION_STATES.inProgress)} ${running}`] : []),
    ...(waiting > 0 ? [`${iconText(SESSION_STATES.needsInput)} ${waiting}`] : []),
    ...(spent > 0 ? [formatCost(spent)] : []),
  ].join(' ');
}

/** Shows the status bar item: the current sandbox, its state, running sessions and open requests. */
export function showStatus(services: Services): Disposable {
  const { sandboxes, chats, costs } = services;
  const item = vscode.window.createStatusBarItem('opencodeSandbox.status', vscode.StatusBarAlignment.Left, 10);
  item.name = 'OpenCode Sandbox';
  let waits = false;
  const draw = (): void => {
    waits = false;
    const sandbox = currentSandbox(services);
    if (sandbox === undefined) return item.hide();
    const { phase } = sandbox.connection;
    const summary = summarize(sandboxes.all, sandbox);
    const { spent } = costs.ledger;
    const isShared = summary.name !== undefined && sandboxes.all.length > 1;
    item.text = textOf(sandbox, summary, isShared ? 0 : spent);
    item.tooltip = tooltip(sandboxes.all, spent);
    item.command = commandFor(sandbox, summary);
    const needsAttention = summary.waiting > 0 || phase === 'refused' || phase === 'offline';
    item.backgroundColor = needsAttention ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.accessibilityInformation = { label: accessibleLabel(sandbox, summary) };
    item.show();
  };
  let cancel = (): void => {};
  const soon = (): void => {
    if (waits) return;
    waits = true;
    cancel = services.clock.after(100, draw);
  };
  draw();
  return createBag(
    item,
    sandboxes.onDidChange(soon),
    sandboxes.onDidUpdate(soon),
    chats.onDidChange(soon),
    costs.onDidChange(soon),
    {
      dispose: () => cancel(),
    },
  );
}
