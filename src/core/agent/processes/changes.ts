import type { FileChange } from '../../../shared/model/entities.js';
import type { ChangesPort, ProcessesPort } from '../ports.js';
import { parseDiff, PRINT_DIFF } from './diff.js';
import { ADD_TO_COPY, createGit, gitFailure, SCRATCH, SCRATCH_OBJECTS, textOf } from './git.js';

/** `$base`: the commit to compare with, or the empty tree if there is none yet. */
const HEAD = `base=$(g rev-parse --verify -q 'HEAD^{commit}' || g hash-object -t tree /dev/null)`;

/** The merge base of the branch and the default branch: the remote's, else a local branch with a common name. */
const BASE = `
base=
for name in refs/remotes/origin/HEAD refs/remotes/origin/main refs/remotes/origin/master refs/heads/main refs/heads/master; do
  g rev-parse --verify -q "$name^{commit}" >/dev/null || continue
  base=$(g merge-base HEAD "$name" 2>/dev/null) && break
  base=
done
[ -n "$base" ] || { ${HEAD}; }
`;

const against = (base: string): string => `
repository
${base}
${SCRATCH}${SCRATCH_OBJECTS}${ADD_TO_COPY}
set -- --cached "$base"
${PRINT_DIFF}`;
const WORKING_TREE = against(HEAD);
const AGAINST_BASE = against(BASE);
const BRANCH = 'repository; g symbolic-ref -q --short HEAD || :';

/** Size limit of a diff in bytes; patches beyond it are left out. */
const MAX_DIFF = 32 * 1024 * 1024;

/** Reads the changes of the sandbox's working tree with Git; nothing in the repository is modified, not even its index. */
export function changesByGit(
  processes: ProcessesPort,
): Required<Pick<ChangesPort, 'workingTree' | 'againstBase' | 'branch'>> {
  const git = createGit(processes);
  const diff = async (source: string, directory = '/', signal?: AbortSignal): Promise<readonly FileChange[]> => {
    const result = await git.script(source, [], { directory, maxOutput: MAX_DIFF }, signal);
    if (result.exitCode !== 0 && !result.truncated) throw gitFailure(result);
    return parseDiff(result.stdout);
  };
  return {
    workingTree: (directory, signal) => diff(WORKING_TREE, directory, signal),
    againstBase: (directory, signal) => diff(AGAINST_BASE, directory, signal),
    async branch(directory = '/', signal) {
      const name = textOf((await git.script(BRANCH, [], { directory }, signal)).stdout).trim();
      return name === '' ? undefined : name;
    },
  };
}
