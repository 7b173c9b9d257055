import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '../../../core/failure.js';
import type { RepositoryFacts } from '../../../core/changes/repository.js';

/** Output and exit code of a Git command. */
export interface GitResult {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Options of a Git command. */
export interface GitOptions {
  readonly signal?: AbortSignal;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Output limit of a command in bytes. */
const MAX_OUTPUT = 256 * 1024 * 1024;

/** Settings that prevent the configuration of an untrusted repository from running programs or writing files. */
const SAFE_SETTINGS = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.pager=cat',
  'core.sshCommand=false',
  'core.askPass=',
  'core.gitProxy=',
  'core.alternateRefsCommand=',
  'core.quotePath=false',
  // A scratch index must be complete: a split one would write its shared half into the repository.
  'core.splitIndex=false',
  'core.untrackedCache=false',
  'credential.helper=',
  'diff.external=',
  'diff.ignoreSubmodules=all',
  'gpg.program=false',
  'gpg.ssh.program=false',
  'gpg.x509.program=false',
  'log.showSignature=false',
  'protocol.allow=never',
];

/** Git environment variables that are kept; all others could change which repository is read, or how. */
const KEPT_VARIABLES = new Set([
  'GIT_EXEC_PATH',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_CEILING_DIRECTORIES',
]);

let program = 'git';

/** Sets the Git executable that VS Code's Git extension found. */
export function useGit(path: string): void {
  program = path;
}

const environment = (more: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^git_/i.test(name) || KEPT_VARIABLES.has(name.toUpperCase())),
  ),
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_PAGER: '',
  // Overrides `protocol.<name>.allow`, which a repository may set, so that promised objects are never fetched.
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_NO_LAZY_FETCH: '1',
  LC_ALL: 'C',
  ...more,
});

/**
 * Runs Git in a folder, without a shell and without any program from the repository's configuration. Never call it in
 * an untrusted workspace.
 */
export async function git(folder: string, args: readonly string[], options: GitOptions = {}): Promise<GitResult> {
  const settings = [...SAFE_SETTINGS, ...filtersOff(await filterDrivers(folder, options))];
  return run(folder, settings, args, options);
}

/** Names of configured filters, which Git would run on files that it reads. */
export async function filterDrivers(folder: string, { signal }: GitOptions = {}): Promise<readonly string[]> {
  const args = ['config', '--null', '--name-only', '--get-regexp', '^filter\\.'];
  const found = await run(folder, SAFE_SETTINGS, args, signal === undefined ? {} : { signal });
  const keys = found.stdout.toString('utf8').split('\0');
  const names = keys.map((key) => key.slice('filter.'.length, key.lastIndexOf('.'))).filter((name) => name !== '');
  return [...new Set(names)];
}

/** Settings that disable filters by empty commands. */
function filtersOff(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    // `-c` would interpret the part before "=" as the complete key, and the filter would run.
    if (name.includes('='))
      throw new Failure(
        'rejected',
        'This repository has a Git filter with "=" in its name, which cannot be turned off.',
      );
    const key = `filter.${name}`;
    return [`${key}.clean=`, `${key}.smudge=`, `${key}.process=`, `${key}.required=false`];
  });
}

function run(
  folder: string,
  settings: readonly string[],
  args: readonly string[],
  { signal, env = {}, input }: GitOptions,
): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['-C', folder, ...settings.flatMap((each) => ['-c', each]), ...args], {
      // Windows searches for programs in this folder first, so it must not be the workspace.
      cwd: dirname(process.execPath),
      env: environment(env),
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      windowsHide: true,
      ...(signal === undefined ? {} : { signal }),
    });
    const chunks: Buffer[] = [];
    let size = 0;
    let stderr = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_OUTPUT) child.kill();
      else chunks.push(chunk);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      if (stderr.length < 10_000) stderr += chunk.toString('utf8');
    });
    // Ignore the error if a command exits early and closes its input.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
    child.on('error', (error) => reject(startFailure(error)));
    child.on('close', (code) => {
      if (size > MAX_OUTPUT) reject(new Failure('rejected', 'There are too many local changes to send.'));
      else resolve({ code: code ?? -1, stdout: Buffer.concat(chunks), stderr });
    });
  });
}

const startFailure = (error: Error): Failure =>
  error.name === 'AbortError'
    ? new Failure('aborted', 'Stopped.')
    : new Failure('rejected', 'Git could not be started. Install Git, or set its path in the Git extension.', {
        cause: error,
      });

/** The failure for a Git command, with a readable message; Git's output is the cause, for the log. */
export async function gitFailure(folder: string, { code, stderr }: GitResult): Promise<Failure> {
  const cause = new Error(stderr.trim() === '' ? `exit code ${code}` : stderr.trim());
  const exists = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!exists) return new Failure('rejected', 'This folder does not exist.', { cause });
  if (/not a git repository/i.test(stderr))
    return new Failure('rejected', 'This folder is not in a Git repository.', { cause });
  if (/ambiguous argument 'HEAD'|does not have any commits yet|unknown revision/i.test(stderr))
    return new Failure('rejected', 'This repository has no commit yet.', { cause });
  if (/dubious ownership/i.test(stderr))
    return new Failure(
      'rejected',
      'Git refuses to read this repository because another user owns it. Add it to "safe.directory" in your Git configuration.',
      { cause },
    );
  return new Failure('rejected', 'Git failed. The log has its output.', { cause });
}

/** Runs Git and returns its output as text; throws a `Failure` on error. */
export async function gitText(folder: string, args: readonly string[], options: GitOptions = {}): Promise<string> {
  const result = await git(folder, args, options);
  if (result.code !== 0) throw await gitFailure(folder, result);
  return result.stdout.toString('utf8');
}

/** Splits the output of `-z`. */
export const nulSeparated = (stdout: Buffer): readonly string[] =>
  stdout
    .toString('utf8')
    .split('\0')
    .filter((part) => part !== '');

/** The repository of a folder; `prefix` is the path of the folder in it, '' or with a trailing slash. */
export interface LocalRepository extends RepositoryFacts {
  readonly top: string;
  readonly prefix: string;
}

/** Finds the repository of a folder; undefined if there is none. */
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

/** Git's blob ID of these bytes, as in the `index` line of a patch. */
export const blobId = (bytes: Uint8Array, algorithm: 'sha1' | 'sha256' = 'sha1'): string =>
  createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

/** The blob ID of a file; undefined if it cannot be read. */
export async function blobIdOfFile(folder: string, path: string): Promise<string | undefined> {
  const bytes = await readFile(join(folder, path)).catch(() => undefined);
  return bytes === undefined ? undefined : blobId(bytes);
}

/** Whether these bytes have this full or abbreviated blob ID. */
export const isBlob = (bytes: Uint8Array, name: string): boolean =>
  name.length >= 7 && blobId(bytes, name.length > 40 ? 'sha256' : 'sha1').startsWith(name);
