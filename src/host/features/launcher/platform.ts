// What differs between systems in starting and ending a program, as Node's documentation has it.
import { win32 } from 'node:path';

/** What `spawn` is called with. */
export interface Invocation {
  readonly file: string;
  readonly args: readonly string[];
  readonly shell: boolean;
}

/**
 * How a program is started. Node runs a batch file (what npm installs on Windows) by a shell only. That gets one line, in
 * which the path stands in quotes; arguments are not quoted, so those that a shell could read otherwise are refused.
 */
export function invocationOf(command: string, args: readonly string[], platform: NodeJS.Platform): Invocation {
  if (platform !== 'win32' || !/\.(cmd|bat)$/i.test(command)) return { file: command, args, shell: false };
  const odd = args.find((arg) => !/^[\w.:=/-]+$/.test(arg));
  if (odd !== undefined || /["%!]/.test(command)) throw new Error('This cannot be said to a shell.');
  return { file: [`"${command}"`, ...args].join(' '), args: [], shell: true };
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
