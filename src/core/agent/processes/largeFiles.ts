import type { FileChange } from '../../../shared/model/entities.js';

/** Size limit in KB of untracked files that are added to a tree: a larger one would bloat the repository's objects. */
const MAX_KB = 20 * 1024;
/** Replaces such files in a tree: a listing with their sizes and times, so that changes to them are detected. */
const LISTING = '.opencode-sandbox-large-files';

/** `$s/large`: the large untracked files. `$exclude`: the user's exclude file, extended by them. */
export const FIND_LARGE = `
exclude=
g ls-files -o --exclude-standard -z | xargs -0 -n 500 sh -c '
  for f; do shift; set -- "$@" "./$f"; done
  [ "$#" -eq 0 ] || exec find "$@" -maxdepth 0 -type f -size +${MAX_KB}k -exec ls -ln {} +' sh >"$s/large" 2>/dev/null
if [ -s "$s/large" ]; then
  exclude=$s/exclude
  ignored=$(g config --path --get core.excludesFile || printf %s "\${XDG_CONFIG_HOME:-$HOME/.config}/git/ignore")
  { [ ! -f "$ignored" ] || cat -- "$ignored"; echo; } >"$exclude"
  sed -E 's/^([^ ]+ +){8}\\.//; s/[][*?\\ ]/\\\\&/g' "$s/large" >>"$exclude"
fi
`;
/** Adds the listing to the index that becomes the tree. */
export const ADD_LISTING = `
if [ -s "$s/large" ]; then
  listing=$(g hash-object -w --stdin <"$s/large") && g update-index --add --cacheinfo "100644,$listing,${LISTING}"
fi
`;

/** A line of the listing in a patch, with its sign. */
const LINE = /^([+-])(?:[^ ]+ +){8}\.\/(.+)$/gm;

/** Replaces the listing in the changes by the large files it names. They have no patch. */
export function withLargeFiles(changes: readonly FileChange[]): readonly FileChange[] {
  return changes.flatMap((change) => {
    if (change.path !== LISTING) return [change];
    const signs = new Map<string, string>();
    for (const [, sign = '', path = ''] of change.patch?.matchAll(LINE) ?? [])
      signs.set(path, `${signs.get(path) ?? ''}${sign}`);
    return [...signs].map(([path, sign]): FileChange => ({
      path,
      status: sign === '+' ? 'added' : sign === '-' ? 'deleted' : 'modified',
      additions: 0,
      deletions: 0,
    }));
  });
}
