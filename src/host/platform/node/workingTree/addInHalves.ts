import { git, type GitOptions } from '../git.js';

/** Files that are tried one by one; what is left when so many were refused counts as refused, too. */
const MAX_REFUSED = 50;

/**
 * Puts files into the index, all but those that Git refuses, and gives these. One such file (an encoding that it does
 * not have, a pipe in its place) ends a whole `git add`, so that the halves are tried, and their halves.
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
