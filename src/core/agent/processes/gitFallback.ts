import { Failure } from '../../failure.js';
import type { ChangesPort, PatchesPort, ProcessesPort } from '../ports.js';
import { changesByGit } from './changes.js';
import { createGit, MissingForGit } from './git.js';

/**
 * The ports of a server that works with Git itself, but answers "no changes" where there is no Git, no repository, or where it
 * has not opened the folder yet: Git of the sandbox is asked then, which tells the one from the other.
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

/** Anything else than a missing program or repository is no reason to refuse what the server answered. */
const unlessMissing =
  <T>(answer: T) =>
  (error: unknown): T => {
    if (error instanceof MissingForGit || (error instanceof Failure && error.kind === 'aborted')) throw error;
    return answer;
  };
