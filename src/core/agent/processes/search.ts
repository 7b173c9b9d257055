import { Failure } from '../../failure.js';
import { matchesLetters } from '../fuzzyMatch.js';
import type { ProcessesPort, SearchPort, TextMatch } from '../ports.js';
import { parseGrep, parseRipgrep } from './matches.js';
import { nameOfPath } from '../../../shared/sandboxPath.js';

const decoder = new TextDecoder();
/** Size limit of matches in bytes; the search ends if it is exceeded. */
const MAX_MATCHES = 2 * 1024 * 1024;
const MAX_NAMES = 16 * 1024 * 1024;
/** Ms for which a list of files is cached while typing. */
const LIST_MS = 15_000;
/** First output of the script if it searches without ripgrep. */
const BY_GREP = '\0grep\n';

const TEXT = `
if command -v rg >/dev/null 2>&1; then
  exec rg --no-config --json --hidden --glob '!.git' --max-count 100 --max-filesize 10M --sort path -e "$1" -- ./
fi
printf '\\0grep\\n'
find . \\( -name .git -o -name node_modules \\) -prune -o -type f -size -10000k -exec grep -nHE -e "$1" -- {} +`;
const NAMES = `
if command -v rg >/dev/null 2>&1; then rg --no-config --files --hidden --null --glob '!.git' ./
else find . \\( -name .git -o -name node_modules \\) -prune -o -type f -print0; fi`;

/** Searches with `rg`, or with `grep` and `find` if it is not installed. */
export function searchByPrograms(processes: ProcessesPort, now: () => number): SearchPort {
  let withoutRipgrep = false;
  const lists = new Map<string, { readonly at: number; readonly names: Promise<readonly string[]> }>();

  const listNames = async (directory: string): Promise<readonly string[]> => {
    const { stdout } = await processes.run(['sh', '-c', NAMES], { directory, maxOutput: MAX_NAMES });
    const names = decoder.decode(stdout).split('\0');
    // The last name is empty, or truncated.
    return names.slice(0, -1).map((name) => name.replace(/^\.\//, ''));
  };
  const namesIn = (directory: string): Promise<readonly string[]> => {
    const known = lists.get(directory);
    if (known !== undefined && now() - known.at < LIST_MS) return known.names;
    const names = listNames(directory);
    lists.clear();
    lists.set(directory, { at: now(), names });
    names.catch(() => lists.delete(directory));
    return names;
  };

  return {
    async files(query, limit, directory = '/', signal) {
      const names = await namesIn(directory);
      signal?.throwIfAborted();
      return rank(names, query).slice(0, limit);
    },
    async text(pattern, directory = '/', signal): Promise<readonly TextMatch[]> {
      const options = { directory, maxOutput: MAX_MATCHES };
      const { stdout, stderr } = await processes.run(['sh', '-c', TEXT, 'sh', pattern], options, signal);
      const output = decoder.decode(stdout);
      withoutRipgrep = output.startsWith(BY_GREP);
      const matches = withoutRipgrep ? output.slice(BY_GREP.length) : output;
      if (matches === '' && stderr.length > 0)
        throw new Failure('rejected', 'The sandbox could not search for this. Check the regular expression.', {
          cause: new Error(decoder.decode(stderr).slice(0, 2_000)),
        });
      return withoutRipgrep ? parseGrep(matches) : parseRipgrep(matches);
    },
    lacks: () => (withoutRipgrep ? 'rg' : undefined),
  };
}

/** The server's own search, with a substitute for when it fails, as it does without ripgrep. */
export function searchWithSubstitute(own: SearchPort, substitute: SearchPort): SearchPort {
  let last = own;
  return {
    async files(query, limit, directory, signal) {
      return own.files(query, limit, directory, signal).catch((error: unknown) => {
        signal?.throwIfAborted();
        if (!(error instanceof Failure) || error.kind !== 'rejected') throw error;
        return substitute.files(query, limit, directory, signal);
      });
    },
    async text(pattern, directory, signal) {
      last = own;
      return own.text(pattern, directory, signal).catch((error: unknown) => {
        signal?.throwIfAborted();
        if (!(error instanceof Failure) || error.kind !== 'rejected') throw error;
        last = substitute;
        return substitute.text(pattern, directory, signal);
      });
    },
    lacks: () => last.lacks?.(),
  };
}

/** The matching names: those that contain the query in the file name first, then short names before long ones. */
function rank(names: readonly string[], query: string): readonly string[] {
  const wanted = query.trim().toLowerCase();
  const weight = (path: string): number => {
    const lower = path.toLowerCase();
    const name = nameOfPath(lower);
    return (
      (name.startsWith(wanted) ? 0 : name.includes(wanted) ? 1 : lower.includes(wanted) ? 2 : 3) * 10_000 + path.length
    );
  };
  return names
    .filter((name) => matchesLetters(name, wanted))
    .map((name) => [weight(name), name] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, name]) => name);
}
