/** Whether a path is a Windows path (`C:\x`, `C:/x` or `\\server\share`), where a backslash separates folders. */
const isWindowsPath = (path: string): boolean => /^\/?[A-Za-z]:([\\/]|$)|^\\\\/.test(path);

/**
 * Normalizes a path to forward slashes; absolute paths start with one (`/C:/Users/a`). Only if the path or the
 * directory is a Windows path; otherwise a backslash is part of a name.
 */
export function slashedPath(directory: string, path: string): string {
  if (!isWindowsPath(directory) && !isWindowsPath(path)) return path;
  const slashed = path.replaceAll('\\', '/');
  const drive = /^\/?([A-Za-z]):(?=\/|$)/.exec(slashed);
  return drive === null ? slashed : `/${(drive[1] ?? '').toUpperCase()}:${slashed.slice(drive[0].length)}`;
}

/** Whether a path is the folder or inside it; both with forward slashes, the folder without a trailing one. */
export function isPathIn(folder: string, path: string): boolean {
  const same = (a: string, b: string): boolean =>
    a === b || (isWindowsPath(folder) && a.toLowerCase() === b.toLowerCase());
  return same(path, folder) || (path[folder.length] === '/' && same(path.slice(0, folder.length), folder));
}

/** The last segment of a path. */
export const nameOfPath = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
