/** `C:\x`, `C:/x` or `\\server\share`: a path of a Windows machine, where a backslash separates folders. */
const isWindowsPath = (path: string): boolean => /^\/?[A-Za-z]:([\\/]|$)|^\\\\/.test(path);

/**
 * A normalized path: with forward slashes, and absolute ones beginning with one (`/C:/Users/a`). Only
 * if the path or the directory is of Windows; otherwise a backslash belongs to a name.
 */
export function slashedPath(directory: string, path: string): string {
  if (!isWindowsPath(directory) && !isWindowsPath(path)) return path;
  const slashed = path.replaceAll('\\', '/');
  const drive = /^\/?([A-Za-z]):(?=\/|$)/.exec(slashed);
  return drive === null ? slashed : `/${(drive[1] ?? '').toUpperCase()}:${slashed.slice(drive[0].length)}`;
}

/** Whether a path is the folder or lies in it; both slashed, the folder without a slash at its end. */
export function isPathIn(folder: string, path: string): boolean {
  const same = (a: string, b: string): boolean =>
    a === b || (isWindowsPath(folder) && a.toLowerCase() === b.toLowerCase());
  return same(path, folder) || (path[folder.length] === '/' && same(path.slice(0, folder.length), folder));
}

/** The last part of a path. */
export const nameOfPath = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
