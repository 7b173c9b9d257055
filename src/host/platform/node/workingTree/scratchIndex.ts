import { copyFile, stat, utimes } from 'node:fs/promises';
import { resolve } from 'node:path';
import { git, gitFailure, gitText, type GitOptions } from '../git.js';

/** The locations of a repository's data. */
export interface Repository {
  readonly top: string;
  readonly index: string;
  readonly objects: string;
  /** The commit to compare with; the empty tree if there is no commit yet. */
  readonly head: string;
}

/** Finds the repository of a folder; throws a `Failure` if there is none. */
export async function findRepository(folder: string, options: GitOptions): Promise<Repository> {
  const args = ['rev-parse', '--show-toplevel', '--git-path', 'index', '--git-path', 'objects'];
  const [top = '', index = '', objects = ''] = (await gitText(folder, args, options)).split('\n');
  const commit = await git(folder, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], options);
  const head =
    commit.code === 0
      ? commit.stdout.toString('utf8').trimEnd()
      : (await gitText(folder, ['hash-object', '-t', 'tree', '--stdin'], { ...options, input: '' })).trimEnd();
  return { top, index: resolve(folder, index), objects: resolve(folder, objects), head };
}

/**
 * Copies the index, including its flags and cached file times. The copy keeps the modification time truncated to
 * seconds, so that Git checks the content of files written in the same second.
 */
export async function copyIndex({ top, index }: Repository, to: string, options: GitOptions): Promise<void> {
  const found = await stat(index).catch(() => undefined);
  if (found === undefined) {
    const read = await git(top, ['read-tree', '--empty'], options);
    if (read.code !== 0) throw await gitFailure(top, read);
    return;
  }
  await copyFile(index, to);
  const seconds = Math.floor(found.mtimeMs / 1000);
  await utimes(to, seconds, seconds);
}
