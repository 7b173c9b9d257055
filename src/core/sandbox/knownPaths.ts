import type { Message } from '../../shared/model/entities.js';
import { pathOfCall } from '../../shared/model/toolCall.js';
import { relativeTo, resolveIn } from '../changes/paths.js';
import type { FileEntry } from '../agent/ports.js';
import { inParallel } from '../changes/parallel.js';

/** Limit of folders listed for one query. */
const MAX_FOLDERS = 60;
const AT_ONCE = 4;

/** Absolute paths of the files that the tools of these messages read or wrote. */
export function toolPaths(messages: readonly Message[], directory: string): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { parts } of messages)
    for (const part of parts) {
      if (part.type !== 'tool' || part.status !== 'completed') continue;
      const path = pathOfCall(part.call);
      if (path !== undefined) paths.add(resolveIn(directory, path));
    }
  return paths;
}

/**
 * The paths that are known files: those in `touched`, or files below the session's directory that the sandbox lists.
 * `list` returns the entries of a folder, relative to the directory; only folders found in a listing are read.
 */
export async function findKnownPaths(
  paths: readonly string[],
  directory: string,
  touched: ReadonlySet<string>,
  list: (folder: string) => Promise<readonly FileEntry[]>,
): Promise<readonly string[]> {
  const known = new Set<string>();
  let open = new Map<string, readonly string[]>();
  for (const path of paths) {
    const full = resolveIn(directory, path);
    const below = relativeTo(directory, full) ?? '';
    if (touched.has(full)) known.add(path);
    else if (below !== '') open.set(path, below.split('/'));
  }
  let left = MAX_FOLDERS;
  for (let depth = 0; open.size > 0 && left > 0; depth++) {
    const folders = [...new Set([...open.values()].map((names) => names.slice(0, depth).join('/')))].slice(0, left);
    left -= folders.length;
    const listed = await inParallel(folders, AT_ONCE, async (folder) => {
      const entries = await list(folder).catch(() => []);
      return [folder, new Map(entries.map(({ name, type }) => [name, type]))] as const;
    });
    const types = new Map(listed);
    const deeper = new Map<string, readonly string[]>();
    for (const [path, names] of open) {
      const type = types.get(names.slice(0, depth).join('/'))?.get(names[depth] ?? '');
      if (type === 'file' && depth === names.length - 1) known.add(path);
      if (type === 'directory' && depth < names.length - 1) deeper.set(path, names);
    }
    open = deeper;
  }
  return paths.filter((path) => known.has(path));
}
