import { diskPath } from '../../platform/node/diskPath.js';
import { inParallel } from '../../../core/changes/parallel.js';
import type { AppliedFiles } from '../../services/appliedFiles.js';
import { readLocalChanges, type LocalChange } from '../../platform/node/workingTree/localChanges.js';
import { localPath, type Mapping } from './folderMapping.js';

/** Local changes of a mapped folder; changes applied from this sandbox, or sent to it, are marked. */
export async function localWork(
  mapping: Mapping,
  sandbox: string,
  applied: AppliedFiles,
  signal?: AbortSignal,
): Promise<readonly LocalChange[]> {
  const folder = diskPath(mapping.folder.uri);
  return inParallel(await readLocalChanges(folder, signal), 8, async (change) => {
    const path = localPath(mapping, change.path);
    const isKnown = path !== undefined && (await applied.isIn(folder, sandbox, path));
    return isKnown ? { ...change, caution: 'it is already in the sandbox' } : change;
  });
}

/** Whether to offer a local change proactively. */
export const isOffered = ({ problem, caution }: LocalChange): boolean => problem === undefined && caution === undefined;
