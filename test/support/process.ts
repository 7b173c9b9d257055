// Child processes that end with this process: each in its own group, so that its children end too.
import { spawn, type ChildProcess } from 'node:child_process';
import { shared } from './shared.js';

/** A program to start, and how to detect that it is ready. */
export interface ProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** True once the program serves; called again after each output and every 25 ms. */
  ready(log: string): boolean | Promise<boolean>;
  readonly timeout?: number;
}

/** A running program. */
export interface RunningProcess {
  readonly pid: number;
  /** All it has printed. */
  log(): string;
  /** Settles when it has ended. */
  readonly ended: Promise<void>;
  /** Stops it, by SIGTERM first by default, and waits for its exit. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** All running programs of all test files; the first use registers their cleanup. */
const running = shared('processes', () => {
  const all = new Set<ChildProcess>();
  // Before their folders are removed, which happens at the exit as well.
  process.prependOnceListener('exit', () => all.forEach((child) => signalGroup(child, 'SIGKILL')));
  // Without a listener a signal ends Node at once, with no `exit` event.
  // A program with its own listener exits on its own.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      if (process.listenerCount(signal) === 0) process.exit(130);
    });
  }
  return all;
});

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

/** A shell that kills this group when its input closes, also when this process is killed; returns a function that cancels it. */
function watch(pid: number): () => void {
  const watcher = spawn('/bin/sh', ['-c', 'read -r line || kill -KILL "-$0"', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // Without a shell, only the handlers below end them.
  watcher.once('error', () => undefined);
  watcher.stdin.once('error', () => undefined);
  return () => void watcher.stdin.end('over\n');
}

/** Starts a program and waits until it is ready; throws with its output if it exits or times out. */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  const { command, args, cwd, env, timeout = 120_000 } = options;
  const child = spawn(command, [...args], { cwd, env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  running.add(child);
  const callOff = child.pid === undefined ? undefined : watch(child.pid);
  let log = '';
  let gone = false;
  let failure: Error | undefined;
  child.stdout.on('data', (data: Buffer) => (log += data.toString()));
  child.stderr.on('data', (data: Buffer) => (log += data.toString()));
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      gone = true;
      signalGroup(child, 'SIGKILL');
      callOff?.();
      running.delete(child);
      resolve();
    };
    child.once('exit', end);
    child.once('error', (error) => {
      failure = error;
      end();
    });
  });
  const stop = async (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> => {
    if (gone) return;
    signalGroup(child, signal);
    const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), 4000);
    await ended;
    clearTimeout(timer);
  };
  const end = Date.now() + timeout;
  while (!(await options.ready(log))) {
    if (gone) throw new Error(`${command} ended before it was ready: ${failure?.message ?? ''}\n${log}`);
    if (Date.now() > end) {
      await stop('SIGKILL');
      throw new Error(`${command} was not ready in ${timeout} ms\n${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return { pid: child.pid ?? 0, log: () => log, ended, stop };
}
