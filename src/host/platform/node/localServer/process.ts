import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { ServerKind } from '../../../../core/agent/ports.js';
import type { Program } from '../findProgram.js';
import { listensInGroup } from './listener.js';
import { protectionOf } from '../../../../core/agent/connect.js';

/** Timeout in seconds until a server responds. */
export const START_TIMEOUT_SECONDS = 30;
/** Interval of checks in ms. */
const POLL_INTERVAL_MS = 100;
/** Time in ms that a server must keep running if the owner of the port is unknown: one whose port is taken exits sooner. */
const SETTLE_MS = 2_000;
/** The line in which OpenCode reports its port. */
const LISTENING = /listening on http:\/\/127\.0\.0\.1:(\d{1,5})\b/;

/** The server kind of a program. */
const SERVER_KINDS: Readonly<Record<Program['kind'], ServerKind>> = {
  opencode: 'opencode-1',
  opencode2: 'opencode-2',
  'sandbox-agent': 'sandbox-agent',
};

/** Options of a server start. */
export interface Launch {
  /** Path of the built supervisor. */
  readonly guard: string;
  readonly program: Program;
  readonly folder: string;
  readonly port: number;
  readonly secret: string;
  /** Called with each line of its output. */
  readonly print: (line: string) => void;
  /** Called at the first sign that the server has exited: another program may take its port from now on. */
  readonly gone?: () => void;
}

/** The program that the supervisor runs. */
export interface ServerProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How the server exited, as reported by the supervisor. */
export type ExitReport =
  | { readonly code: number | null; readonly signal: string | null }
  | { readonly message: string };

/** How a server ended. `late`: it never responded; `open`: it required no credentials. */
export type Ending = ExitReport | 'late' | 'open' | 'stopped';

/** A started server. */
export interface Server {
  /** Resolves with its port once it is verified that this server responds there and requires the secret. */
  readonly ready: Promise<number | undefined>;
  /** Resolves when the server and its supervisor have exited. */
  readonly ended: Promise<Ending>;
  /** Stops the server, even while it starts, and waits for its exit; kills it after three seconds. */
  stop(): Promise<unknown>;
}

/** The environment without the variables that control VS Code's own processes. */
const own = (): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VSCODE|ELECTRON)_/.test(name)));

function programOf({ program, folder, port, secret }: Launch): ServerProgram {
  const at = ['--port', String(port)];
  const base = { command: program.path, cwd: folder };
  if (program.kind !== 'sandbox-agent')
    return {
      ...base,
      args: ['serve', '--hostname', '127.0.0.1', ...at],
      // Version 2 reads the second name first: one that is already in the environment must not take precedence.
      env: { ...own(), OPENCODE_SERVER_PASSWORD: secret, OPENCODE_PASSWORD: secret },
    };
  // Sandbox Agent accepts its token only as an argument.
  return { ...base, args: ['server', '--host', '127.0.0.1', ...at, '--no-telemetry', '--token', secret], env: own() };
}

/** Ends the server of a supervisor that exited without a report, which means that it was killed. */
function sweep({ pid }: ChildProcess): void {
  if (pid === undefined || process.platform === 'win32') return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // No process is running.
  }
}

/** Starts a server under its own supervisor. */
export function startServer(launch: Launch): Server {
  const guard = fork(launch.guard, [], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Makes it a process group leader. On Windows, a process that is not detached ends with its parent, and could not
    // end the server's child processes.
    detached: true,
    execArgv: [],
  });
  let ending: Ending | undefined;
  let reportedPort: number | undefined;
  const { kind } = launch.program;
  const print = (line: string): void => {
    reportedPort ??= Number(LISTENING.exec(line)?.[1] ?? NaN) || undefined;
    launch.print(line);
  };
  // Read complete lines, since a split secret could not be redacted.
  for (const input of [guard.stdout, guard.stderr])
    if (input !== null) createInterface({ input, crlfDelay: Infinity }).on('line', print);
  guard.once('message', (report) => {
    launch.gone?.();
    ending ??= report as ExitReport;
  });
  guard.once('disconnect', () => launch.gone?.());
  const ended = new Promise<Ending>((resolve) => {
    const gone = (report: ExitReport): void => {
      sweep(guard);
      resolve((ending ??= report));
    };
    guard.once('error', (error) => gone({ message: error.message }));
    // The last output may arrive after the exit event.
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
  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  /** Verifies that the port belongs to the server; until then, only a wrong secret is sent. */
  const provenPort = async (): Promise<number | undefined> => {
    const port = kind === 'sandbox-agent' ? launch.port : reportedPort;
    if (port === undefined || guard.pid === undefined) return undefined;
    const protection = await protectionOf(SERVER_KINDS[kind], port);
    if (protection === 'unknown') return undefined;
    const own = await listensInGroup(guard.pid, port);
    if (own === false) return undefined;
    if (protection === 'open') await end('open');
    else if (own === undefined && reportedPort === undefined) await Promise.race([wait(SETTLE_MS), ended]);
    return ending === undefined ? port : undefined;
  };
  const becomeReady = async (): Promise<number | undefined> => {
    const deadline = performance.now() + START_TIMEOUT_SECONDS * 1_000;
    while (ending === undefined) {
      const port = await provenPort();
      if (port !== undefined) return port;
      if (performance.now() > deadline) await end('late');
      await wait(POLL_INTERVAL_MS);
    }
    return undefined;
  };
  if (guard.connected) guard.send(programOf(launch) satisfies ServerProgram, () => {});
  return { ready: becomeReady(), ended, stop: () => end('stopped') };
}
