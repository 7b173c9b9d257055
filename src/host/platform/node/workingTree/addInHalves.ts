import { git, type GitOptions } from '../git.js';

/** Limit of refused files; if it is reached, the remaining files count as refused too. */
const MAX_REFUSED = 50;

/**
 * Adds files to the index; returns the files that Git refuses. A single such file (an unknown encoding, a named pipe)
 * fails the complete `git add`, so the list is bisected.
 */
export async function addInHalves(
  folder: string,
  paths: readonly string[],
  options: GitOptions,
): Promise<readonly string[]> {
  const refused: string[] = [];
  const add = async (some: readonly string[]): Promise<void> => {
    options.signal?.throwIfAborted();
    if (some.length === 0) return;
    if (refused.length >= MAX_REFUSED) return void refused.push(...some);
    const input = some.map((path) => `:(top,literal)${path}\0`).join('');
    const args = ['-c', 'advice.addEmbeddedRepo=false', '-c', 'core.safecrlf=false', 'add', '-A'];
    const added = await git(folder, [...args, '--pathspec-from-file=-', '--pathspec-file-nul'], { ...options, input });
    if (added.code === 0) return;
    if (some.length === 1) return void refused.push(...some);
    const middle = Math.ceil(some.length / 2);
    await add(some.slice(0, middle));
    await add(some.slice(middle));
  };
  await add(paths);
  return refused;
}
