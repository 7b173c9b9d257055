import * as vscode from 'vscode';
import { visiblePath } from '../../../shared/text/invisible.js';
import { withHunks } from '../../../core/changes/hunks.js';
import { plan, type PlanEntry } from '../../../core/changes/plan.js';
import type { Content } from '../../../core/changes/content.js';
import { Failure } from '../../../core/failure.js';
import type { ChangedFile } from '../../../core/changes/changeSet.js';
import type { AppliedFiles } from '../../services/appliedFiles.js';
import { chooseEntries, confirmEntries } from './choose.js';
import type { HunkChoice } from './chooseHunks.js';
import type { UndoLog } from './undoLog.js';
import { withCancel } from '../../vscode/progress.js';
import { disk, planInput, planInputs } from './local.js';
import type { Mapping } from './folderMapping.js';
import { perform, type ApplyReport, type Skipped } from './applyPlan.js';
import { showConflicts, previewEntry } from './review.js';
import { files } from './labels.js';
import { pageText } from './pages.js';
import { diskPath } from '../../platform/node/diskPath.js';
import { runCommand } from '../../vscode/commandRegistry.js';
import { showInfo, showWarning } from '../../vscode/notifications.js';
import type { SandboxChanges } from './sandboxChanges.js';
import { nameOfPath } from '../../../shared/sandboxPath.js';

/** The last applied changes, for "Undo Last Apply". */
export interface Undo {
  journal: UndoLog | undefined;
  /** Old names of renamed files, which do not count as separate files. */
  renamed: ReadonlySet<string>;
  readonly applied: AppliedFiles;
}

/** Why changes cannot be applied in this window; undefined if they can. */
export const applyOff = (): string | undefined =>
  vscode.workspace.isTrusted
    ? undefined
    : vscode.l10n.t(
        'Applying changes is disabled because this workspace is not trusted: code that an agent wrote could run here. Trust the workspace to enable it.',
      );

/** Number of files per page: each is read completely, and a longer list is not usable. */
export const APPLY_PAGE = 1_000;

/** The plan of a page of a set. */
const planPage = (set: SandboxChanges, mapping: Mapping, first: number): Promise<readonly PlanEntry[]> => {
  const page = set.files.slice(first, first + APPLY_PAGE);
  return withCancel(vscode.l10n.t('Comparing {0} with this workspace', files(page.length)), async (signal, step) => {
    let done = 0;
    return plan(await planInputs(page, mapping, () => step(++done, page.length), signal), disk);
  });
};

/** Continues with the files after a page, if there are more. */
interface NextPage {
  readonly text: string;
  open(): void;
}

/**
 * Shows the plan of a page of a set, asks for confirmation, applies it, reports the result, and offers the next page.
 * `aside` handles errors of documents opened in the meantime.
 */
export async function applySet(
  set: SandboxChanges,
  mapping: Mapping,
  undo: Undo,
  aside: (work: () => Promise<unknown>) => void,
  first = 0,
): Promise<ApplyReport | undefined> {
  const entries = await planPage(set, mapping, first);
  const range = pageText(set, first, APPLY_PAGE);
  const after = first + APPLY_PAGE;
  const next: NextPage | undefined =
    after < set.files.length
      ? {
          text: vscode.l10n.t('Next: {0}.', pageText(set, after, APPLY_PAGE) ?? ''),
          open: () => aside(() => applySet(set, mapping, undo, aside, after)),
        }
      : undefined;
  if (!entries.some((entry) => entry.action !== 'same')) {
    void showUnchanged(range, next);
    return undefined;
  }
  const preview = (entry: PlanEntry): void => aside(() => previewEntry(set, mapping, entry));
  const chosen = await chooseEntries(entries, mapping.folder.name, range, preview);
  if (chosen === undefined) return undefined;
  return finish(set, mapping, chosen, undo, { next });
}

async function showUnchanged(range: string | undefined, next: NextPage | undefined): Promise<void> {
  const same =
    range === undefined
      ? vscode.l10n.t('This workspace already has all changes of this session.')
      : vscode.l10n.t('This workspace already has the changes in {0}.', range);
  const more = vscode.l10n.t('Next Files');
  const answer = next === undefined ? await showInfo(same) : await showInfo(`${same} ${next.text}`, more);
  if (answer === more) next?.open();
}

/** Some of the hunks of one file. */
interface Part {
  readonly path: string;
  readonly applied: number;
  readonly of: number;
}

/** The applied files, or hunks if only some hunks of a file were chosen. */
const appliedText = ({ applied }: ApplyReport, part: Part | undefined): string =>
  part === undefined || applied.length === 0
    ? vscode.l10n.t('Applied {0}.', files(applied.length))
    : vscode.l10n.t('Applied {0} of {1} changes in {2}.', part.applied, part.of, visiblePath(nameOfPath(part.path)));

/** The content of a file after applying only the chosen hunks. */
async function withChosen(file: ChangedFile, { chosen }: HunkChoice): Promise<Content> {
  const { before, after } = await file.sides();
  if (before.kind !== 'text' || after.kind !== 'text')
    throw new Failure('rejected', vscode.l10n.t('{0} can only be applied as a whole.', visiblePath(file.path)));
  return { ...after, text: withHunks(before.text, chosen) };
}

