import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../core/emitter.js';
import type { Sandbox } from '../../core/sandbox/sandbox.js';
import type { ConnectionPhase } from '../../shared/chat.js';
import { formatCost } from '../../shared/format.js';
import { commandId } from '../ids.js';
import type { Services } from '../services.js';
import { currentSandbox } from '../target.js';
import { connectionText, phaseText, serverText } from '../texts.js';

const ICON: Readonly<Record<ConnectionPhase, string>> = {
  connected: 'vm-active',
  'catching-up': 'sync~spin',
  connecting: 'sync~spin',
  waking: 'sync~spin',
  reconnecting: 'sync~spin',
  refused: 'vm-outline',
  offline: 'vm-outline',
  disconnected: 'vm-outline',
  sleeping: 'vm-outline',
};

/** Sessions that work, and requests that wait, over all sandboxes. */
export function counts(sandboxes: readonly Sandbox[]): { running: number; waiting: number } {
  return {
    running: sandboxes.reduce((sum, sandbox) => sum + sandbox.store.state.status.size, 0),
    waiting: sandboxes.reduce((sum, sandbox) => sum + sandbox.store.state.requests.length, 0),
  };
}

function tooltip(sandboxes: readonly Sandbox[], spent: number): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  for (const sandbox of sandboxes) {
    const { profile, connection, identity } = sandbox;
    const server = identity === undefined ? '' : `, ${serverText(identity)}`;
    text.appendText(`${profile.name}: ${phaseText(connection.phase)}${server}`).appendMarkdown('\n\n');
    const why = connectionText(connection, profile.name);
    if (why !== undefined) text.appendText(why).appendMarkdown('\n\n');
  }
  if (spent > 0) text.appendText(vscode.l10n.t('Spent today while a window was open: {0}', formatCost(spent)));
  return text;
}

/** The status bar's item: the current sandbox, its state, what runs and what waits. */
export function showStatus(services: Services): Disposable {
  const { sandboxes, chats, costs } = services;
  const item = vscode.window.createStatusBarItem('opencodeSandbox.status', vscode.StatusBarAlignment.Left, 10);
  item.name = 'OpenCode Sandbox';
  item.command = 'opencodeSandbox.sessions.focus';
  let waits = false;
  const draw = (): void => {
    waits = false;
    const sandbox = currentSandbox(services);
    if (sandbox === undefined) return item.hide();
    const { phase } = sandbox.connection;
    const { running, waiting } = counts(sandboxes.all);
    const parts = [`$(${ICON[phase]}) ${sandbox.profile.name}`];
    if (phase !== 'connected') parts.push(phaseText(phase));
    if (running > 0) parts.push(`$(loading~spin) ${running}`);
    if (waiting > 0) parts.push(`$(bell-dot) ${waiting}`);
    const { spent } = costs.ledger;
    if (spent > 0) parts.push(formatCost(spent));
    item.text = parts.join(' ');
    item.tooltip = tooltip(sandboxes.all, spent);
    const bad = phase === 'refused' || phase === 'offline';
    item.command = bad ? commandId('connect') : 'opencodeSandbox.sessions.focus';
    item.backgroundColor = waiting > 0 || bad ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.accessibilityInformation = {
      label: vscode.l10n.t(
        'Sandbox {0}: {1}, {2} running, {3} waiting for you',
        sandbox.profile.name,
        phaseText(phase),
        running,
        waiting,
      ),
    };
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
