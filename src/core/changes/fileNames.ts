import { foldName } from './paths.js';
import { visiblePath } from '../../shared/text/invisible.js';
import { trimEnd, trimStart } from '../../shared/trim.js';

const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)$/;
const isDevice = (name: string): boolean => DEVICE.test(foldName(name).split('.')[0]?.trimEnd() ?? '');

/**
 * Is this the name of one entry in a folder, as a server's listing gives it? VS Code joins it to folders, on the user's
 * disk, too, when something is copied or downloaded: a name that is a path there would leave the folder. `windows`: this
 * code runs on Windows, where a colon and the names of devices mean something else than a file.
 */
export function isEntryName(name: string, windows: boolean): boolean {
  // A backslash separates on Windows, which may show a window whose extensions run elsewhere.
  if (name === '' || name === '.' || name === '..' || /[/\\\0]/.test(name)) return false;
  return !windows || !(name.includes(':') || /[. ]$/.test(name) || isDevice(name));
}

const MAX_LENGTH = 80;

/** A file name that is valid on any disk, from a title or another file name; `otherwise` if nothing is left. */
export function fileNameFor(text: string, otherwise: string): string {
  const plain = visiblePath(text).replace(/[\u0000-\u001f<>:"|?*\\/]+/g, '_');
  // By code points: half of one is no valid name.
  const short = Array.from(plain).slice(0, MAX_LENGTH).join('');
  const name = trimEnd(trimStart(short, '. '), '. ');
  if (name === '' || /^_+$/.test(name)) return otherwise;
  return isDevice(name) ? `_${name}` : name;
}
