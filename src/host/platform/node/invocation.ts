// Platform differences in starting and ending programs, according to the documentation of Node.js.
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
 * How to start a program. Node.js can run a batch file (as npm installs on Windows) only with a shell, which receives a
 * single line with the path in quotes. Arguments are not quoted, so those that a shell could interpret are rejected.
 */
export function invocationOf(command: string, args: readonly string[], platform: NodeJS.Platform): Invocation {
  if (!isBatchFile(command, platform)) return { file: command, args, shell: false };
  const odd = args.find((arg) => !/^[\w.:=/-]+$/.test(arg));
  if (odd !== undefined || /["%!]/.test(command)) throw unsafe();
  return { file: [`"${command}"`, ...args].join(' '), args: [], shell: true };
}

/** Characters that `cmd.exe` takes literally: letters and digits of any script, and signs that are not operators. */
const PLAIN = /^[\p{L}\p{M}\p{N}_.:=/\\@+~[\]-]+$/u;
/** The same, with characters that are literal only in quotes. */
const QUOTED = /^[\p{L}\p{M}\p{N}_.:=/\\@+~[\](),; -]+$/u;

/**
 * The arguments of a program in a terminal. Windows runs a batch file with `cmd.exe`, which interprets operators and
 * variables in them, and VS Code quotes only arguments with a space.
 * @throws Failure `rejected` if `cmd.exe` could interpret them differently
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
 * The command that ends a process with its descendants on Windows, which has no process groups. With a complete path,
 * since a name would be searched for in the working directory first.
 */
export const treeKiller = (pid: number, systemRoot = 'C:\\Windows'): Invocation => ({
  file: win32.join(systemRoot, 'System32', 'taskkill.exe'),
  args: ['/pid', String(pid), '/T', '/F'],
  shell: false,
});
