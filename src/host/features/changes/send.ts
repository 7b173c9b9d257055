import type { FilesPort, PatchesPort } from '../../../core/agent/ports.js';
import { contentOf } from '../../../core/changes/content.js';
import { readFile } from '../../../core/changes/readFile.js';
import { applyForward } from '../../../core/changes/applyPatch.js';
import { Failure } from '../../../core/failure.js';
import { isBlob } from '../../platform/node/git.js';
import type { LocalChange } from '../../platform/node/workingTree/localChanges.js';

/** A file whose change does not apply in the sandbox, with the reason. */
export interface Misfit {
  readonly path: string;
  readonly reason: string;
}

/** Applies the changes at the sandbox's root, all or none; if they do not apply, returns the files with reasons. */
export async function sendChanges(
  { files, patches }: { readonly files: FilesPort | undefined; readonly patches: PatchesPort },
  root: string,
  chosen: readonly LocalChange[],
  signal?: AbortSignal,
): Promise<readonly Misfit[]> {
  try {
    await patches.apply(chosen.map((change) => change.patch).join(''), root, signal);
    return [];
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'rejected') throw error;
    const misfits: Misfit[] = [];
    for (const change of chosen) {
      const reason = await misfit(files, root, change, signal);
      if (reason !== undefined) misfits.push({ path: change.path, reason });
    }
    if (misfits.length === 0) throw error;
    return misfits;
  }
}

/** Why a file's change does not apply in the sandbox; undefined if no reason is found. */
async function misfit(
  files: FilesPort | undefined,
  root: string,
  change: LocalChange,
  signal?: AbortSignal,
): Promise<string | undefined> {
  if (files === undefined) return undefined;
  const bytes = await readFile(files, change.path, root, signal);
  const there = contentOf(bytes);
  if (change.status === 'added') return there.kind === 'absent' ? undefined : 'there is already a file with that name';
  if (there.kind === 'absent') return 'it does not exist';
  const before = change.parsed?.blobs?.before;
  const isBase = bytes !== undefined && before !== undefined && isBlob(bytes, before);
  if (isBase || change.parsed === undefined) return undefined;
  if (there.kind !== 'text' || change.parsed.binary) return 'it differs there from the last commit here';
  const value = there.bom ? `\ufeff${there.text}` : there.text;
  return applyForward(value, change.parsed) === undefined
    ? 'it differs there in the lines that you changed'
    : undefined;
}
