import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { invocationOf } from './invocation.js';

/** The server kinds that can be started locally. */
export type LocalKind = 'opencode' | 'opencode2' | 'sandbox-agent';

/** Names of the programs; both versions of OpenCode have the same one. */
type ProgramName = 'opencode' | 'sandbox-agent';

/** An installed server program. */
export interface Program {
  readonly kind: LocalKind;
  readonly path: string;
}

const windows = process.platform === 'win32';
const ENDINGS = windows ? ['.exe', '.cmd'] : [''];

/** Default install locations of installers that do not change PATH. */
const HOMES: Readonly<Record<ProgramName, readonly string[]>> = {
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
 * Finds a program: the configured path, else the first on PATH. Relative entries of PATH are skipped, since they could
 * refer to files of the workspace.
 */
export async function findProgram(kind: ProgramName, configured: string): Promise<Program | undefined> {
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

/** Timeout in ms of `--version`. */
const VERSION_TIMEOUT_MS = 15_000;

/** The major version in the output of `opencode --version`: `1.18.33`, or `opencode v2.0.15`. */
export const majorVersionIn = (printed: string): number | undefined => {
  const [, major] = /^(?:opencode )?v?(\d{1,4})\.\d+\.\d+/m.exec(printed) ?? [];
  return major === undefined ? undefined : Number(major);
};

/** Adds the kind of server that a program starts; one without a recognizable version counts as OpenCode 1. */
export const withVersion = (program: Program): Promise<Program> =>
  new Promise((resolve) => {
    if (program.kind !== 'opencode') return resolve(program);
    const { file, args, shell } = invocationOf(program.path, ['--version'], process.platform);
    execFile(file, [...args], { timeout: VERSION_TIMEOUT_MS, windowsHide: true, shell }, (_error, printed) =>
      resolve((majorVersionIn(String(printed)) ?? 1) >= 2 ? { ...program, kind: 'opencode2' } : program),
    );
  });
