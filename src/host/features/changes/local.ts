import * as vscode from 'vscode';
import { contentOf, text, unknown, type Content } from '../../../core/changes/content.js';
import type { HistorySides } from '../../../core/changes/fileHistory.js';
import type { Disk, Local, PlanInput } from '../../../core/changes/plan.js';
import { Failure } from '../../../core/failure.js';
import { isBlob } from '../../platform/node/git.js';
import { readIfThere, resolveTarget } from '../../platform/node/workspacePath.js';
import type { ChangedFile } from '../../../core/changes/changeSet.js';
import { localPath, type Mapping } from './folderMapping.js';
import { inParallel } from '../../../core/changes/parallel.js';
import { diskPath, isAt } from '../../platform/node/diskPath.js';
import { IS_CASE_BLIND, IS_WINDOWS } from '../../platform/node/system.js';

/** Properties of the local file system. */
export const disk: Disk = {
  windows: IS_WINDOWS,
  caseInsensitive: IS_CASE_BLIND,
};

/** The open document of a file with unsaved edits. */
export const unsavedDocument = (path: string): vscode.TextDocument | undefined =>
  vscode.workspace.textDocuments.find((document) => document.isDirty && isAt(document.uri, path));

/** Reads a file of the workspace, including unsaved edits. */
export async function readLocal(root: string, path: string, base?: string): Promise<Local> {
  const target = await resolveTarget(root, path);
  if (!target.ok) return { kind: 'blocked', reason: target.reason };
  const document = unsavedDocument(target.path);
  if (document !== undefined) {
    const bytes = target.exists ? await readIfThere(target.path) : undefined;
    const saved = contentOf(bytes);
    return { kind: 'file', content: text(document.getText(), saved.kind === 'text' && saved.bom), unsaved: true };
  }
  const bytes = target.exists ? await readIfThere(target.path) : undefined;
  if (bytes === undefined) return { kind: 'absent' };
  const isBase = base !== undefined && isBlob(bytes, base);
  return { kind: 'file', content: contentOf(bytes), unsaved: false, ...(isBase ? { isBase } : {}) };
}

/** The sides of a file that could not be read: it is not changed, and the others can still be applied. */
function unreadable(error: unknown): Pick<HistorySides, 'before' | 'after'> {
  if (error instanceof Failure && error.kind === 'aborted') throw error;
  const side = unknown('it could not be read from the sandbox, so try again');
  return { before: side, after: side };
}

/** One file with its three sides; `after` may be only part of the session's changes. */
export async function planInput(
  file: ChangedFile,
  mapping: Mapping,
  after?: Content,
  signal?: AbortSignal,
): Promise<PlanInput> {
  const path = localPath(mapping, file.path);
  const sides = await file.sides(signal).catch(unreadable);
  const outside: Local = { kind: 'blocked', reason: 'it is outside the workspace folder' };
  const base = sides.before.kind === 'unknown' ? file.head?.blobs?.before : undefined;
  const mode = modeOf(file);
  return {
    path: path ?? file.path,
    before: sides.before,
    after: after ?? sides.after,
    local: path === undefined ? outside : await readLocal(diskPath(mapping.folder.uri), path, base),
    ...(file.problem === undefined ? {} : { problem: file.problem }),
    ...(mode === undefined ? {} : { mode }),
  };
}

function modeOf({ head }: ChangedFile): 'executable' | 'plain' | undefined {
  if (head?.newMode === '100755' && head.oldMode !== '100755') return 'executable';
  return head?.oldMode === '100755' && head.newMode === '100644' ? 'plain' : undefined;
}

/** Files with their three sides. `step` is called after each file. */
export const planInputs = (
  files: readonly ChangedFile[],
  mapping: Mapping,
  step: () => void,
  signal?: AbortSignal,
): Promise<PlanInput[]> =>
  inParallel(files, 6, async (file) => {
    signal?.throwIfAborted();
    const input = await planInput(file, mapping, undefined, signal);
    step();
    return input;
  });
