import * as vscode from 'vscode';
import { writes, type PlanEntry } from '../../../core/changes/plan.js';
import { actionText, entryName, files, remarks, sensitivityText } from './labels.js';
import { showWarning } from '../../vscode/notifications.js';

interface Item extends vscode.QuickPickItem {
  readonly entry?: PlanEntry;
}

const ORDER: readonly PlanEntry['action'][] = ['create', 'write', 'rename', 'delete', 'conflict', 'refused', 'same'];

function itemsOf(entries: readonly PlanEntry[], preview: vscode.QuickInputButton): readonly Item[] {
  const item = (entry: PlanEntry): Item => ({
    label: entryName(entry),
    description: remarks(entry),
    picked: entry.action === 'conflict' || (writes(entry) && entry.sensitivity === undefined && !entry.unsaved),
    buttons: entry.action === 'refused' ? [] : [preview],
    entry,
  });
  const group = (label: string, members: readonly PlanEntry[]): readonly Item[] =>
    members.length === 0
      ? []
      : [{ label: `${label} (${members.length})`, kind: vscode.QuickPickItemKind.Separator }, ...members.map(item)];
  const plain = entries.filter((entry) => entry.sensitivity === undefined || !writes(entry));
  const sensitive = entries.filter((entry) => entry.sensitivity !== undefined && writes(entry));
  return [
    ...ORDER.slice(0, 4).flatMap((action) =>
      group(
        actionText(action),
        plain.filter((entry) => entry.action === action),
      ),
    ),
    ...group(vscode.l10n.t('Require your confirmation'), sensitive),
    ...ORDER.slice(4).flatMap((action) =>
      group(
        actionText(action),
        plain.filter((entry) => entry.action === action),
      ),
    ),
  ];
}

/** Previews the changes and lets the user choose; undefined if canceled. `page` is the range of files. */
export async function chooseEntries(
  entries: readonly PlanEntry[],
  folder: string,
  page: string | undefined,
  preview: (entry: PlanEntry) => void,
): Promise<readonly PlanEntry[] | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  const open: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('diff'), tooltip: vscode.l10n.t('Compare') };
  const title = vscode.l10n.t('Apply changes to {0}', folder);
  pick.title = page === undefined ? title : `${title} (${page})`;
  pick.placeholder = vscode.l10n.t('Choose what to apply, then press Enter');
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  pick.items = itemsOf(entries, open);
  pick.selectedItems = pick.items.filter((item) => item.picked === true);
  return new Promise((resolve) => {
    pick.onDidTriggerItemButton(({ item }) => {
      if (item.entry !== undefined) preview(item.entry);
    });
    pick.onDidAccept(() => {
      resolve(pick.selectedItems.flatMap((item) => (item.entry === undefined ? [] : [item.entry])));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

/** Asks for confirmation of files that programs run, hidden characters, and unsaved edits. */
export async function confirmEntries(chosen: readonly PlanEntry[]): Promise<readonly PlanEntry[] | undefined> {
  let left: readonly PlanEntry[] | undefined = chosen.filter(writes);
  for (const { about, message, line } of questions()) {
    const some: readonly PlanEntry[] = left.filter(about);
    left = await ask(left, some, message(files(some.length)), line);
    if (left === undefined) return undefined;
  }
  return left;
}

const questions = (): readonly {
  readonly about: (entry: PlanEntry) => boolean;
  readonly message: (count: string) => string;
  readonly line: (entry: PlanEntry) => string;
}[] => [
  {
    about: (entry) => entry.sensitivity !== undefined,
    message: (count) => vscode.l10n.t('{0} can make programs run on this computer or elsewhere.', count),
    line: (entry) =>
      `${entryName(entry)}: ${entry.sensitivity === undefined ? '' : sensitivityText(entry.sensitivity)}`,
  },
  {
    about: (entry) => entry.hidden,
    message: (count) =>
      vscode.l10n.t(
        'There are invisible characters, or ones that reorder text, in {0}: what you see may not be what runs.',
        count,
      ),
    line: entryName,
  },
  {
    about: (entry) => entry.unsaved,
    message: (count) =>
      vscode.l10n.t(
        'There are unsaved changes in {0}. The changes of the sandbox would be merged into the editor and stay unsaved.',
        count,
      ),
    line: entryName,
  },
];

const LISTED = 20;

async function ask(
  all: readonly PlanEntry[],
  some: readonly PlanEntry[],
  message: string,
  line: (entry: PlanEntry) => string,
): Promise<readonly PlanEntry[] | undefined> {
  if (some.length === 0) return all;
  const yes = vscode.l10n.t('Apply These Too');
  const no = vscode.l10n.t('Skip These');
  const listed = some.slice(0, LISTED).map(line);
  if (some.length > LISTED) listed.push(vscode.l10n.t('… and {0} more', some.length - LISTED));
  const detail = listed.join('\n');
  // The first button has the focus: Enter, still held down from the previous choice, must not accept unread changes.
  const answer = await showWarning(message, { modal: true, detail }, no, yes);
  if (answer === yes) return all;
  return answer === no ? all.filter((entry) => !some.includes(entry)) : undefined;
}
