import { withoutEndSlashes } from '../../../shared/trim.js';
import { Failure } from '../../failure.js';
import type { FileWritingPort, ProcessesPort, RunResult } from '../ports.js';

/** Exit codes of the scripts. */
const MISSING = 242;
const EXISTS = 243;

/** Writes a file and keeps its mode and owner; a name is always a path, never an option. */
const WRITE = `[ ! -d "$1" ] || exit ${EXISTS}
cat >"$1"`;
const DELETE = `[ -e "$1" ] || [ -L "$1" ] || exit ${MISSING}
rm -rf -- "$1"`;
const RENAME = `[ -e "$1" ] || [ -L "$1" ] || exit ${MISSING}
if [ -e "$2" ] || [ -L "$2" ]; then exit ${EXISTS}; fi
mv -- "$1" "$2"`;
const CREATE = `if [ -e "$1" ] || [ -L "$1" ]; then exit ${EXISTS}; fi
mkdir -- "$1"`;

/**
 * Returns the path as an argument that no program interprets as an option.
 * @throws Failure for a path that leads out of the directory, or into its repository's own files
 */
function argument(path: string, directory: string | undefined): string {
  const parts = path.split('/');
  if (path === '' || path.includes('\0') || parts.includes('..'))
    throw new Failure('rejected', 'This path cannot be changed in the sandbox.', { status: 403 });
  if (parts.some((part) => part.toLowerCase() === '.git'))
    throw new Failure('rejected', "Git's own files cannot be changed here.", { status: 403 });
  if (!path.startsWith('/')) return `./${path}`;
  const root = `${withoutEndSlashes(directory ?? '/')}/`;
  if (!path.startsWith(root))
    throw new Failure('rejected', 'This path cannot be changed in the sandbox.', { status: 403 });
  return path;
}

/** Writes files with programs, for servers without endpoints for it. */
export function writingByPrograms(processes: ProcessesPort): FileWritingPort {
  const run = async (
    script: string,
    paths: readonly string[],
    directory: string | undefined,
    signal: AbortSignal | undefined,
    input?: Uint8Array,
  ): Promise<void> => {
    const args = paths.map((path) => argument(path, directory));
    const options = { directory: directory ?? '/', ...(input === undefined ? {} : { input }) };
    const result = await processes.run(['sh', '-c', script, 'sh', ...args], options, signal);
    if (result.exitCode !== 0) throw problemOf(result);
  };
  return {
    write: (path, content, directory, signal) => run(WRITE, [path], directory, signal, content),
    delete: (path, directory, signal) => run(DELETE, [path], directory, signal),
    rename: (from, to, directory, signal) => run(RENAME, [from, to], directory, signal),
    createDirectory: (path, directory, signal) => run(CREATE, [path], directory, signal),
  };
}

function problemOf({ exitCode, stderr }: RunResult): Failure {
  const cause = new Error(new TextDecoder().decode(stderr).trim().slice(0, 2_000) || `exit code ${exitCode}`);
  if (exitCode === MISSING)
    return new Failure('rejected', 'There is no such file in the sandbox.', { status: 404, cause });
  if (exitCode === EXISTS)
    return new Failure('rejected', 'There is already a file with that name in the sandbox.', { status: 409, cause });
  return new Failure('rejected', 'The sandbox could not change this file.', { cause });
}
