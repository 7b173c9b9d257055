// Platform differences in starting and ending programs, according to Node's documentation.
import { win32 } from 'node:path';
import { Failure } from '../../../core/failure.js';

/** Arguments of `spawn`. */
export interface Invocation {
  readonly file: string;
  readonly args: readonly string[];
  readonly shell: boolean;
}

const isBatchFile = (command: string, platform: NodeJS.Platform): boolean =>
  platform === 'win32' && /\.(cmd|bat)$/i.test(command);

const unsafe = (): Failure =>
  new Failure(
    'rejected',
    "These arguments can't be passed to a Windows batch file safely. Set the path of opencode.exe in the setting opencodeSandbox.opencodePath.",
  );

/**
 * How a program is started. Node runs a batch file (what npm installs on Windows) by a shell only. That gets one line, in
 * which the path stands in quotes; arguments are not quoted, so those that a shell could read otherwise are refused.
 */
export function invocationOf(command: string, args: readonly string[], platform: NodeJS.Platform): Invocation {
  if (!isBatchFile(command, platform)) return { file: command, args, shell: false };
  const odd = args.find((arg) => !/^[\w.:=/-]+$/.test(arg));
  if (odd !== undefined || /["%!]/.test(command)) throw unsafe();
  return { file: [`"${command}"`, ...args].join(' '), args: [], shell: true };
}

/** Characters that `cmd.exe` takes literally: letters and digits of any script, and signs that are no operators. */
const PLAIN = /^[\p{L}\p{M}\p{N}_.:=/\\@+~[\]-]+$/u;
/** The same with what is read as itself between quotes only. */
const QUOTED = /^[\p{L}\p{M}\p{N}_.:=/\\@+~[\](),; -]+$/u;

/**
 * The arguments of a program in a terminal. Windows hands a batch file to `cmd.exe`, which reads operators and variables
 * in them, and VS Code quotes only arguments with a space.
 * @throws Failure `rejected` where `cmd.exe` could read them as anything else
 */
export function terminalArguments(
  command: string,
  args: readonly string[],
  platform: NodeJS.Platform,
): readonly string[] {
  if (!isBatchFile(command, platform)) return args;
  const isSafe = (text: string): boolean => (text.includes(' ') ? QUOTED : PLAIN).test(text);
  if (![command, ...args].every(isSafe)) throw unsafe();
  return args;
}

/**
 * What ends a process and all it started on Windows, which knows no groups. By its whole path: a name alone would be looked
 * for in the working directory first.
 */
export const treeKiller = (pid: number, systemRoot = 'C:\\Windows'): Invocation => ({
  file: win32.join(systemRoot, 'System32', 'taskkill.exe'),
  args: ['/pid', String(pid), '/T', '/F'],
  shell: false,
});
