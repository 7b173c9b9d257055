import { foldName } from './paths.js';
import { visiblePath } from '../../shared/text/invisible.js';
import { trimEnd, trimStart } from '../../shared/trim.js';

const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)$/;
const isDevice = (name: string): boolean => DEVICE.test(foldName(name).split('.')[0]?.trimEnd() ?? '');

/**
 * Whether a name from a server's listing is the name of a single folder entry. VS Code appends it to folders, including
 * local ones when files are copied or downloaded, so a name that is a path could lead out of the folder. `windows`:
 * this code runs on Windows, where names with a colon and device names are not file names.
 */
export function isEntryName(name: string, windows: boolean): boolean {
  // A backslash is a separator on Windows, where the window may run even if its extension host does not.
  if (name === '' || name === '.' || name === '..' || /[/\\\0]/.test(name)) return false;
  return !windows || !(name.includes(':') || /[. ]$/.test(name) || isDevice(name));
}

const MAX_LENGTH = 80;

/** Converts a title or another file name to a file name that is valid on any file system; `otherwise` if nothing is left. */
export function fileNameFor(text: string, otherwise: string): string {
  const plain = visiblePath(text).replace(/[\u0000-\u001f<>:"|?*\\/]+/g, '_');
  // Truncate by code points, since half a surrogate pair is not valid.
  const short = Array.from(plain).slice(0, MAX_LENGTH).join('');
  const name = trimEnd(trimStart(short, '. '), '. ');
  if (name === '' || /^_+$/.test(name)) return otherwise;
  return isDevice(name) ? `_${name}` : name;
}
