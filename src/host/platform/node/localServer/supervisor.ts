// A separate program between the window and a local server. When the window ends, even by a crash, the IPC channel
// closes, and the supervisor ends the server and its child processes. It also kills a server that does not exit in
// time, which a closed window could not do.
import { spawn, type ChildProcess } from 'node:child_process';
import { invocationOf, treeKiller } from '../invocation.js';
import type { ServerProgram, ExitReport } from './process.js';

/** Time in ms for a server to exit before it is killed. */
const KILL_DELAY_MS = 3_000;
const windows = process.platform === 'win32';

/** Signals the server and its child processes: the supervisor's process group, or the process tree on Windows. */
function signal(name: 'SIGTERM' | 'SIGKILL', child?: ChildProcess): void {
  if (!windows) return void process.kill(-process.pid, name);
  if (child?.pid === undefined) return;
  const { file, args } = treeKiller(child.pid, process.env['SystemRoot']);
  // If taskkill fails, kill at least the server itself.
  spawn(file, [...args], { windowsHide: true, stdio: 'ignore' }).once('error', () => child.kill());
}

/** Reports how the server exited, and exits with all remaining processes. */
function over(report: ExitReport): void {
  const leave = (): void => {
    if (!windows) signal('SIGKILL');
    process.exit();
  };
  if (process.connected) process.send?.(report, leave);
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

// These signals are for the server, which is in the same process group.
for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => {});
process.once('disconnect', () => setTimeout(() => process.exit(), 2 * KILL_DELAY_MS));
process.once('message', (program) => {
  try {
    run(program as ServerProgram);
  } catch (error) {
    over({ message: error instanceof Error ? error.message : String(error) });
  }
});
