import { Failure } from '../../failure.js';
import type { PatchesPort, ProcessesPort } from '../ports.js';
import { createGit, DOES_NOT_APPLY, gitFailure, SCRATCH, textOf } from './git.js';

/** Checks the complete patch before applying it. In a subfolder of a repository, Git resolves paths from the root. */
const APPLY = `
${SCRATCH}
cat >"$s/patch"
prefix=
if top=$(g rev-parse --show-toplevel 2>/dev/null) && [ -n "$top" ]; then
  prefix=$(g rev-parse --show-prefix)
  cd -- "$top" || exit 1
fi
set -- --whitespace=nowarn --directory="$prefix" "$s/patch"
g apply --check "$@" || exit ${DOES_NOT_APPLY}
g apply "$@"
`;

/** Applies patches with `git apply`: all or nothing. */
export function patchesByGit(processes: ProcessesPort): PatchesPort {
  const git = createGit(processes);
  return {
    async apply(patch, directory = '/', signal) {
      const input = new TextEncoder().encode(patch);
      const result = await git.script(APPLY, [], { directory, input }, signal);
      if (result.exitCode === DOES_NOT_APPLY) throw doesNotApply(textOf(result.stderr));
      if (result.exitCode !== 0) throw gitFailure(result);
    },
  };
}

const LINE =
  /^error: (?:patch failed: )?(.+?)(?::\d+)?(?:: (?:patch does not apply|already exists in working directory|No such file or directory))?$/m;

/** The failure for a patch that Git rejects, with the first file it names. */
function doesNotApply(stderr: string): Failure {
  const file = LINE.exec(stderr)?.[1];
  const cause = new Error(stderr.trim().slice(0, 2_000));
  const message = file === undefined ? 'The patch does not apply.' : `The patch does not apply: ${file}`;
  return new Failure('rejected', message, { status: 400, cause });
}
