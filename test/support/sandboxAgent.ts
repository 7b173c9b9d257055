// A real, offline `sandbox-agent server` on loopback, with a home, a database and a folder of its own and its mock agent.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findBinary, isolated } from './binary.js';
import { caller, type Opencode } from './opencode.js';
import { startProcess, type RunningProcess } from './process.js';
import { gitEnvironment, makeRepository, type Repository } from './repository.js';
import { freePort, makeTemp, removeTemp } from './temp.js';

/** Options of the server. */
export interface SandboxAgentOptions {
  readonly port?: number;
  /** Default: `token`; null for none. */
  readonly token?: string | null;
  /** Its working folder. Default: a new sample repository. */
  readonly workspace?: string;
  /** More environment, such as OPENCODE_COMPAT_PROXY_URL. */
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly home?: string;
}

/** The server, running or not; `fetch` and `json` speak to the OpenCode-compatible API under `/opencode`. */
export interface SandboxAgent extends Pick<
  Opencode,
  'port' | 'pid' | 'workspace' | 'home' | 'log' | 'headers' | 'fetch' | 'json' | 'stop' | 'kill' | 'dispose'
> {
  /** Address of the server, without `/opencode`. */
  readonly origin: string;
  /** Address of its OpenCode-compatible API. */
  readonly url: string;
  readonly token: string | undefined;
  readonly repository: Repository | undefined;
  restart(change?: Pick<SandboxAgentOptions, 'token' | 'env'>): Promise<void>;
}

/** Path of the Sandbox Agent program. */
export const sandboxAgentBinary = (): string =>
  findBinary('sandbox-agent', 'SANDBOX_AGENT_BIN', [`@sandbox-agent/cli-${process.platform}-${process.arch}`]);

const environment = (options: SandboxAgentOptions, home: string): Record<string, string> => ({
  ...isolated(home),
  ...gitEnvironment,
  OPENCODE_COMPAT_DB_PATH: join(home, 'sessions.db'),
  OPENCODE_COMPAT_STATE: home,
  SANDBOX_AGENT_TELEMETRY_DISABLED: '1',
  RUST_LOG: 'info',
  ...options.env,
});

/** Starts a Sandbox Agent and waits until it answers. */
export async function startSandboxAgent(start: SandboxAgentOptions = {}): Promise<SandboxAgent> {
  let options = start;
  const repository = start.workspace === undefined ? makeRepository() : undefined;
  const workspace = start.workspace ?? repository?.path ?? '';
  const home = start.home ?? makeTemp('home');
  const port = start.port ?? (await freePort());
  const origin = `http://127.0.0.1:${port}`;
  mkdirSync(workspace, { recursive: true });
  mkdirSync(home, { recursive: true });
  const secret = (): string | undefined => (options.token === null ? undefined : (options.token ?? 'token'));
  const headers = (): Record<string, string> => {
    const token = secret();
    return token === undefined ? {} : { authorization: `Bearer ${token}` };
  };
  const answers = async (): Promise<boolean> => {
    try {
      return (await fetch(`${origin}/v1/health`, { headers: headers() })).ok;
    } catch {
      return false;
    }
  };
  const run = (): Promise<RunningProcess> => {
    const token = secret();
    const access = token === undefined ? ['--no-token'] : ['--token', token];
    return startProcess({
      command: sandboxAgentBinary(),
      args: [
        'server',
        '--host',
        '127.0.0.1',
        '--port',
        String(port),
        '--no-telemetry',
        ...access,
        ...(options.args ?? []),
      ],
      cwd: workspace,
      env: environment(options, home),
      ready: answers,
    });
  };
  let child = await run();
  return {
    origin,
    url: `${origin}/opencode`,
    port,
    get token() {
      return secret();
    },
    get pid() {
      return child.pid;
    },
    workspace,
    repository,
    home,
    log: () => child.log(),
    headers,
    ...caller(`${origin}/opencode`, headers),
    stop: () => child.stop(),
    kill: () => child.stop('SIGKILL'),
    restart: async (change = {}) => {
      await child.stop();
      options = { ...options, ...change };
      child = await run();
    },
    dispose: async () => {
      await child.stop();
      repository?.remove();
      if (start.home === undefined) removeTemp(home);
    },
  };
}
