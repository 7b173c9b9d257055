import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Program } from './find.js';
import { answers } from './port.js';

/** Seconds that a server may take until it answers. */
export const PATIENCE = 30;
/** Ms between looks whether it answers. */
const LOOK = 100;

/** How a server is started. */
export interface Launch {
  /** Path of the built guard. */
  readonly guard: string;
  readonly program: Program;
  readonly folder: string;
  readonly port: number;
  readonly secret: string;
  /** Each line it prints. */
  readonly print: (line: string) => void;
}

/** What the guard is to run. */
export interface ServerProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How the server ended, as the guard tells it. */
export type GuardSays = { readonly code: number | null; readonly signal: string | null } | { readonly message: string };

/** How a server ended; `late`: it never answered. */
export type Ending = GuardSays | 'late' | 'stopped';

/** A server that was started. */
export interface Server {
  /** Whether it came to answer. */
  readonly ready: Promise<boolean>;
  /** Settles when it and its guard are gone. */
  readonly ended: Promise<Ending>;
  /** Ends it, also while it starts, and waits until it is gone; what does not end by itself in three seconds is ended. */
  stop(): Promise<unknown>;
}

/** Nothing by which VS Code steers its own processes is for the server. */
const own = (): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VSCODE|ELECTRON)_/.test(name)));

function programOf({ program, folder, port, secret }: Launch): ServerProgram {
  const at = ['--port', String(port)];
  const base = { command: program.path, cwd: folder };
  if (program.kind === 'opencode')
    return {
      ...base,
      args: ['serve', '--hostname', '127.0.0.1', ...at],
      env: { ...own(), OPENCODE_SERVER_PASSWORD: secret },
    };
  // Sandbox Agent takes its token in no other way.
  return { ...base, args: ['server', '--host', '127.0.0.1', ...at, '--no-telemetry', '--token', secret], env: own() };
}

/** A guard that is gone without a word was killed; what it guarded is not to outlive it. */
function sweep({ pid }: ChildProcess): void {
  if (pid === undefined || process.platform === 'win32') return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left.
  }
}

/** Starts a server under a guard of its own. */
export function startServer(launch: Launch): Server {
  const guard = fork(launch.guard, [], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A group leader where there are groups. On Windows what is not detached is ended by the system with its parent: there
    // would be no moment to end what the server started.
    detached: true,
    execArgv: [],
  });
  let ending: Ending | undefined;
  // By whole lines: a secret in two pieces could not be found in either.
  for (const input of [guard.stdout, guard.stderr])
    if (input !== null) createInterface({ input, crlfDelay: Infinity }).on('line', launch.print);
  guard.on('message', (says) => (ending ??= says as GuardSays));
  const ended = new Promise<Ending>((resolve) => {
    const gone = (says: GuardSays): void => {
      sweep(guard);
      resolve((ending ??= says));
    };
    guard.once('error', (error) => gone({ message: error.message }));
    // Its last words may come after its end.
    let left = 2;
    const last = (): void => {
      if (--left === 0) gone({ code: guard.exitCode, signal: guard.signalCode });
    };
    guard.once('exit', last);
    guard.once('disconnect', last);
  });
  const end = (why: Ending): Promise<Ending> => {
    ending ??= why;
    if (guard.connected) guard.disconnect();
    return ended;
  };
  const becomeReady = async (): Promise<boolean> => {
    const deadline = performance.now() + PATIENCE * 1_000;
    while (ending === undefined) {
      if (await answers(launch.port)) return ending === undefined;
      if (performance.now() > deadline) await end('late');
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
    return false;
  };
  if (guard.connected) guard.send(programOf(launch) satisfies ServerProgram, () => {});
  return { ready: becomeReady(), ended, stop: () => end('stopped') };
}
