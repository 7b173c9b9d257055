import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { readPatch, type FilePatch } from '../../../../core/text/patch.js';
import { secretSigns, type SecretSign } from '../../../../core/changes/secrets.js';
import { git, gitFailure, nulSeparated, type GitOptions, type GitResult } from '../git.js';
import { addInHalves } from './addInHalves.js';
import { findRemarks, isUnchanged, type Remarks } from './localChangeRemarks.js';
import { copyIndex, findRepository, type Repository } from './scratchIndex.js';

/** One local change against HEAD, ready to be sent. */
export interface LocalChange {
  readonly path: string;
  readonly status: 'added' | 'modified' | 'deleted';
  /** The patch of this file. */
  readonly patch: string;
  readonly bytes: number;
  readonly parsed: FilePatch | undefined;
  readonly secrets: readonly SecretSign[];
  /** Why the file cannot be sent. */
  readonly problem?: string;
  /** Why the file is sent only if the user selects it. */
  readonly caution?: string;
}

/** Size limit of a file in the patch, in bytes. */
const MAX_FILE = 10 * 1024 * 1024;

/**
 * Reads the differences from HEAD in a folder, staged or not, including untracked files, without ignored and hidden
 * ones. Uses a copy of the index and a separate object folder, so that the repository is not modified.
 */
export async function readLocalChanges(folder: string, signal?: AbortSignal): Promise<readonly LocalChange[]> {
  const stop = signal === undefined ? {} : { signal };
  const repository = await findRepository(folder, stop);
  const scratch = await mkdtemp(join(tmpdir(), 'opencode-sandbox-'));
  try {
    await mkdir(join(scratch, 'objects'));
    const env = {
      GIT_INDEX_FILE: join(scratch, 'index'),
      GIT_OBJECT_DIRECTORY: join(scratch, 'objects'),
      GIT_ALTERNATE_OBJECT_DIRECTORIES: repository.objects,
    };
    const options = { ...stop, env };
    await copyIndex(repository, env.GIT_INDEX_FILE, options);
    const refused = await addAll(folder, repository, options);
    const changes = splitPatch(await diff(folder, repository, options));
    const remarks = await findRemarks(repository, changes, options);
    const unchanged = await isUnchanged(repository, changes, remarks, options);
    return [
      ...changes.filter(({ path }) => !unchanged.has(path)).map((change) => withRemarks(change, remarks)),
      ...refused.map(refusedChange),
    ];
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const must = async (folder: string, result: GitResult): Promise<Buffer> => {
  if (result.code !== 0) throw await gitFailure(folder, result);
  return result.stdout;
};

/** Adds the folder to the index; returns the files that Git refuses. */
async function addAll(folder: string, { top }: Repository, options: GitOptions): Promise<readonly string[]> {
  const quiet = ['-c', 'advice.addEmbeddedRepo=false', '-c', 'core.safecrlf=false'];
  const nested = await nestedRepositories(folder, top, options);
  const outside = nested.map((path) => `:(top,exclude,literal)${path}`);
  const added = await git(folder, [...quiet, 'add', '-A', '--ignore-errors', '--', '.', ...outside], options);
  if (added.code === 0 || added.stderr.includes('ignored by one of your .gitignore')) return [];
  const list = ['ls-files', '-z', '--full-name', '-m', '-o', '--exclude-standard', '--', '.'];
  const left = [...new Set(nulSeparated(await must(folder, await git(folder, list, options))))];
  if (left.length === 0) throw await gitFailure(folder, added);
  return addInHalves(folder, left, options);
}

/**
 * Updates the commits of nested repositories and returns their paths. `git add` would run `git status` inside them with
 * their own configuration.
 */
async function nestedRepositories(folder: string, top: string, options: GitOptions): Promise<readonly string[]> {
  const listed = await must(folder, await git(folder, ['ls-files', '-z', '-s', '--full-name', '--', '.'], options));
  const nested = nulSeparated(listed).filter((line) => line.startsWith('160000 '));
  const paths = nested.map((line) => line.slice(line.indexOf('\t') + 1));
  const input = paths.map((path) => `${path}\0`).join('');
  if (paths.length > 0) await git(top, ['update-index', '--remove', '-z', '--stdin'], { ...options, input });
  return paths;
}

/** Uses a plumbing command, because the repository's settings can change the format of `git diff`. */
const diff = async (folder: string, { head }: Repository, options: GitOptions): Promise<Buffer> =>
  must(
    folder,
    await git(
      folder,
      [
        ...['diff-index', '--cached', '-p', '--binary', '--full-index', '--no-color', '--no-ext-diff', '--no-textconv'],
        ...['--no-renames', '--src-prefix=a/', '--dst-prefix=b/', head, '--', '.'],
      ],
      options,
    ),
  );

/** Splits a patch by file; decoded as Latin-1, so that no byte is lost. */
function splitPatch(patch: Buffer): readonly LocalChange[] {
  const text = patch.toString('latin1');
  const starts = [...text.matchAll(/^diff --git /gm)].map((match) => match.index);
  return starts.map((start, index) => toOutgoing(patch.subarray(start, starts[index + 1] ?? patch.length)));
}

function toOutgoing(bytes: Buffer): LocalChange {
  const patch = bytes.toString('utf8');
  const isText = Buffer.from(patch, 'utf8').equals(bytes);
  const read = readPatch(patch);
  const parsed = read.ok ? read.files[0] : undefined;
  const path = (parsed?.to ?? parsed?.from ?? '').replace(/^[ab]\//, '');
  const added =
    parsed?.hunks.flatMap((hunk) => hunk.lines.filter((line) => line.startsWith('+')).map((line) => line.slice(1))) ??
    [];
  const problem = problemOf(parsed, path, isText, bytes.length);
  return {
    path,
    status: parsed?.created === true ? 'added' : parsed?.deleted === true ? 'deleted' : 'modified',
    patch,
    bytes: bytes.length,
    parsed,
    secrets: parsed?.deleted === true ? [] : secretSigns(path, added),
    ...(problem === undefined ? {} : { problem }),
  };
}

function problemOf(parsed: FilePatch | undefined, path: string, isText: boolean, bytes: number): string | undefined {
  if (parsed === undefined || path === '') return 'its change cannot be read';
  if (parsed.newMode === '160000' || parsed.oldMode === '160000') return 'it is a nested repository';
  if (bytes > MAX_FILE) return 'it is larger than 10 MB';
  return isText ? undefined : 'its text is not UTF-8';
}

function withRemarks(change: LocalChange, remarks: Remarks): LocalChange {
  const problem = change.problem ?? remarks.problems.get(change.path);
  const isLink = change.parsed?.newMode === '120000' || change.parsed?.oldMode === '120000';
  const caution = isLink ? 'it is a symbolic link' : remarks.cautions.get(change.path);
  return {
    ...change,
    ...(problem === undefined ? {} : { problem }),
    ...(caution === undefined ? {} : { caution }),
  };
}

const refusedChange = (path: string): LocalChange => ({
  path,
  status: 'modified',
  patch: '',
  bytes: 0,
  parsed: undefined,
  secrets: [],
  problem: 'it cannot be read by Git',
});

/** Quickly counts local differences; untracked folders count once. */
export async function dirtyCount(folder: string): Promise<number> {
  const args = ['status', '--porcelain=v1', '-z', '--no-renames', '--ignore-submodules=all', '--', '.'];
  const status = await git(folder, args);
  return status.code === 0 ? nulSeparated(status.stdout).length : 0;
}
