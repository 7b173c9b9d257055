import { constants } from 'node:fs';
import { access, lstat, readdir, readFile, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { checkPath } from '../../../core/changes/paths.js';
import { IS_CASE_BLIND, IS_WINDOWS } from './system.js';

/** A path in the workspace, or why it cannot be used. */
export type Target =
  | { readonly ok: true; readonly path: string; readonly exists: boolean }
  | { readonly ok: false; readonly reason: string };

const refuse = (reason: string): Target => ({ ok: false, reason });
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/**
 * Resolves a path of a change below the workspace folder. Every existing part must be a real folder, and the file a
 * regular file; any symbolic link, and any error but "not found", is refused. `write`: the file will be written.
 */
export async function resolveTarget(root: string, path: string, write = true): Promise<Target> {
  const checked = checkPath(path, IS_WINDOWS);
  if (!checked.ok) return refuse(checked.reason);
  try {
    const real = await realpath(root);
    let current = real;
    for (const [index, segment] of checked.segments.entries()) {
      const last = index === checked.segments.length - 1;
      const parent = current;
      current = join(current, segment);
      if (!isInside(real, current)) return refuse('it is outside the workspace folder');
      const stat = await lstatOrNothing(current);
      if (stat === undefined) {
        // Also check the real path of the nearest existing folder, for cases that the check of the parts misses.
        if (!sameOrInside(real, await realpath(parent))) return refuse('it is outside the workspace folder');
        if (write && !(await writable(parent))) return refuse('its folder cannot be written to');
        return { ok: true, path: join(root, ...checked.segments), exists: false };
      }
      if (stat.isSymbolicLink())
        return refuse(last ? 'it is a symbolic link here' : 'its path leads through a symbolic link');
      if (last && stat.isDirectory()) return refuse('it is a folder here');
      if (last && !stat.isFile()) return refuse('it is not a regular file here');
      if (!last && !stat.isDirectory()) return refuse('a part of its path is a file here');
    }
    if (!isInside(real, await realpath(current))) return refuse('it is outside the workspace folder');
    if (write && (!(await writable(current)) || !(await writable(join(current, '..')))))
      return refuse('it cannot be written to');
    return { ok: true, path: join(root, ...checked.segments), exists: true };
  } catch (error) {
    return refuse(`it cannot be looked at (${codeOf(error) || 'error'})`);
  }
}

/** The file of a change below the workspace folder; not checked. */
export const pathIn = (folder: string, path: string): string => join(folder, ...path.split('/'));

/** The path of a change for a file below the workspace folder. */
export const pathBelow = (folder: string, file: string): string => relative(folder, file).replaceAll(sep, '/');

async function lstatOrNothing(path: string): Promise<Awaited<ReturnType<typeof lstat>> | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function writable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
const sameOrInside = (root: string, path: string): boolean => root === path || isInside(root, path);

/**
 * Reads the file with exactly this name. A case-insensitive file system would return `readme.md` for `README.md`, and a
 * file renamed only in case would count as two.
 */
export async function readByName(fsPath: string, caseBlind = IS_CASE_BLIND): Promise<Uint8Array | undefined> {
  const bytes = await readIfThere(fsPath);
  if (bytes === undefined || !caseBlind) return bytes;
  const name = basename(fsPath);
  const names = await readdir(dirname(fsPath)).catch(() => [name]);
  const others = names.filter((each) => each.toLowerCase() === name.toLowerCase());
  return others.length === 0 || others.includes(name) ? bytes : undefined;
}

/** Reads a file; undefined if it does not exist. */
export async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
