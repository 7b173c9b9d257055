import * as vscode from 'vscode';
import { patchOf } from '../../core/changes/write.js';
import { withCancel } from './apply.js';
import type { ChangeSet } from '../../core/changes/changeSet.js';
import { inParallel } from '../../core/changes/parallel.js';
import { files, visible } from './words.js';

/** The set as one patch that `git apply` takes, and the files it cannot hold. */
export async function patchText(
  set: ChangeSet,
  signal?: AbortSignal,
  step: () => void = () => {},
): Promise<{ readonly text: string; readonly left: readonly string[] }> {
  const problems = set.files.filter((file) => file.problem !== undefined).map((file) => file.path);
  const sides = await inParallel(
    set.files.filter((file) => file.problem === undefined),
    6,
    async (file) => {
      signal?.throwIfAborted();
      const { before, after } = await file.sides(signal);
      step();
      return { path: file.path, before, after };
    },
  );
  const patch = patchOf(sides);
  return { text: patch.text, left: [...problems, ...patch.left] };
}

/** Writes the set's patch where the user says. */
export async function saveAsPatch(set: ChangeSet, name: string): Promise<void> {
  const { text, left } = await withCancel(vscode.l10n.t('Reading {0}', files(set.files.length)), (signal, step) => {
    let done = 0;
    return patchText(set, signal, () => step(++done, set.files.length));
  });
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const fileName = `${name.replace(/[^\p{L}\p{N}._ -]+/gu, '-').slice(0, 60) || 'changes'}.patch`;
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save as Patch'),
    filters: { Patch: ['patch', 'diff'] },
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, fileName) }),
  });
  if (uri === undefined) return;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  if (left.length > 0)
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Saved, without what a text patch cannot hold: {0}', left.map(visible).join(', ')),
    );
}
