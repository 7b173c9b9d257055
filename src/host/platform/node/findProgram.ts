import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';

/** The servers that can be started here. */
export type LocalKind = 'opencode' | 'sandbox-agent';

/** A server program that is there. */
export interface Program {
  readonly kind: LocalKind;
  readonly path: string;
}

const windows = process.platform === 'win32';
const ENDINGS = windows ? ['.exe', '.cmd'] : [''];

/** Where installers put them when they do not change PATH. */
const HOMES: Readonly<Record<LocalKind, readonly string[]>> = {
  opencode: [join(homedir(), '.opencode', 'bin')],
  'sandbox-agent': [join(homedir(), '.local', 'bin')],
};

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, windows ? constants.F_OK : constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/**
 * The program of a kind: the configured path, else the first on PATH. Entries of PATH that are not absolute are passed
 * over: they would mean the workspace's own files.
 */
export async function findProgram(kind: LocalKind, configured: string): Promise<Program | undefined> {
  if (configured !== '') {
    const path = configured.replace(/^~(?=[/\\])/, homedir());
    return isAbsolute(path) && (await isProgram(path)) ? { kind, path } : undefined;
  }
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder)),
    ...HOMES[kind],
  ];
  for (const folder of folders)
    for (const ending of ENDINGS) {
      const path = join(folder, `${kind}${ending}`);
      if (await isProgram(path)) return { kind, path };
    }
  return undefined;
}
