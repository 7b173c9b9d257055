import type { ProcessesPort, WorkspacePort } from '../ports.js';
import { createGit, textOf } from './git.js';

/** Prints the root and the first commit; in a shallow clone, the oldest commit is not the first one. */
const ROOT = 'repository; g rev-parse --show-toplevel';
const FIRST_COMMIT = `repository
[ "$(g rev-parse --is-shallow-repository)" = false ] || exit 0
g rev-list --max-parents=0 HEAD 2>/dev/null | sort | head -n 1`;

/** Root and first commit according to Git; according to the server if Git reports nothing. */
export function workspaceByGit(processes: ProcessesPort, own: WorkspacePort): WorkspacePort {
  const git = createGit(processes);
  const line = async (source: string, directory: string, signal?: AbortSignal): Promise<string | undefined> => {
    const result = await git.script(source, [], { directory }, signal).catch(() => undefined);
    return (result === undefined ? '' : textOf(result.stdout).replace(/\n$/, '')) || undefined;
  };
  return {
    directory: own.directory,
    root: async (directory, signal) => (await line(ROOT, directory, signal)) ?? own.root(directory, signal),
    projectId: async (root, signal) => (await line(FIRST_COMMIT, root, signal)) ?? own.projectId(root, signal),
  };
}
