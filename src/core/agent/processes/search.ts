import { Failure } from '../../failure.js';
import { matchesLetters } from '../fuzzyMatch.js';
import type { ProcessesPort, SearchPort, TextMatch } from '../ports.js';
import { parseGrep, parseRipgrep } from './matches.js';

const decoder = new TextDecoder();
/** Size limit of matches in bytes; more ends the search. */
const MAX_MATCHES = 2 * 1024 * 1024;
const MAX_NAMES = 16 * 1024 * 1024;
/** Ms for which a list of files is cached while typing. */
const LIST_MS = 15_000;
const NO_RIPGREP = 244;

const RIPGREP = `
command -v rg >/dev/null 2>&1 || exit ${NO_RIPGREP}
rg --no-config --json --hidden --glob '!.git' --max-count 100 --max-filesize 10M --sort path -e "$1" -- ./`;
const GREP = `
find . \\( -name .git -o -name node_modules \\) -prune -o -type f -size -10000k -exec grep -nHE -e "$1" -- {} +`;
const NAMES = `
if command -v rg >/dev/null 2>&1; then rg --no-config --files --hidden --null --glob '!.git' ./
else find . \\( -name .git -o -name node_modules \\) -prune -o -type f -print0; fi`;

/** Search by `rg`, or by `grep` and `find` where there is none. */
export function searchByPrograms(processes: ProcessesPort, now: () => number): SearchPort {
  const lists = new Map<string, { readonly at: number; readonly names: Promise<readonly string[]> }>();

  const listNames = async (directory: string): Promise<readonly string[]> => {
    const { stdout } = await processes.run(['sh', '-c', NAMES], { directory, maxOutput: MAX_NAMES });
    const names = decoder.decode(stdout).split('\0');
    // The last one is empty, or cut.
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
      const rg = await processes.run(['sh', '-c', RIPGREP, 'sh', pattern], options, signal);
      const ripgrepIsMissing = rg.exitCode === NO_RIPGREP;
      const result = ripgrepIsMissing ? await processes.run(['sh', '-c', GREP, 'sh', pattern], options, signal) : rg;
      if (result.stdout.length === 0 && result.stderr.length > 0)
        throw new Failure('rejected', 'The sandbox could not search for this. Check the regular expression.', {
          cause: new Error(decoder.decode(result.stderr).slice(0, 2_000)),
        });
      const output = decoder.decode(result.stdout);
      return ripgrepIsMissing ? parseGrep(output) : parseRipgrep(output);
    },
  };
}

/** Those that match, the ones with the query in their name first, short ones before long ones. */
function rank(names: readonly string[], query: string): readonly string[] {
  const wanted = query.trim().toLowerCase();
  const weight = (path: string): number => {
    const lower = path.toLowerCase();
    const name = lower.slice(lower.lastIndexOf('/') + 1);
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
