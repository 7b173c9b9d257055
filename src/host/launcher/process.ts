import { spawn, type ChildProcess } from 'node:child_process';
import { connect, createServer } from 'node:net';
import type { Disposable } from '../../core/emitter.js';
import { Failure } from '../../core/failure.js';
import type { Program } from './find.js';

/** Ms that a server may take until it listens. */
const PATIENCE = 30_000;
/** Ms between looks whether it listens. */
const LOOK = 100;

/** How a server is started. */
export interface Launch {
  readonly program: Program;
  readonly folder: string;
  readonly port: number;
  readonly secret: string;
  /** What it prints, as it prints it. */
  readonly print: (text: string) => void;
  /** It ended, and nobody asked it to. */
  readonly died: (how: string) => void;
}

/** A free port of the loopback interface. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error()),
      );
    });
  });

function commandOf({ program, port, secret }: Launch): { args: string[]; env: Record<string, string> } {
  const at = ['--port', String(port)];
  if (program.kind === 'opencode')
    return { args: ['serve', '--hostname', '127.0.0.1', ...at], env: { OPENCODE_SERVER_PASSWORD: secret } };
  // Sandbox Agent takes its token in no other way.
  return { args: ['server', '--host', '127.0.0.1', ...at, '--no-telemetry', '--token', secret], env: {} };
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
  });

/** Ends the program and what it started; what does not end by itself in three seconds is ended. */
function end(child: ChildProcess): void {
  const signal = (name: NodeJS.Signals): void => {
    try {
      if (process.platform === 'win32' || child.pid === undefined) child.kill(name);
      else process.kill(-child.pid, name);
    } catch {
      // It is gone already.
    }
  };
  if (child.exitCode !== null || child.signalCode !== null) return;
  signal('SIGTERM');
  const late = setTimeout(() => signal('SIGKILL'), 3_000);
  child.once('exit', () => clearTimeout(late));
}

/** Starts a server and resolves once it listens; disposing ends it. Rejects with what it printed last. */
export async function startServer(launch: Launch): Promise<Disposable> {
  const { args, env } = commandOf(launch);
  const child = spawn(launch.program.path, args, {
    cwd: launch.folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
    shell: launch.program.path.endsWith('.cmd'),
  });
  let wanted = true;
  let gone: string | undefined;
  let last = '';
  const heard = (chunk: Buffer): void => {
    const text = chunk.toString('utf8');
    last = (last + text).slice(-2_000);
    launch.print(text);
  };
  child.stdout.on('data', heard);
  child.stderr.on('data', heard);
  child.once('error', (error) => (gone = error.message));
  let up = false;
  child.once('exit', (code, signal) => {
    gone = signal === null ? `exit code ${code ?? 0}` : signal;
    if (wanted && up) launch.died(gone);
  });
  const stop = (): void => {
    wanted = false;
    end(child);
  };
  const deadline = performance.now() + PATIENCE;
  while (gone === undefined && !(await listens(launch.port))) {
    if (performance.now() > deadline) {
      stop();
      throw new Failure('unreachable', 'The local server did not listen in time. Look at its output.');
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
  if (gone !== undefined)
    throw new Failure('unreachable', 'The local server ended at once. Look at its output.', {
      cause: `${gone}: ${last}`,
    });
  up = true;
  return { dispose: stop };
}
