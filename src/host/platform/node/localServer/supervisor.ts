// A program of its own between the window and a local server: however the window ends, also by a crash, the channel to it
// closes, and then the server and what it started end. The server must not be asked nicely for ever, and a window that is
// gone cannot wait.
import { spawn, type ChildProcess } from 'node:child_process';
import { invocationOf, treeKiller } from '../invocation.js';
import type { ServerProgram, GuardSays } from './process.js';

/** Ms for a server to exit on its own. */
const KILL_DELAY_MS = 3_000;
const windows = process.platform === 'win32';

/** We lead the group of the server and of what it starts; Windows knows trees instead. */
function signal(name: 'SIGTERM' | 'SIGKILL', child?: ChildProcess): void {
  if (!windows) return void process.kill(-process.pid, name);
  if (child?.pid === undefined) return;
  const { file, args } = treeKiller(child.pid, process.env['SystemRoot']);
  // If that fails, kill at least the server itself.
  spawn(file, [...args], { windowsHide: true, stdio: 'ignore' }).once('error', () => child.kill());
}

/** Reports how it exited, and exits with all remaining processes. */
function over(says: GuardSays): void {
  const leave = (): void => {
    if (!windows) signal('SIGKILL');
    process.exit();
  };
  if (process.connected) process.send?.(says, leave);
  else leave();
}

function run({ command, args, cwd, env }: ServerProgram): void {
  const how = invocationOf(command, args, process.platform);
  const child = spawn(how.file, [...how.args], {
    cwd,
    env: { ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    windowsHide: true,
    shell: how.shell,
  });
  child.once('error', (error) => over({ message: error.message }));
  child.once('exit', (code, name) => over({ code, signal: name }));
  process.once('disconnect', () => {
    signal('SIGTERM', child);
    setTimeout(() => signal('SIGKILL', child), KILL_DELAY_MS);
  });
}

// Meant for the server, which is in our group.
for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => {});
process.once('disconnect', () => setTimeout(() => process.exit(), 2 * KILL_DELAY_MS));
process.once('message', (program) => {
  try {
    run(program as ServerProgram);
  } catch (error) {
    over({ message: error instanceof Error ? error.message : String(error) });
  }
});
