import * as vscode from 'vscode';
import { pathIn, readByName, resolveTarget } from '../../platform/node/workspacePath.js';
import { diskPath, isAt } from '../../platform/node/diskPath.js';
import { sameBytes } from '../../../core/bytes.js';

/** Records files before a change, so that it can be undone. */
export interface UndoLog {
  /** Restores one file if it still has the `written` content; returns false otherwise. */
  restore(path: string, written: Uint8Array | undefined): Promise<boolean>;
  /** Records the applied content. */
  seal(paths: readonly string[]): Promise<void>;
  /** Restores the files that have not changed since; the others are kept and returned. */
  undo(): Promise<{ readonly restored: readonly string[]; readonly kept: readonly string[] }>;
}

interface Entry {
  readonly before: Uint8Array | undefined;
  readonly unsaved: string | undefined;
}

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Records the current content of files below `root`. */
export async function createUndoLog(root: vscode.Uri, paths: readonly string[]): Promise<UndoLog> {
  const folder = diskPath(root);
  const at = (path: string): string => pathIn(folder, path);
  const documentOf = (path: string): vscode.TextDocument | undefined =>
    vscode.workspace.textDocuments.find((document) => isAt(document.uri, diskPath(vscode.Uri.file(at(path)))));
  const entries = new Map<string, Entry>();
  const sealed = new Map<string, { bytes: Uint8Array | undefined; text: string | undefined }>();
  for (const path of paths) {
    const document = documentOf(path);
    entries.set(path, {
      before: await readByName(at(path)),
      unsaved: document?.isDirty === true ? document.getText() : undefined,
    });
  }

  /**
   * Restores a file only if it has the `written` content, or if it was deleted by the change, so that later content is
   * never lost.
   */
  const restoreOne = async (path: string, written: Uint8Array | undefined): Promise<boolean> => {
    const entry = entries.get(path);
    if (entry === undefined) return false;
    await revertDocument(path, entry, written);
    const now = await readByName(at(path));
    if (sameBytes(now, entry.before)) return true;
    if (now !== undefined && !sameBytes(now, written)) return false;
    // A symbolic link may have appeared there in the meantime.
    const target = await resolveTarget(folder, path);
    if (!target.ok) return false;
    const uri = vscode.Uri.joinPath(root, ...path.split('/'));
    if (entry.before === undefined) await vscode.workspace.fs.delete(uri);
    else await vscode.workspace.fs.writeFile(uri, entry.before);
    // Check again right after writing.
    return (await resolveTarget(folder, path)).ok && sameBytes(await readByName(at(path)), entry.before);
  };

  /** Restores the content of an open document that has unsaved edits of the extension. */
  const revertDocument = async (path: string, entry: Entry, written: Uint8Array | undefined): Promise<void> => {
    const document = documentOf(path);
    if (document?.isDirty !== true) return;
    const text = entry.unsaved ?? (entry.before === undefined ? undefined : decode(entry.before));
    const ours = entry.unsaved !== undefined || (written !== undefined && document.getText() === decode(written));
    if (text === undefined || !ours) return;
    if (text !== document.getText()) {
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
      await vscode.workspace.applyEdit(edit);
    }
    if (entry.unsaved === undefined && (await resolveTarget(folder, path)).ok) await document.save();
  };

  const restore = (path: string, written: Uint8Array | undefined): Promise<boolean> =>
    restoreOne(path, written).catch(() => false);

  return {
    restore,
    async seal(wanted) {
      for (const path of wanted)
        sealed.set(path, {
          bytes: await readByName(at(path)),
          text: documentOf(path)?.isDirty === true ? documentOf(path)?.getText() : undefined,
        });
    },
    async undo() {
      const restored: string[] = [];
      const kept: string[] = [];
      // New files first: on a case-insensitive file system, one may be the old file under its new name.
      const isOld = ([path]: readonly [string, unknown]): boolean => entries.get(path)?.before !== undefined;
      for (const [path, mark] of [...sealed].toSorted((a, b) => Number(isOld(a)) - Number(isOld(b)))) {
        const document = documentOf(path);
        const text = document?.isDirty === true ? document.getText() : undefined;
        const untouched = text === mark.text && sameBytes(await readByName(at(path)), mark.bytes);
        if (untouched && (await restore(path, mark.bytes))) {
          restored.push(path);
          sealed.delete(path);
        } else kept.push(path);
      }
      return { restored, kept };
    },
  };
}
