import { isPathIn, slashedPath } from '../../shared/sandboxPath.js';
import { trimEnd, withoutEndSlashes } from '../../shared/trim.js';
import { hasInvisible, withoutInvisible } from '../../shared/text/invisible.js';

/** Whether a path of a change may be written. A lexical check only; the host checks symbolic links. */
export type PathCheck =
  | { readonly ok: true; readonly path: string; readonly segments: readonly string[]; readonly odd: boolean }
  | { readonly ok: false; readonly reason: string };

const MAX_PATH = 1_024;
const MAX_SEGMENT = 255;
const refuse = (reason: string): PathCheck => ({ ok: false, reason });

/** Normalizes a name for comparison: ignores case, Unicode composition and invisible characters, as file systems may. */
export const foldName = (name: string): string => trimEnd(withoutInvisible(name.normalize('NFKC')).toLowerCase(), '. ');

const REPOSITORIES = new Set(['.git', '.hg', '.svn', '.jj']);
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)$/;
const SHORT = /^[^.]{1,8}~\d+(\.[^.]{0,3})?$/;

/**
 * Checks a path from a server, relative to the root with forward slashes. The path is not decoded, expanded or
 * normalized, so the checked path is the one that is written.
 */
export function checkPath(raw: string, windows = false): PathCheck {
  if (raw === '') return refuse('it has no name');
  if (raw.length > MAX_PATH) return refuse(`its path is longer than ${MAX_PATH} characters`);
  // Lone surrogates become U+FFFD on disk, a different name from the one displayed.
  if (/\p{Surrogate}/u.test(raw)) return refuse('its path is not valid text');
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f-\u009f]/.test(raw)) return refuse('its path contains control characters');
  if (raw.includes('\\')) return refuse('its path contains a backslash');
  if (raw.startsWith('/')) return refuse('its path is absolute');
  if (raw.includes(':')) return refuse('its path holds a colon');
  const segments = raw.split('/');
  for (const [index, segment] of segments.entries()) {
    const reason = segmentProblem(segment, index === segments.length - 1, windows);
    if (reason !== undefined) return refuse(reason);
  }
  return { ok: true, path: raw, segments, odd: hasInvisible(raw) };
}

function segmentProblem(segment: string, last: boolean, windows: boolean): string | undefined {
  if (segment === '') return 'its path has an empty part';
  if (segment === '.' || segment === '..') return 'its path leads through "." or ".."';
  if (segment.length > MAX_SEGMENT) return `a part of its path is longer than ${MAX_SEGMENT} characters`;
  if (/[. ]$/.test(segment)) return 'a part of its path ends in a dot or a space';
  const folded = foldName(segment);
  if (REPOSITORIES.has(folded)) return `it lies inside ${folded}`;
  if (folded === '') return 'a part of its path shows nothing';
  if (SHORT.test(folded)) return 'a part of its path is a short name, which may stand for another';
  const stem = folded.split('.')[0]?.trimEnd() ?? '';
  if (DEVICE.test(folded) && last) return 'it is the name of a device';
  if (windows && DEVICE.test(stem)) return 'a part of its path is the name of a device';
  if (windows && /[<>"|?*]/.test(segment)) return 'its path contains a character that Windows does not allow';
  return undefined;
}

const foldPath = (path: string): string => path.split('/').map(foldName).join('/');

/** Whether some file systems treat two paths as the same file. */
export const isSameName = (a: string, b: string): boolean => foldPath(a) === foldPath(b);

/** Groups of paths that some file systems treat as the same file. */
export function collisions(paths: readonly string[]): readonly (readonly string[])[] {
  const groups = new Map<string, Set<string>>();
  for (const path of paths) {
    const key = foldPath(path);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, new Set([path]));
    else group.add(path);
  }
  return [...groups.values()].filter((group) => group.size > 1).map((group) => [...group]);
}

const trimmed = (directory: string): string => withoutEndSlashes(slashedPath(directory, directory));

/** The path relative to a directory, for an absolute sandbox path; '' for the directory itself, undefined if it is outside. */
export function relativeTo(directory: string, given: string): string | undefined {
  const root = trimmed(directory);
  const path = slashedPath(directory, given);
  if (!path.startsWith('/')) return path.split('/').includes('..') ? undefined : path.replace(/^(\.\/)+/, '');
  if (path.split('/').includes('..')) return undefined;
  if (!isPathIn(root, trimmed(path))) return undefined;
  return trimmed(path).length === root.length ? '' : path.slice(root.length + 1);
}

/** The absolute path in the sandbox. */
export function absoluteIn(directory: string, given: string): string {
  const path = slashedPath(directory, given);
  if (path.startsWith('/')) return path;
  return path === '' ? trimmed(directory) || '/' : `${trimmed(directory)}/${path}`;
}

/** The same with `.` and `..` resolved, which never lead above the root. */
export function resolveIn(directory: string, path: string): string {
  const names: string[] = [];
  const full = absoluteIn(directory, path);
  for (const name of full.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  // Two leading slashes start the name of a network share.
  return `${full.startsWith('//') ? '//' : '/'}${names.join('/')}`;
}
