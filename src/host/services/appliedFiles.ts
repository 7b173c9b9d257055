import type * as vscode from 'vscode';
import { bytesOf } from '../../core/changes/content.js';
import { inParallel } from '../../core/changes/parallel.js';
import { writes, type PlanEntry } from '../../core/changes/plan.js';
import { blobId, blobIdOfFile } from '../platform/node/git.js';

/** Files that are equal in the sandbox and the workspace, so that they do not count as local changes. */
export interface AppliedFiles {
  /** Records files applied to a folder. */
  record(folder: string, sandbox: string, entries: readonly PlanEntry[]): Promise<void>;
  /** Records the current content of files sent to the sandbox. */
  recordSent(folder: string, sandbox: string, paths: readonly string[]): Promise<void>;
  /** Whether the file is still equal to the sandbox's. */
  isIn(folder: string, sandbox: string, path: string): Promise<boolean>;
}

/** Limit of recorded paths per folder. */
const MAX_PATHS = 5_000;
/** Recorded for a file that the sandbox deleted. */
const DELETED = 'deleted';

type PathAndBlob = readonly [path: string, blob: string];
type Known = Readonly<Record<string, readonly [sandbox: string, blob: string]>>;

/**
 * Paths with their content after the sandbox's change, without merged files, which also contain changes that the
 * sandbox does not have.
 */
const contentsOf = (entry: PlanEntry): readonly PathAndBlob[] => {
  if (!writes(entry) || entry.merged) return [];
  const bytes = bytesOf(entry.result);
  const blob = entry.action === 'delete' || bytes === undefined ? DELETED : blobId(bytes);
  return [[entry.path, blob], ...(entry.from === undefined ? [] : [[entry.from, DELETED] as const])];
};

const blobOf = async (folder: string, path: string): Promise<string> => (await blobIdOfFile(folder, path)) ?? DELETED;

/** Creates the record, which is stored in the workspace state. */
export function createAppliedFiles(memory: vscode.Memento): AppliedFiles {
  const keyOf = (folder: string): string => `applied:${folder}`;
  const save = async (folder: string, sandbox: string, blobs: readonly PathAndBlob[]): Promise<void> => {
    const known = new Map(Object.entries(memory.get<Known>(keyOf(folder)) ?? {}));
    for (const [path, blob] of blobs) {
      known.delete(path);
      known.set(path, [sandbox, blob]);
    }
    await memory.update(keyOf(folder), Object.fromEntries([...known].slice(-MAX_PATHS)));
  };
  return {
    record: (folder, sandbox, entries) => save(folder, sandbox, entries.flatMap(contentsOf)),
    async recordSent(folder, sandbox, paths) {
      const blobs = await inParallel(paths, 8, async (path) => [path, await blobOf(folder, path)] as const);
      await save(folder, sandbox, blobs);
    },
    async isIn(folder, sandbox, path) {
      const all = memory.get<Known>(keyOf(folder)) ?? {};
      const [from, blob] = Object.hasOwn(all, path) ? (all[path] ?? []) : [];
      return from === sandbox && blob === (await blobOf(folder, path));
    },
  };
}
