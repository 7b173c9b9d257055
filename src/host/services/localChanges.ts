import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readPatch, type FilePatch } from '../../core/changes/patch.js';
import { secretSigns, type SecretSign } from '../../core/changes/secrets.js';
import { Failure } from '../../core/failure.js';
import { git, gitText } from '../platform/node/git.js';

/** One local change against HEAD, ready to be sent. */
export interface Outgoing {
  readonly path: string;
  readonly status: 'added' | 'modified' | 'deleted';
  /** Its part of the patch. */
  readonly patch: string;
  readonly bytes: number;
  readonly parsed: FilePatch | undefined;
  readonly secrets: readonly SecretSign[];
  /** Why it cannot be sent. */
  readonly problem?: string;
}

/** One file may add this many bytes to the patch. */
const MAX_FILE = 10 * 1024 * 1024;

/**
 * What differs from HEAD in a folder, staged or not, with untracked files, without ignored ones. Made with an index
 * and an object folder of our own, so that the repository stays byte for byte as it is.
 */
export async function outgoingChanges(folder: string, signal?: AbortSignal): Promise<readonly Outgoing[]> {
  const objects = resolve(folder, (await gitText(folder, ['rev-parse', '--git-path', 'objects'], signal)).trimEnd());
  const scratch = await mkdtemp(join(tmpdir(), 'opencode-sandbox-'));
  try {
    await mkdir(join(scratch, 'objects'));
    const env = {
      GIT_INDEX_FILE: join(scratch, 'index'),
      GIT_OBJECT_DIRECTORY: join(scratch, 'objects'),
      GIT_ALTERNATE_OBJECT_DIRECTORIES: objects,
    };
    const run = async (...args: readonly string[]): Promise<Buffer> => {
      const result = await git(folder, args, signal, env);
      if (result.code !== 0)
        throw new Failure('rejected', `Git did not work: ${result.stderr.trim().split('\n')[0] ?? ''}`);
      return result.stdout;
    };
    await run('read-tree', 'HEAD');
    await run('-c', 'advice.addEmbeddedRepo=false', '-c', 'core.safecrlf=false', 'add', '-A', '--', '.');
    const patch = await run(
      'diff',
      '--cached',
      '--binary',
      '--full-index',
      '--no-color',
      '--no-ext-diff',
      '--no-textconv',
      '--no-renames',
      'HEAD',
      '--',
      '.',
    );
    return splitPatch(patch).map(toOutgoing);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** A patch's files, each as it stands there; as Latin-1, so that no byte is lost. */
function splitPatch(patch: Buffer): readonly Buffer[] {
  const text = patch.toString('latin1');
  const starts = [...text.matchAll(/^diff --git /gm)].map((match) => match.index);
  return starts.map((start, index) => patch.subarray(start, starts[index + 1] ?? patch.length));
}

function toOutgoing(bytes: Buffer): Outgoing {
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
