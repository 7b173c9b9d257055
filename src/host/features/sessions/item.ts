import * as vscode from 'vscode';
import { requiresConsent } from '../../../core/agent/connect.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { Session } from '../../../shared/model/entities.js';
import {
  contextUse,
  costOf,
  failureOf,
  isActive,
  parentOf,
  sessionState,
  totalCost,
} from '../../../shared/model/select.js';
import {
  CHANGE_STATES,
  changeState,
  CONNECTION_STATES,
  SESSION_STATES,
  type SessionState,
} from '../../../shared/model/states.js';
import { lastActive } from '../../../shared/model/unread.js';
import { formatCost, formatTokens, relativeTime } from '../../../shared/format.js';
import type { SessionId } from '../../../shared/model/ids.js';
import { visiblePath } from '../../../shared/text/invisible.js';
import { sessionWithSubagents, sessionTreeOf } from '../../services/sessionTree.js';
import { commandLink } from '../../vscode/commandRegistry.js';
import { iconOf, wordOf } from '../../services/stateLooks.js';
import { connectionText, phaseText, serverText, titleOf } from '../../services/labels.js';
import { childRows, hasChanges, rowKey, type ChangeRow, type Hint, type Row } from './rows.js';
import { nameOfPath } from '../../../shared/sandboxPath.js';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

