import * as vscode from 'vscode';
import { fileNameFor } from '../../../core/changes/fileNames.js';
import { visiblePath } from '../../../shared/text/invisible.js';
import { withCancel } from '../../vscode/progress.js';
import { patchText, type ChangeSet } from '../../../core/changes/changeSet.js';
import { files } from './labels.js';
import { showWarning } from '../../vscode/notifications.js';

/** Saves the set's patch to a location that the user chooses. */
export async function saveAsPatch(set: ChangeSet, name: string): Promise<void> {
  const { text, left } = await withCancel(vscode.l10n.t('Reading {0}', files(set.files.length)), (signal, step) => {
    let done = 0;
    return patchText(set, signal, () => step(++done, set.files.length));
  });
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const fileName = `${fileNameFor(name, 'changes')}.patch`;
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save as Patch'),
    filters: { Patch: ['patch', 'diff'] },
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, fileName) }),
  });
  if (uri === undefined) return;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  if (left.length > 0)
    void showWarning(
      vscode.l10n.t('Saved, without what a text patch cannot contain: {0}', left.map(visiblePath).join(', ')),
    );
}