/** The plan for one file, including the deletion of its old name if it was renamed; only for some hunks if given. */
async function planSelection(
  set: SandboxChanges,
  mapping: Mapping,
  file: ChangedFile,
  hunks: HunkChoice | undefined,
): Promise<readonly PlanEntry[]> {
  if (hunks !== undefined) return plan([await planInput(file, mapping, await withChosen(file, hunks))], disk);
  const old = set.file((await set.renames()).get(file.path) ?? '');
  return plan([await planInput(file, mapping), ...(old === undefined ? [] : [await planInput(old, mapping)])], disk);
}

/** Applies one file of a set, or some of its hunks, without a list to choose from. */
export async function applySelection(
  set: SandboxChanges,
  mapping: Mapping,
  undo: Undo,
  file: ChangedFile,
  hunks?: HunkChoice,
): Promise<ApplyReport | undefined> {
  if (hunks?.chosen.length === 0) return undefined;
  const entries = await planSelection(set, mapping, file, hunks);
  if (entries.every((entry) => entry.action === 'same')) {
    void showInfo(vscode.l10n.t('{0} is already the same here.', visiblePath(file.path)));
    return undefined;
  }
  const [applied, of] = [hunks?.chosen.length ?? 0, hunks?.all.length ?? 0];
  return finish(set, mapping, entries, undo, { part: applied < of ? { path: file.path, applied, of } : undefined });
}

async function finish(
  set: SandboxChanges,
  mapping: Mapping,
  chosen: readonly PlanEntry[],
  undo: Undo,
  about: { readonly part?: Part | undefined; readonly next?: NextPage | undefined },
): Promise<ApplyReport | undefined> {
  const wanted = await confirmEntries(chosen);
  if (wanted === undefined) return undefined;
  const conflicts = chosen.filter((entry) => entry.action === 'conflict');
  const report = await withCancel(vscode.l10n.t('Applying {0}', files(wanted.length)), (signal) =>
    perform(mapping.folder.uri, wanted, signal),
  );
  if (report.journal !== undefined) {
    undo.journal = report.journal;
    undo.renamed = new Set(report.applied.flatMap(({ from }) => (from === undefined ? [] : [from])));
  }
  await undo.applied.record(diskPath(mapping.folder.uri), set.sandbox.profile.id, report.applied);
  showResult(chosen, report, conflicts.length, about);
  if (conflicts.length > 0) await showConflicts(set, mapping, conflicts);
  return report;
}

function showResult(
  chosen: readonly PlanEntry[],
  report: ApplyReport,
  conflicts: number,
  { part, next }: Parameters<typeof finish>[4],
): void {
  const parts = [appliedText(report, part)];
  const merged = report.applied.filter((entry) => entry.merged).length;
  if (merged > 0)
    parts.push(
      vscode.l10n.t('{0} merged, because this workspace differs from what the session began with.', files(merged)),
    );
  if (conflicts > 0) parts.push(vscode.l10n.t('{0} not changed because of conflicts.', files(conflicts)));
  const refused = chosen.filter((entry) => entry.action === 'refused');
  const left = [
    ...report.skipped.filter(({ wrote }) => wrote !== undefined),
    ...report.skipped.filter(({ wrote }) => wrote === undefined),
    ...refused.map((entry): Skipped => ({ path: entry.path, reason: entry.reason ?? '' })),
  ];
  for (const { path, reason, wrote } of left.slice(0, 5))
    parts.push(
      wrote === undefined
        ? `${visiblePath(path)}: ${vscode.l10n.t(reason)}.`
        : vscode.l10n.t(
            '{0}: a symbolic link appeared in its path, so {1} was changed instead. Check that file.',
            visiblePath(path),
            visiblePath(wrote),
          ),
    );
  if (next !== undefined) parts.push(next.text);
  const undo = vscode.l10n.t('Undo');
  const more = vscode.l10n.t('Next Files');
  const show = report.skipped.length > 0 || refused.length > 0 ? showWarning : showInfo;
  const buttons = [...(next === undefined ? [] : [more]), ...(report.journal === undefined ? [] : [undo])];
  void show(parts.join(' '), ...buttons).then((answer) => {
    if (answer === undo) void runCommand('undoApply');
    if (answer === more) next?.open();
  });
}

/** Undoes the last apply for files that have not changed since. */
export async function undoLast(undo: Undo): Promise<void> {
  const { journal } = undo;
  if (journal === undefined) {
    void showInfo(vscode.l10n.t('There is nothing to undo.'));
    return;
  }
  const { restored, kept } = await journal.undo();
  if (kept.length === 0) undo.journal = undefined;
  const rest =
    kept.length === 0
      ? ''
      : ` ${vscode.l10n.t('Not undone, because it has changed since: {0}', kept.map(visiblePath).join(', '))}`;
  void showInfo(vscode.l10n.t('Undone: {0}.', files(restored.filter((path) => !undo.renamed.has(path)).length)) + rest);
}
