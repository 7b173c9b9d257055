import type { FileChange } from '../../../shared/model/entities.js';
import { textOf } from './git.js';

const OPTIONS = '--no-renames --no-color --no-ext-diff --no-textconv --relative --ignore-submodules=none';

/** Prints the output of `git diff-index` with "$@": unquoted file names, an empty name, then the patches. */
export const PRINT_DIFF = printDiff('diff-index');
/** The same for the two trees in "$@". */
export const PRINT_TREE_DIFF = printDiff('diff-tree -r');

function printDiff(command: string): string {
  return `
g ${command} --raw -z ${OPTIONS} "$@" -- . || exit 1
printf '\\0'
g ${command} -p --full-index --src-prefix=a/ --dst-prefix=b/ ${OPTIONS} "$@" -- .`;
}

/** Parses the output: the files in Git's order, each with its patch. */
export function parseDiff(output: Uint8Array): readonly FileChange[] {
  const text = textOf(output);
  const end = text.startsWith('\0') ? 0 : text.indexOf('\0\0') + 1;
  const patches = patchesOf(text.slice(end + 1));
  const fields = text.slice(0, end).split('\0');
  const changes: FileChange[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const status = fields[at]?.split(' ')[4]?.[0];
    const path = fields[at + 1] ?? '';
    // A file that became a symbolic link, or vice versa, has two patches.
    const patch = patches.splice(0, status === 'T' ? 2 : 1).join('');
    changes.push({
      path,
      status: STATUS[status ?? ''] ?? 'modified',
      ...counts(patch),
      ...(patch === '' ? {} : { patch }),
    });
  }
  return changes;
}

const STATUS: Readonly<Record<string, FileChange['status']>> = { A: 'added', D: 'deleted' };

const HEADER = 'diff --git ';

/** Splits a patch by file; content lines start with a sign, so they are never mistaken for a header. */
function patchesOf(text: string): string[] {
  return `\n${text}`
    .split(`\n${HEADER}`)
    .slice(1)
    .map((part, index, all) => `${HEADER}${part}${index === all.length - 1 ? '' : '\n'}`);
}

function counts(patch: string): Pick<FileChange, 'additions' | 'deletions'> {
  let [additions, deletions] = [0, 0];
  const hunks = patch.indexOf('\n@@ ');
  if (hunks >= 0)
    for (const line of patch.slice(hunks + 1).split('\n')) {
      if (line.startsWith('+')) additions++;
      else if (line.startsWith('-')) deletions++;
    }
  return { additions, deletions };
}
