import { l10n } from 'vscode';
import { visiblePath } from '../../../shared/text/invisible.js';
import type { PlanEntry } from '../../../core/changes/plan.js';
import type { Sensitivity } from '../../../core/changes/sensitive.js';

/** The heading of the group of files with this action. */
export const actionText = (action: PlanEntry['action']): string =>
  ({
    create: l10n.t('Create'),
    write: l10n.t('Change'),
    delete: l10n.t('Delete'),
    rename: l10n.t('Rename'),
    same: l10n.t('Already the same'),
    conflict: l10n.t('Conflicts: resolve in the merge editor'),
    refused: l10n.t('Refused'),
  })[action];

/** The risk of a sensitive file, shown after its name. */
export const sensitivityText = (what: Sensitivity): string =>
  ({
    editor: l10n.t('can make the editor run programs'),
    ci: l10n.t('runs on your build servers'),
    hooks: l10n.t('runs with Git commands'),
    container: l10n.t('sets up the container you work in'),
    agent: l10n.t('gives instructions or tools to agents'),
    packages: l10n.t('decides what is installed and which scripts run'),
    git: l10n.t('changes how Git treats files'),
    shell: l10n.t('is run by shells or by the system'),
    build: l10n.t('is run by build tools or by the detection of tasks'),
    language: l10n.t('can make language servers, linters or test explorers run code'),
    installed: l10n.t('is installed code that tools load'),
    environment: l10n.t('sets variables for programs that start here'),
  })[what];

/** The path of an entry, with the old path if it is a rename. */
export const entryName = (entry: PlanEntry): string =>
  entry.from === undefined ? visiblePath(entry.path) : `${visiblePath(entry.from)} → ${visiblePath(entry.path)}`;

/** Remarks about an entry. */
export function remarks(entry: PlanEntry): string {
  const words: string[] = [];
  if (entry.reason !== undefined) words.push(l10n.t(entry.reason));
  if (entry.sensitivity !== undefined) words.push(sensitivityText(entry.sensitivity));
  if (entry.merged) words.push(l10n.t('merged: differs here from what the session began with'));
  if (entry.unsaved) words.push(l10n.t('has unsaved changes'));
  if (entry.hidden) words.push(l10n.t('contains invisible characters'));
  if (entry.mode === 'executable') words.push(l10n.t('executable in the sandbox; not changed here'));
  if (entry.mode === 'plain') words.push(l10n.t('no longer executable in the sandbox; not changed here'));
  return words.join(' · ');
}

/** "1 file", "3 files". */
export const files = (count: number): string => (count === 1 ? l10n.t('1 file') : l10n.t('{0} files', count));
