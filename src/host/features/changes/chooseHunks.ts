import * as vscode from 'vscode';
import type { ChangedFile } from '../../../core/changes/changeSet.js';
import { hunkAt, hunksOf, type ChangeHunk } from '../../../core/changes/hunks.js';
import { Failure } from '../../../core/failure.js';
import { visiblePath } from '../../../shared/text/invisible.js';

/** The chosen hunks of a file, and all of its hunks. */
export interface HunkChoice {
  readonly chosen: readonly ChangeHunk[];
  readonly all: readonly ChangeHunk[];
}

/** The hunks of a file in the selection, or those that the user picks; undefined if the user cancels. */
export async function chooseHunks(
  file: ChangedFile,
  selection: vscode.Selection | undefined,
): Promise<HunkChoice | undefined> {
  const { before, after } = await file.sides();
  if (before.kind !== 'text' || after.kind !== 'text')
    throw new Failure('rejected', vscode.l10n.t('{0} can only be applied as a whole.', visiblePath(file.path)));
  const all = hunksOf(before.text, after.text);
  const selected = selection === undefined ? [] : hunksUnder(all, selection);
  if (selected.length > 0) return { chosen: selected, all };
  const items = all.map((hunk) => ({
    label: vscode.l10n.t('Line {0}', hunk.line),
    description: `+${hunk.added.length} −${hunk.removed.length}`,
    detail: visiblePath((hunk.added[0] ?? hunk.removed[0] ?? '').trim().slice(0, 120)),
    hunk,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: visiblePath(file.path),
    placeHolder: vscode.l10n.t('Choose the changes to apply'),
    canPickMany: true,
  });
  return picked === undefined ? undefined : { chosen: picked.map(({ hunk }) => hunk), all };
}

/** The hunks at the lines of the selection. */
function hunksUnder(hunks: readonly ChangeHunk[], { start, end }: vscode.Selection): readonly ChangeHunk[] {
  const under = new Set<ChangeHunk>();
  for (let line = start.line; line <= end.line; line++) {
    const hunk = hunkAt(hunks, line);
    if (hunk !== undefined) under.add(hunk);
  }
  return [...under];
}
