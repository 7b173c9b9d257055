import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { Failure } from '../../core/failure.js';
import type { Program } from './find.js';

/** Ms that a server may take until it answers. */
const PATIENCE = 30_000;
/** Ms between looks whether it answers, and that one look may take. */
const LOOK = 100;
const GIVE_UP = 1_000;

/** How a server is started. */
export interface Launch {
  readonly program: Program;
  readonly folder: string;
  readonly port: number;
  readonly secret: string;
  /** Ends it, also while it starts. */
  readonly signal: AbortSignal;
  /** Each line it prints. */
  readonly print: (line: string) => void;
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

/**
 * Whether it answers at all. A request that comes between listening and being ready is never answered by OpenCode:
 * each look gives up soon.
 */
const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/global/health`, { redirect: 'manual', signal: AbortSignal.timeout(GIVE_UP) }).then(
    async (answer) => {
      await answer.body?.cancel();
      return true;
    },
    () => false,
  );

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

/** Starts a server and resolves once it answers. Rejects with what it printed last. */
export async function startServer(launch: Launch): Promise<void> {
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
  // By whole lines: a secret in two pieces could not be found in either.
  for (const input of [child.stdout, child.stderr])
    createInterface({ input, crlfDelay: Infinity }).on('line', (line) => {
      last = `${last}\n${line}`.slice(-2_000);
      launch.print(line);
    });
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
  launch.signal.addEventListener('abort', stop, { once: true });
  const deadline = performance.now() + PATIENCE;
  while (gone === undefined && !launch.signal.aborted && !(await answers(launch.port))) {
    if (performance.now() > deadline) {
      stop();
      throw new Failure('unreachable', 'The local server did not answer in time. Look at its output.');
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
  if (launch.signal.aborted) throw new Failure('aborted', 'Stopped.');
  if (gone !== undefined)
    throw new Failure('unreachable', 'The local server ended at once. Look at its output.', {
      cause: `${gone}: ${last}`,
    });
  up = true;
}
