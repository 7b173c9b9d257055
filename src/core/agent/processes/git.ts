import { Failure } from '../../failure.js';
import type { ProcessesPort, RunOptions, RunResult } from '../ports.js';

/** Exit codes of the scripts. */
const CODES = { noGit: 245, noRepository: 246, doesNotApply: 247 } as const;
/** Timeout in ms for Git operations on a whole working tree. */
const GIT_TIMEOUT_MS = 60_000;

/** Overrides settings of the repository that would start programs, prompt, write, or change the output. */
const SETTINGS = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.pager=cat',
  'core.quotePath=false',
  'core.safecrlf=false',
  // A scratch index must be complete: a split one would write its shared half into the repository.
  'core.splitIndex=false',
  'core.untrackedCache=false',
  'credential.helper=',
  'diff.external=',
  'diff.ignoreSubmodules=all',
  'advice.addEmbeddedRepo=false',
  'apply.whitespace=nowarn',
  'gc.auto=0',
  'maintenance.auto=false',
];

/** The start of every script: `g` runs Git with safe settings, regardless of the server's environment. */
const PRELUDE = `
command -v git >/dev/null 2>&1 || exit ${CODES.noGit}
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_NAMESPACE GIT_PREFIX exclude
export GIT_OPTIONAL_LOCKS=0 GIT_TERMINAL_PROMPT=0 GIT_PAGER=cat GIT_ALLOW_PROTOCOL=none GIT_NO_LAZY_FETCH=1 LC_ALL=C
g() { git ${SETTINGS.map((each) => `-c ${each}`).join(' ')} "$@"; }
repository() { g rev-parse --is-inside-work-tree >/dev/null || exit ${CODES.noRepository}; }
`;

/** `$s`: a temporary folder of this script. */
export const SCRATCH = `
s=$(mktemp -d "\${TMPDIR:-/tmp}/opencode-sandbox-git.XXXXXX") || exit 1
trap 'rm -rf -- "$s"' EXIT
trap 'exit 143' HUP INT TERM
`;

/** Adds the working tree of the current directory to a copy of the index, so that the repository's index is not modified. */
export const ADD_TO_COPY = `
absolute() { case $1 in /*) printf '%s\\n' "$1" ;; *) printf '%s\\n' "$PWD/$1" ;; esac }
index=$(absolute "$(g rev-parse --git-path index)")
[ ! -f "$index" ] || cp -p -- "$index" "$s/index"
export GIT_INDEX_FILE="$s/index"
[ -f "$s/index" ] || g read-tree --empty
g \${exclude:+-c "core.excludesFile=$exclude"} add -A --ignore-errors -- . >/dev/null 2>&1
`;

/** Writes objects to the scratch folder too, so that nothing is written to the repository. */
export const SCRATCH_OBJECTS = `
objects=$(g rev-parse --git-path objects)
case $objects in /*) ;; *) objects=$PWD/$objects ;; esac
mkdir "$s/objects"
export GIT_OBJECT_DIRECTORY="$s/objects" GIT_ALTERNATE_OBJECT_DIRECTORIES="$objects"
`;

/** Git in the sandbox. */
export interface SandboxGit {
  /** Runs a script with these arguments; exit codes other than those above are handled by the caller. */
  script(source: string, args: readonly string[], options: RunOptions, signal?: AbortSignal): Promise<RunResult>;
}

/** Runs the Git program of the sandbox. */
export const createGit = (processes: ProcessesPort): SandboxGit => ({
  async script(source, args, options, signal) {
    const program = ['sh', '-c', `${PRELUDE}${source}`, 'sh', ...args] as const;
    const result = await processes.run(program, { timeout: GIT_TIMEOUT_MS, ...options }, signal);
    const problem = problemOf(result);
    if (problem !== undefined) throw problem;
    return result;
  },
});

const decoder = new TextDecoder();
/** Decodes output as text. */
export const textOf = (bytes: Uint8Array): string => decoder.decode(bytes);

/** Git is not installed, or there is no repository that it can read. */
export class MissingForGit extends Failure {
  constructor(message: string, more: { cause: unknown }) {
    super('rejected', message, more);
  }
}

function problemOf({ exitCode, stderr, timedOut }: RunResult): Failure | undefined {
  const cause = new Error(textOf(stderr).trim().slice(0, 2_000) || `exit code ${exitCode}`);
  if (timedOut) return new Failure('rejected', 'Git took too long in the sandbox.', { temporary: true, cause });
  if (exitCode === CODES.noGit)
    return new MissingForGit(
      'Git is not installed in the sandbox. Install it there, for example with "apt-get install git".',
      { cause },
    );
  if (/dubious ownership/i.test(cause.message))
    return new MissingForGit(
      'Git in the sandbox refuses to read this repository because another user owns it. Add it to "safe.directory" there.',
      { cause },
    );
  if (exitCode === CODES.noRepository)
    return new MissingForGit('The folder in the sandbox is not in a Git repository.', { cause });
  return undefined;
}

/** The failure for a script that did not exit with 0. */
export function gitFailure({ exitCode, stderr }: RunResult): Failure {
  const cause = new Error(textOf(stderr).trim().slice(0, 2_000) || `exit code ${exitCode}`);
  return new Failure('rejected', 'Git failed in the sandbox. The log has its output.', { cause });
}

/** Exit code of the script if a patch does not apply. */
export const DOES_NOT_APPLY: number = CODES.doesNotApply;