const dotted = (parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join(' · ');
const money = (cost: number | undefined): string | undefined =>
  cost === undefined || cost === 0 ? undefined : formatCost(cost);

/** Creates a tooltip of untrusted text. A plain string, in which VS Code renders neither Markdown nor links. */
const tooltipOf = (lines: readonly (string | undefined)[]): string =>
  lines.filter((line) => line !== undefined && line !== '').join('\n');

function sandboxItem(sandbox: Sandbox): vscode.TreeItem {
  const { profile, connection, identity, store } = sandbox;
  const item = new vscode.TreeItem(profile.name, Expanded);
  const { phase } = connection;
  const server = identity === undefined ? undefined : serverText(identity);
  item.description = dotted([phaseText(phase), identity?.version, money(totalCost(store.state))]);
  item.iconPath = iconOf(CONNECTION_STATES[phase]);
  const plainHttp = requiresConsent(profile.url) ? vscode.l10n.t('Not encrypted (http)') : undefined;
  item.tooltip = tooltipOf([
    `${profile.name}: ${phaseText(phase)}`,
    connectionText(connection, profile.name),
    profile.url,
    plainHttp,
    server,
    store.state.branch === undefined ? undefined : vscode.l10n.t('Branch {0}', store.state.branch),
    vscode.l10n.t('Sessions: {0}', store.state.sessions.size),
  ]);
  const on = phase !== 'disconnected' && phase !== 'refused' && phase !== 'offline' && phase !== 'sleeping';
  const { server: ports } = sandbox;
  item.contextValue = [
    'sandbox',
    on ? 'on' : 'off',
    phase === 'connected' ? 'connected' : '',
    profile.local === true ? 'local' : '',
    ports?.configuration !== undefined ? 'canConfigure' : '',
    ports?.remoteControl !== undefined ? 'canControl' : '',
    ports?.webUi !== undefined ? 'canBrowse' : '',
    ports?.terminals !== undefined ? 'canTerminal' : '',
    ports?.tui !== undefined ? 'canAttach' : '',
    ports?.search !== undefined ? 'canSearch' : '',
    ports?.processes?.background !== undefined ? 'canListProcesses' : '',
    ports?.requests.saved !== undefined ? 'canForget' : '',
  ].join(';');
  item.accessibilityInformation = { label: `${profile.name}, ${item.description}` };
  return item;
}

function sessionTooltip(sandbox: Sandbox, session: Session, what: SessionState): string {
  const { state } = sandbox.store;
  const ids = sessionWithSubagents(state, session.id);
  const cost = money(costOf(state, ids));
  const tokens =
    session.tokens === undefined
      ? undefined
      : formatTokens(session.tokens.input + session.tokens.output + session.tokens.reasoning);
  const use = contextUse(state, session.id);
  const share =
    use.window === undefined || use.tokens === 0
      ? undefined
      : vscode.l10n.t(
          '{0}% of context ({1} of {2} tokens)',
          Math.round((use.tokens / use.window) * 100),
          formatTokens(use.tokens),
          formatTokens(use.window),
        );
  return tooltipOf([
    titleOf(session.title),
    wordOf(SESSION_STATES[what]),
    failureOf(state, session.id)?.message.slice(0, 300),
    cost === undefined ? undefined : vscode.l10n.t('Cost {0}, including sub-agents', cost),
    tokens === undefined ? undefined : vscode.l10n.t('{0} tokens', tokens),
    share,
    session.model === undefined ? undefined : `${session.model.providerId}/${session.model.modelId}`,
    session.directory,
    vscode.l10n.t('Last change {0}', new Date(lastActive(session)).toLocaleString(vscode.env.language)),
  ]);
}

/** Whether to show the state in the description; the icon suffices for the normal states. */
const showsState = (what: SessionState): boolean => !['completed', 'untitled', 'archived'].includes(what);

function sessionItem(sandbox: Sandbox, session: Session, now: number): vscode.TreeItem {
  const { state } = sandbox.store;
  const ids = sessionWithSubagents(state, session.id);
  const what = sessionState(state, session, ids, sandbox.connection.phase);
  const item = new vscode.TreeItem(
    titleOf(session.title),
    sessionTreeOf(state).has(session.id) || hasChanges(sandbox, session.id) ? Collapsed : None,
  );
  item.description = dotted([
    showsState(what) ? wordOf(SESSION_STATES[what]) : money(costOf(state, ids)),
    relativeTime(lastActive(session), now),
  ]);
  item.iconPath = iconOf(SESSION_STATES[what]);
  item.tooltip = sessionTooltip(sandbox, session, what);
  const { server } = sandbox;
  item.contextValue = [
    parentOf(state.sessions, session.id) === undefined ? 'session' : 'subsession',
    state.status.has(session.id) || isActive(what) ? 'active' : 'idle',
    what === 'needsInput' ? 'waiting' : '',
    session.archived === undefined ? 'current' : 'archived',
    server?.sessions.archive !== undefined ? 'canArchive' : '',
    server?.sessions.compact !== undefined ? 'canCompact' : '',
    server?.webUi !== undefined ? 'canBrowse' : '',
    server?.changes !== undefined ? 'canReview' : '',
    server?.patches !== undefined ? 'canPush' : '',
    '',
  ].join(';');
  const ref = { sandboxId: sandbox.profile.id, sessionId: session.id };
  item.command = commandLink('openSession', vscode.l10n.t('Open'), ref);
  item.accessibilityInformation = {
    label: `${titleOf(session.title)}, ${wordOf(SESSION_STATES[what])}, ${item.description}`,
  };
  return item;
}

/** A pending prompt of a draft session; a click opens its chat. */
function draftItem(sandbox: Sandbox, draft: SessionId): vscode.TreeItem {
  const [first] = sandbox.pending.filter(({ sessionId }) => sessionId === draft);
  const text = visiblePath(first?.text ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 80);
  const title = text === '' ? vscode.l10n.t('New session') : text;
  const item = new vscode.TreeItem(title, None);
  item.description = first?.state === 'failed' ? vscode.l10n.t('Not sent') : vscode.l10n.t('Sending…');
  item.iconPath = new vscode.ThemeIcon(first?.state === 'failed' ? 'warning' : 'clock');
  item.contextValue = 'draft';
  const place = { sandboxId: sandbox.profile.id, openDraft: draft };
  item.command = commandLink('newSession', vscode.l10n.t('Open'), place);
  return item;
}

type HintCommand = 'signIn' | 'editSandbox' | 'connect' | 'newSession';

function hintItem(sandbox: Sandbox, hint: Hint): vscode.TreeItem {
  const looks: Readonly<Record<Hint, readonly [string, string, HintCommand?]>> = {
    signIn: [vscode.l10n.t('Sign in…'), 'key', 'signIn'],
    edit: [vscode.l10n.t('Edit address…'), 'edit', 'editSandbox'],
    allowInsecure: [vscode.l10n.t('Allow http…'), 'unlock', 'editSandbox'],
    retry: [vscode.l10n.t('Retry now'), 'refresh', 'connect'],
    connect: [vscode.l10n.t('Connect'), 'plug', 'connect'],
    newSession: [vscode.l10n.t('New session'), 'add', 'newSession'],
    loading: [vscode.l10n.t('Reading sessions…'), 'loading~spin'],
  };
  const [label, iconId, command] = looks[hint];
  const { id, name } = sandbox.profile;
  const item = new vscode.TreeItem(label, None);
  item.iconPath = new vscode.ThemeIcon(iconId);
  item.contextValue = 'hint';
  const why = connectionText(sandbox.connection, name);
  if (why !== undefined) {
    item.description = sandbox.connection.detail ?? '';
    item.tooltip = tooltipOf([why]);
  }
  if (command !== undefined) item.command = commandLink(command, label, { sandboxId: id, what: hint });
  return item;
}

const statusText = (row: ChangeRow): string =>
  row.from === undefined ? wordOf(CHANGE_STATES[row.status]) : vscode.l10n.t('renamed from {0}', visiblePath(row.from));

function changeItem(row: ChangeRow): vscode.TreeItem {
  const path = visiblePath(row.path);
  const name = nameOfPath(path);
  const folder = path.slice(0, Math.max(0, path.length - name.length - 1));
  const item = new vscode.TreeItem(name, None);
  const counts = `+${row.additions} −${row.deletions}`;
  const old = row.from === undefined ? undefined : `← ${visiblePath(row.from)}`;
  item.description = dotted([counts, old ?? folder]);
  item.iconPath = iconOf(CHANGE_STATES[changeState(row)]);
  item.contextValue = `change;${row.status}`;
  item.tooltip = tooltipOf([path, statusText(row)]);
  item.accessibilityInformation = { label: `${path}, ${statusText(row)}, ${counts}` };
  const { sandboxId, sessionId } = row;
  item.command = commandLink('openChange', vscode.l10n.t('Open Change'), { sandboxId, sessionId, path: row.path });
  return item;
}

/**
 * Creates the tree item of a row. VS Code drops the arguments of a tree item's command while it refreshes the item, so
 * that a click would fail: the command has no arguments and runs that of the selected row.
 */
export function treeItem(sandbox: Sandbox | undefined, row: Row, now: number): vscode.TreeItem {
  const item = lookOf(sandbox, row, now);
  item.id = rowKey(row);
  if (item.command !== undefined) item.command = commandLink('openRow', item.command.title);
  return item;
}

/** The command to run on a click on a row. */
export const rowCommand = (sandbox: Sandbox | undefined, row: Row, now: number): vscode.Command | undefined =>
  lookOf(sandbox, row, now).command;

function lookOf(sandbox: Sandbox | undefined, row: Row, now: number): vscode.TreeItem {
  if (sandbox === undefined) return new vscode.TreeItem('');
  switch (row.kind) {
    case 'sandbox':
      return sandboxItem(sandbox);
    case 'draft':
      return draftItem(sandbox, row.draft);
    case 'hint':
      return hintItem(sandbox, row.hint);
    case 'changes': {
      const item = new vscode.TreeItem(vscode.l10n.t('Changes'), Collapsed);
      item.iconPath = new vscode.ThemeIcon('diff-multiple');
      item.contextValue = 'changes';
      return item;
    }
    case 'change':
      return changeItem(row);
    case 'archive': {
      const item = new vscode.TreeItem(vscode.l10n.t('Archived'), Collapsed);
      item.description = String(childRows(sandbox, row).length);
      item.iconPath = iconOf(SESSION_STATES.archived);
      item.contextValue = 'archive';
      return item;
    }
    case 'session': {
      const session = sandbox.store.state.sessions.get(row.sessionId);
      return session === undefined ? new vscode.TreeItem('') : sessionItem(sandbox, session, now);
    }
  }
}
