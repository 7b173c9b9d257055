import type { FilesPort } from '../agent/ports.js';
import { Failure } from '../failure.js';

/**
 * Reads a file; undefined if it does not exist. OpenCode responds with 500 both for missing files and for those it
 * refuses (a symbolic link that leads out of the directory, a folder); the listing of the parent folder distinguishes
 * them.
 */
export async function readFile(
  files: FilesPort,
  path: string,
  directory: string,
  signal?: AbortSignal,
): Promise<Uint8Array | undefined> {
  try {
    return await files.read(path, directory, signal);
  } catch (error) {
    if (!(error instanceof Failure) || error.status !== 500) throw error;
    if (await exists(files, path, directory, signal))
      throw new Failure('rejected', 'the sandbox refused to send it', { status: 403, cause: error });
    return undefined;
  }
}

/** Whether a folder has an entry with that name. If the folder cannot be listed, it is looked up in its own parent. */
async function exists(files: FilesPort, path: string, directory: string, signal?: AbortSignal): Promise<boolean> {
  const cut = path.lastIndexOf('/');
  const parent = path.slice(0, Math.max(cut, 0));
  const name = path.slice(cut + 1);
  try {
    const entries = await files.list(parent, directory, signal);
    return entries.some((entry) => entry.name === name);
  } catch (error) {
    if (parent === '' || !(error instanceof Failure) || error.status !== 500) throw error;
    if (await exists(files, parent, directory, signal)) throw error;
    return false;
  }
}
