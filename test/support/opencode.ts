// A real, offline `opencode serve` on loopback, with a home and a repository of its own, talking to the scripted model.
import { mkdirSync } from 'node:fs';
import { findBinary, isolated } from './binary.js';
import { startProcess, type RunningProcess } from './process.js';
import { gitEnvironment, makeRepository, type Repository } from './repository.js';
import { freePort, makeTemp, removeTemp } from './temp.js';

/** Options of the server. */
export interface OpencodeOptions {
  /** The scripted model, or its address. */
  readonly model?: { readonly url: string } | string;
  /** A free port, kept through restarts. */
  readonly port?: number;
  /** Its working folder. Default: a new sample repository. */
  readonly workspace?: string;
  /** Default: `pw`; null for none. */
  readonly password?: string | null;
  /** Default: `opencode`, like the server's. */
  readonly username?: string;
  /** Merged into the configuration. */
  readonly config?: object;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Its home. Default: a new one, removed by `dispose`. */
  readonly home?: string;
}

/** The server, running or not. */
export interface Opencode {
  readonly url: string;
  readonly port: number;
  readonly username: string;
  readonly password: string | undefined;
  readonly workspace: string;
  /** The sample repository, unless a workspace was given. */
  readonly repository: Repository | undefined;
  readonly home: string;
  readonly pid: number;
  log(): string;
  /** Its environment, for other commands of the same program on the same data. */
  env(): Record<string, string>;
  /** Authentication headers. */
  headers(): Record<string, string>;
  /** A request with credentials; the path begins with a slash. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** The same, returning the JSON of a successful response; `body` makes it a POST. */
  json<T>(path: string, body?: unknown, method?: string): Promise<T>;
  /** Stops it cleanly; home, sessions and workspace stay. */
  stop(): Promise<void>;
  /** Kills it with SIGKILL, like a crash. */
  kill(): Promise<void>;
  /** Restarts it on the same port with the same home; stops it first if it runs. */
  restart(change?: Pick<OpencodeOptions, 'password' | 'username' | 'config' | 'env'>): Promise<void>;
  /** Stops it and removes its files. */
  dispose(): Promise<void>;
}

const scripted = (name: string) => ({
  name,
  reasoning: true,
  tool_call: true,
  attachment: true,
  temperature: true,
  modalities: { input: ['text', 'image', 'pdf'], output: ['text'] },
  limit: { context: 200_000, output: 32_000 },
  cost: { input: 3, output: 15, cache_read: 0.3, cache_write: 3.75 },
});

/** Configuration with the scripted model as the only provider; an id with `gpt-5` is offered `apply_patch`, not `edit`. */
export const scriptedConfig = (modelUrl: string, more: object = {}): object => ({
  $schema: 'https://opencode.ai/config.json',
  autoupdate: false,
  share: 'disabled',
  model: 'scripted/scripted',
  small_model: 'scripted/scripted',
  enabled_providers: ['scripted'],
  provider: {
    scripted: {
      npm: '@ai-sdk/openai-compatible',
      name: 'Scripted',
      options: { baseURL: modelUrl, apiKey: 'sk-scripted' },
      models: { scripted: scripted('Scripted Model'), 'gpt-5-scripted': scripted('Scripted GPT') },
    },
  },
  ...more,
});

/** Path of the OpenCode program. */
export const opencodeBinary = (): string =>
  findBinary('opencode', 'OPENCODE_BIN', [`opencode-${process.platform}-${process.arch}`]);

/** Address of the model for a server; an unused port if there is no model. */
export const modelUrlOf = ({ model }: Pick<OpencodeOptions, 'model'>): string =>
  typeof model === 'string' ? model : (model?.url ?? 'http://127.0.0.1:9/v1');

const environment = (options: OpencodeOptions, home: string): Record<string, string> => {
  const { password = 'pw', username } = options;
  return {
    ...isolated(home),
    ...gitEnvironment,
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
    OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
    OPENCODE_DISABLE_SHARE: '1',
    OPENCODE_CONFIG_CONTENT: JSON.stringify(scriptedConfig(modelUrlOf(options), options.config)),
    ...(password === null ? {} : { OPENCODE_SERVER_PASSWORD: password }),
    ...(username === undefined ? {} : { OPENCODE_SERVER_USERNAME: username }),
    ...options.env,
  };
};

/** `fetch` and `json` with credentials. */
export function caller(base: string, headers: () => Record<string, string>): Pick<Opencode, 'fetch' | 'json'> {
  const call = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(base + path, { ...init, headers: { ...headers(), ...(init.headers as Record<string, string> | undefined) } });
  return {
    fetch: call,
    json: async <T>(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<T> => {
      const content =
        body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
      const response = await call(path, { method, ...content });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
      return (text ? JSON.parse(text) : undefined) as T;
    },
  };
}

/** How a version of the program is located and configured. */
export interface ServerProgram {
  binary(): string;
  environment(options: OpencodeOptions, home: string): Record<string, string>;
}

const opencode1: ServerProgram = { binary: opencodeBinary, environment };

/** Starts an OpenCode server and waits until it listens. */
export const startOpencode = (start: OpencodeOptions = {}): Promise<Opencode> => startServer(opencode1, start);

/** Starts a server of either version and waits until it listens. */
export async function startServer(program: ServerProgram, start: OpencodeOptions): Promise<Opencode> {
  let options = start;
  const repository = start.workspace === undefined ? makeRepository() : undefined;
  const workspace = start.workspace ?? repository?.path ?? '';
  const home = start.home ?? makeTemp('home');
  const port = start.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  mkdirSync(workspace, { recursive: true });
  mkdirSync(home, { recursive: true });
  const run = (): Promise<RunningProcess> =>
    startProcess({
      command: program.binary(),
      args: ['serve', '--port', String(port), '--hostname', '127.0.0.1', '--print-logs', ...(options.args ?? [])],
      cwd: workspace,
      env: program.environment(options, home),
      ready: (log) => log.includes('listening on'),
    });
  let child = await run();
  const secret = (): string | undefined => (options.password === null ? undefined : (options.password ?? 'pw'));
  const headers = (): Record<string, string> => {
    const password = secret();
    if (password === undefined) return {};
    return {
      authorization: `Basic ${Buffer.from(`${options.username ?? 'opencode'}:${password}`).toString('base64')}`,
    };
  };
  return {
    url,
    port,
    get username() {
      return options.username ?? 'opencode';
    },
    get password() {
      return secret();
    },
    get pid() {
      return child.pid;
    },
    workspace,
    repository,
    home,
    log: () => child.log(),
    env: () => program.environment(options, home),
    headers,
    ...caller(url, headers),
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
