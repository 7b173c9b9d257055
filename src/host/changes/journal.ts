import { join } from 'node:path';
import * as vscode from 'vscode';
import { readIfThere, resolveTarget } from './guard.js';

/** Remembers files as they were, to bring them back. */
export interface Journal {
  /** Brings these back now; false where that did not work. */
  restore(paths: readonly string[]): Promise<boolean>;
  /** Remembers these as they are now: what was applied. */
  seal(paths: readonly string[]): Promise<void>;
  /** Brings back what is still as it was sealed. What was changed since stays, and is named. */
  undo(): Promise<{ readonly restored: readonly string[]; readonly kept: readonly string[] }>;
}

interface Entry {
  readonly before: Uint8Array | undefined;
  readonly unsaved: string | undefined;
}

const same = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a === undefined || b === undefined ? a === b : Buffer.compare(a, b) === 0;

/** Takes down how files below `root` are now. */
export async function createJournal(root: vscode.Uri, paths: readonly string[]): Promise<Journal> {
  const at = (path: string): string => join(root.fsPath, ...path.split('/'));
  const documentOf = (path: string): vscode.TextDocument | undefined =>
    vscode.workspace.textDocuments.find((document) => document.uri.fsPath === vscode.Uri.file(at(path)).fsPath);
  const entries = new Map<string, Entry>();
  const sealed = new Map<string, { bytes: Uint8Array | undefined; text: string | undefined }>();
  for (const path of paths) {
    const document = documentOf(path);
    entries.set(path, {
      before: await readIfThere(at(path)),
      unsaved: document?.isDirty === true ? document.getText() : undefined,
    });
  }

  const restoreOne = async (path: string): Promise<boolean> => {
    const entry = entries.get(path);
    if (entry === undefined) return false;
    const document = documentOf(path);
    if (document?.isDirty === true) {
      const text = entry.unsaved ?? (entry.before === undefined ? undefined : new TextDecoder().decode(entry.before));
      if (text !== undefined && text !== document.getText()) {
        const edit = new vscode.WorkspaceEdit();
        edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
        if (!(await vscode.workspace.applyEdit(edit))) return false;
      }
      if (entry.unsaved === undefined) await document.save();
    }
    if (same(await readIfThere(at(path)), entry.before)) return true;
    // Somebody may have put a link there meanwhile.
    const target = await resolveTarget(root.fsPath, path);
    if (!target.ok) return false;
    const uri = vscode.Uri.joinPath(root, ...path.split('/'));
    if (entry.before === undefined) await vscode.workspace.fs.delete(uri);
    else await vscode.workspace.fs.writeFile(uri, entry.before);
    return same(await readIfThere(at(path)), entry.before);
  };

  const restore = async (wanted: readonly string[]): Promise<boolean> => {
    const results: boolean[] = [];
    for (const path of wanted) results.push(await restoreOne(path).catch(() => false));
    return results.every(Boolean);
  };

  return {
    restore,
    async seal(wanted) {
      for (const path of wanted)
        sealed.set(path, {
          bytes: await readIfThere(at(path)),
          text: documentOf(path)?.isDirty === true ? documentOf(path)?.getText() : undefined,
        });
    },
    async undo() {
      const restored: string[] = [];
      const kept: string[] = [];
      for (const [path, mark] of [...sealed]) {
        const document = documentOf(path);
        const text = document?.isDirty === true ? document.getText() : undefined;
        const untouched = text === mark.text && same(await readIfThere(at(path)), mark.bytes);
        if (untouched && (await restore([path]))) {
          restored.push(path);
          sealed.delete(path);
        } else kept.push(path);
      }
      return { restored, kept };
    },
  };
}
