import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { bytesOf } from '../../../core/changes/content.js';
import { inParallel } from '../../../core/changes/parallel.js';
import type { PlanEntry } from '../../../core/changes/plan.js';
import { readIfThere, resolveTarget } from './workspacePath.js';
import { sameBytes } from '../../../core/bytes.js';

/** An entry of the plan that must not be applied, with the reason. */
export interface Blocked {
  readonly path: string;
  readonly reason: string;
}

/** The files of an entry. */
export const pathsOf = (entry: PlanEntry): readonly string[] =>
  entry.from === undefined ? [entry.path] : [entry.from, entry.path];

/** Checks the paths again right before writing: a symbolic link may have appeared in one since the first check. */
export async function recheck<T extends { readonly entry: PlanEntry }>(
  folder: string,
  tasks: readonly T[],
): Promise<{ readonly free: readonly T[]; readonly blocked: readonly Blocked[] }> {
  const looks = await inParallel(tasks, 8, async (task) => {
    for (const path of pathsOf(task.entry)) {
      const target = await resolveTarget(folder, path);
      if (!target.ok) return { task, blocked: { path: task.entry.path, reason: target.reason } };
    }
    return { task, blocked: undefined };
  });
  return {
    free: looks.flatMap(({ task, blocked }) => (blocked === undefined ? [task] : [])),
    blocked: looks.flatMap(({ blocked }) => (blocked === undefined ? [] : [blocked])),
  };
}

/**
 * Checks right after writing. Returns the real path of a file that was written or deleted instead of one of the
 * entry's, because a symbolic link appeared in its path at the last moment; undefined if there is none.
 */
export async function changedElsewhere(folder: string, entry: PlanEntry): Promise<string | undefined> {
  for (const path of pathsOf(entry)) {
    if ((await resolveTarget(folder, path)).ok) continue;
    const isGone = path === entry.from || entry.action === 'delete';
    const real = await realFile(join(folder, ...path.split('/')));
    const now = real === undefined ? undefined : await readIfThere(real).catch(() => undefined);
    const wanted = isGone ? undefined : bytesOf(entry.result);
    const isOurs = sameBytes(now, wanted);
    if (real !== undefined && isOurs) return real;
  }
  return undefined;
}

/** The real path; for a deleted file, its former real path. */
async function realFile(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch {
    return realpath(dirname(path)).then(
      (parent) => join(parent, basename(path)),
      () => undefined,
    );
  }
}
