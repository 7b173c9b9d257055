// A program of its own between the window and a local server: however the window ends, also by a crash, the channel to it
// closes, and then the server and what it started end. The server must not be asked nicely for ever, and a window that is
// gone cannot wait.
import { spawn } from 'node:child_process';
import type { ServerProgram, GuardSays } from './process.js';

/** Ms that a server has to end by itself. */
const GRACE = 3_000;
const windows = process.platform === 'win32';

/** We lead the group of the server and of what it starts; Windows knows trees instead. */
function signal(name: 'SIGTERM' | 'SIGKILL', pid: number | undefined): void {
  if (!windows) process.kill(-process.pid, name);
  else if (pid !== undefined) spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true });
}

function run({ command, args, cwd, env }: ServerProgram): void {
  const child = spawn(command, [...args], {
    cwd,
    env: { ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    windowsHide: true,
    shell: command.endsWith('.cmd'),
  });
  const over = (says: GuardSays): void => {
    const leave = (): void => {
      if (!windows) signal('SIGKILL', undefined);
      process.exit();
    };
    if (process.connected) process.send?.(says, leave);
    else leave();
  };
  child.once('error', (error) => over({ message: error.message }));
  child.once('exit', (code, name) => over({ code, signal: name }));
  process.once('disconnect', () => {
    signal('SIGTERM', child.pid);
    setTimeout(() => signal('SIGKILL', child.pid), GRACE);
  });
}

// Meant for the server, which is in our group.
for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => {});
process.once('disconnect', () => setTimeout(() => process.exit(), 2 * GRACE));
process.once('message', (program) => run(program as ServerProgram));
