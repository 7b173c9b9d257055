import type { FileChange } from '../../../shared/model/entities.js';

/** KB above which a file that Git does not track is not kept in a tree: it would stay in the repository's objects. */
const MAX_KB = 20 * 1024;
/** Stands for such files in a tree: a listing with their sizes and times, so that a change of them is noticed. */
const LISTING = '.opencode-sandbox-large-files';

/** `$s/large`: large untracked files, and `$exclude`: the user's own list of ignored files with them. */
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
/** Puts the listing into the index that becomes the tree. */
export const ADD_LISTING = `
if [ -s "$s/large" ]; then
  listing=$(g hash-object -w --stdin <"$s/large") && g update-index --add --cacheinfo "100644,$listing,${LISTING}"
fi
`;

/** A line of the listing in a patch, with its sign. */
const LINE = /^([+-])(?:[^ ]+ +){8}\.\/(.+)$/gm;

/** Changes with the large files that the listing names in place of it. They have no patch. */
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
