import { Failure } from '../../failure.js';
import type { ChangesPort, PatchesPort, ProcessesPort } from '../ports.js';
import { changesByGit } from './changes.js';
import { createGit, MissingForGit } from './git.js';

/**
 * Wraps the ports of a server that uses Git itself but responds with "no changes" if there is no Git, no repository, or
 * if it has not opened the folder yet: running Git in the sandbox distinguishes these cases.
 */
export function withGitFallback<T extends { changes: ChangesPort; patches?: PatchesPort }>(
  ports: T,
  processes: ProcessesPort,
): T {
  const { changes, patches } = ports;
  const git = createGit(processes);
  const byGit = changesByGit(processes);
  return {
    ...ports,
    changes: {
      ...changes,
      againstBase: byGit.againstBase,
      async workingTree(directory, signal) {
        const found = await changes.workingTree(directory, signal);
        if (found.length > 0 || directory === undefined) return found;
        return byGit.workingTree(directory, signal).catch(unlessMissing(found));
      },
      async branch(directory, signal) {
        const found = await changes.branch(directory, signal);
        if (found !== undefined || directory === undefined) return found;
        return byGit.branch(directory, signal).catch(() => undefined);
      },
    },
    ...(patches === undefined
      ? {}
      : {
          patches: {
            async apply(patch: string, directory?: string, signal?: AbortSignal) {
              try {
                await patches.apply(patch, directory, signal);
              } catch (error) {
                await git.script(':', [], { directory: '/' }, signal).catch(unlessMissing(undefined));
                throw error;
              }
            },
          },
        }),
  };
}

/** Uses the server's response unless Git or the repository is missing. */
const unlessMissing =
  <T>(answer: T) =>
  (error: unknown): T => {
    if (error instanceof MissingForGit || (error instanceof Failure && error.kind === 'aborted')) throw error;
    return answer;
  };
