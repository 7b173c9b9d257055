import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { Failure } from '../../../core/failure.js';
import type { RepositoryFacts } from '../../../core/changes/repository.js';

/** What a git command printed, and how it ended. */
export interface GitResult {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Bytes that a command may print. */
const MAX_OUTPUT = 256 * 1024 * 1024;
/** Nothing that a repository configures may run a program or write: it may be somebody else's repository. */
const SAFE = [
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.quotePath=false',
  '-c',
  'diff.external=',
  '-c',
  'protocol.allow=never',
];

let program = 'git';

/** Runs this git from now on: the one that the user's own git extension found. */
export function useGit(path: string): void {
  program = path;
}

/** Runs git in a folder, without a shell. Never call it in a workspace that is not trusted. */
export async function git(
  folder: string,
  args: readonly string[],
  signal?: AbortSignal,
  env: Readonly<Record<string, string>> = {},
): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...SAFE, ...args], {
      cwd: folder,
      env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_PAGER: '', LC_ALL: 'C', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      ...(signal === undefined ? {} : { signal }),
    });
    const chunks: Buffer[] = [];
    let size = 0;
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_OUTPUT) child.kill();
      else chunks.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (stderr.length < 10_000) stderr += chunk.toString('utf8');
    });
    child.on('error', (error) =>
      reject(
        error.name === 'AbortError'
          ? new Failure('aborted', 'Stopped.')
          : new Failure('rejected', 'Git could not be started. Install Git, or set its path in the Git extension.', {
              cause: error,
            }),
      ),
    );
    child.on('close', (code) => {
      if (size > MAX_OUTPUT) reject(new Failure('rejected', 'There are too many local changes to send.'));
      else resolve({ code: code ?? -1, stdout: Buffer.concat(chunks), stderr });
    });
  });
}

/** What git printed as text; a Failure when it did not work. */
export async function gitText(folder: string, args: readonly string[], signal?: AbortSignal): Promise<string> {
  const result = await git(folder, args, signal);
  if (result.code !== 0)
    throw new Failure(
      'rejected',
      `Git did not work: ${result.stderr.trim().split('\n')[0] ?? `exit code ${result.code}`}`,
    );
  return result.stdout.toString('utf8');
}

/** A folder's repository; `prefix` is the folder's place in it, '' or ending in a slash. */
export interface LocalRepository extends RepositoryFacts {
  readonly top: string;
  readonly prefix: string;
}

/** The repository that a folder lies in; undefined where it lies in none. */
export async function localRepository(folder: string): Promise<LocalRepository | undefined> {
  const top = await git(folder, ['rev-parse', '--show-toplevel', '--show-prefix']);
  if (top.code !== 0) return undefined;
  const [path = '', prefix = ''] = top.stdout.toString('utf8').split('\n');
  const [remotes, roots] = await Promise.all([
    git(folder, ['config', '--get-regexp', '^remote\\..*\\.url$']),
    git(folder, ['rev-list', '--max-parents=0', 'HEAD']),
  ]);
  const lines = (result: GitResult): string[] =>
    result.code === 0
      ? result.stdout
          .toString('utf8')
          .split('\n')
          .filter((line) => line !== '')
      : [];
  return {
    top: path,
    prefix,
    remotes: lines(remotes).map((line) => line.slice(line.indexOf(' ') + 1)),
    roots: lines(roots),
  };
}

/** Git's name for these bytes, as in the `index` line of a patch. */
export const blobId = (bytes: Uint8Array, algorithm: 'sha1' | 'sha256' = 'sha1'): string =>
  createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

/** Are these the bytes that git names so, in full or shortened? */
export const isBlob = (bytes: Uint8Array, name: string): boolean =>
  name.length >= 7 && blobId(bytes, name.length > 40 ? 'sha256' : 'sha1').startsWith(name);
