import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { inParallel } from '../../../../core/changes/parallel.js';
import { isPointer, lfsObject, POINTER_HEAD } from '../../../../core/changes/pointers.js';
import { filterDrivers, git, nulSeparated, type GitOptions } from '../git.js';
import type { LocalChange } from './localChanges.js';
import type { Repository } from './scratchIndex.js';

/** Remarks about changed files, by path. */
export interface Remarks {
  /** Files whose content is stored elsewhere or changed by a Git filter. */
  readonly filtered: ReadonlySet<string>;
  /** Why a file cannot be sent. */
  readonly problems: ReadonlyMap<string, string>;
  /** Why a file is sent only if the user selects it. */
  readonly cautions: ReadonlyMap<string, string>;
}

/** Finds changed files that need a remark: filtered, pointer, hidden or ignored files. */
export async function findRemarks(
  repository: Repository,
  changes: readonly LocalChange[],
  options: GitOptions,
): Promise<Remarks> {
  const paths = [...new Set(changes.map(({ path }) => path))];
  if (paths.length === 0) return { filtered: new Set(), problems: new Map(), cautions: new Map() };
  const { top } = repository;
  const filtered = await filteredPaths(top, paths, options);
  const problems = new Map<string, string>();
  for (const path of filtered) problems.set(path, 'its content is kept or changed by a Git filter');
  await inParallel(changes, 16, async ({ path, status, parsed }) => {
    if (status === 'deleted' || parsed?.newMode === '120000' || filtered.has(path)) return;
    if (isPointer(await headOf(join(top, path)))) problems.set(path, 'it contains only a pointer or encrypted content');
  });
  return { filtered, problems, cautions: await cautionsOf(top, new Set(paths), options) };
}

/** Paths with a configured filter. */
async function filteredPaths(top: string, paths: readonly string[], options: GitOptions): Promise<ReadonlySet<string>> {
  const drivers = new Set(await filterDrivers(top, options));
  if (drivers.size === 0) return new Set();
  const input = paths.map((path) => `${path}\0`).join('');
  const answer = await git(top, ['check-attr', '-z', '--stdin', 'filter'], { ...options, input });
  const fields = nulSeparated(answer.stdout);
  return new Set(fields.filter((_, at) => at % 3 === 0 && drivers.has(fields[at + 2] ?? '')));
}

async function headOf(fsPath: string): Promise<Uint8Array> {
  const file = await open(fsPath).catch(() => undefined);
  if (file === undefined) return new Uint8Array();
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(POINTER_HEAD), 0, POINTER_HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } catch {
    return new Uint8Array();
  } finally {
    await file.close();
  }
}

/** Files that Git hides or ignores, but that differ anyway (staged, or tracked before). */
async function cautionsOf(
  top: string,
  paths: ReadonlySet<string>,
  options: GitOptions,
): Promise<ReadonlyMap<string, string>> {
  const cautions = new Map<string, string>();
  const ignored = await git(top, ['ls-files', '-z', '-c', '-i', '--exclude-standard'], options);
  for (const path of nulSeparated(ignored.stdout))
    if (paths.has(path)) cautions.set(path, 'it is ignored here although it is tracked');
  const tagged = await git(top, ['ls-files', '-z', '-v'], options);
  for (const line of nulSeparated(tagged.stdout)) {
    const tag = line[0] ?? '';
    const path = line.slice(2);
    if ((tag === 'S' || tag === tag.toLowerCase()) && paths.has(path))
      cautions.set(path, 'it is hidden from Git here (skip-worktree or assume-unchanged)');
  }
  return cautions;
}

/** Paths of Git LFS files whose content matches their pointer in HEAD; without the filter, they seem changed. */
export async function isUnchanged(
  { top }: Repository,
  changes: readonly LocalChange[],
  { filtered }: Remarks,
  options: GitOptions,
): Promise<ReadonlySet<string>> {
  const same = new Set<string>();
  await inParallel(changes, 4, async ({ path, status, parsed }) => {
    const before = parsed?.blobs?.before;
    if (!filtered.has(path) || status !== 'modified' || before === undefined) return;
    const size = await git(top, ['cat-file', '-s', before], options);
    if (Number(size.stdout.toString('utf8')) > 1024) return;
    const pointer = (await git(top, ['cat-file', 'blob', before], options)).stdout.toString('utf8');
    const wanted = lfsObject(pointer);
    if (wanted !== undefined && (await sha256(join(top, path))) === wanted) same.add(path);
  });
  return same;
}

async function sha256(fsPath: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(fsPath), hash);
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}
