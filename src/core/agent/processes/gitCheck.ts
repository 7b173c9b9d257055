import { Failure } from '../../failure.js';
import type { ChangesPort, PatchesPort, ProcessesPort } from '../ports.js';
import { createGit } from './git.js';

/** The ports of a server that works with Git itself, but says nothing, or not why, where there is no Git or no repository. */
export function checkingGit<T extends { changes: ChangesPort; patches?: PatchesPort }>(
  ports: T,
  processes: ProcessesPort,
): T {
  const git = createGit(processes);
  const good = new Set<string>();
  /** @throws Failure that says what is missing */
  const check = async (source: string, directory = '/', signal?: AbortSignal): Promise<void> => {
    const key = `${source} ${directory}`;
    if (good.has(key)) return;
    try {
      await git.script(source, [], { directory }, signal);
      good.add(key);
    } catch (error) {
      // Anything else is no reason to refuse what the server answered.
      if (error instanceof Failure && error.kind === 'rejected' && !error.temporary) throw error;
    }
  };
  const { changes, patches } = ports;
  return {
    ...ports,
    changes: {
      ...changes,
      async workingTree(directory, signal) {
        const found = await changes.workingTree(directory, signal);
        if (found.length === 0) await check('repository', directory, signal);
        return found;
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
                await check(':', directory, signal);
                throw error;
              }
            },
          },
        }),
  };
}
