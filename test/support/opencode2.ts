// A real, offline `opencode serve` of OpenCode 2 on loopback. Its program exists for Linux on x64 only.
import { isolated, packaged } from './binary.js';
import { modelUrlOf, startServer, type Opencode, type OpencodeOptions } from './opencode.js';
import { gitEnvironment } from './repository.js';

/** Version of the program that the package lock pins. */
export const OPENCODE2_VERSION = '2.0.15';

const found = (): string | undefined =>
  packaged('@opencode/cli-linux-x64-baseline', 'opencode') ?? process.env['OPENCODE2_BIN'];

/** Path of the OpenCode 2 program. */
export function opencode2Binary(): string {
  const path = found();
  if (path === undefined) throw new Error('OpenCode 2 is not installed: run npm ci, or name it in OPENCODE2_BIN');
  return path;
}

/** Whether the program exists for this system; on Linux with x64 it has to, so that no run skips it silently. */
export const hasOpencode2 = (): boolean =>
  found() !== undefined || (process.platform === 'linux' && process.arch === 'x64');

const scripted = (name: string) => ({
  name,
  capabilities: { tools: true, input: ['text', 'image', 'pdf'], output: ['text'] },
  limit: { context: 200_000, output: 32_000 },
  cost: { input: 3, output: 15, cache: { read: 0.3, write: 3.75 } },
});

/** Configuration with the scripted model as the only provider; an ID with `gpt-5` is offered `patch`, not `edit`. */
export const scriptedConfig2 = (modelUrl: string, more: object = {}): object => ({
  $schema: 'https://opencode.ai/config.json',
  update: 'disable',
  share: 'disabled',
  model: 'scripted/scripted',
  websearch: false,
  providers: {
    scripted: {
      name: 'Scripted',
      package: '@ai-sdk/openai-compatible',
      settings: { baseURL: modelUrl, apiKey: 'sk-scripted' },
      models: { scripted: scripted('Scripted Model'), 'gpt-5-scripted': scripted('Scripted GPT') },
    },
  },
  ...more,
});

/** A password always exists: without one of ours, the server makes one up. */
const environment = (options: OpencodeOptions, home: string): Record<string, string> => {
  const { password = 'pw' } = options;
  return {
    ...isolated(home),
    ...gitEnvironment,
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    OPENCODE_CONFIG_CONTENT: JSON.stringify(scriptedConfig2(modelUrlOf(options), options.config)),
    ...(password === null ? {} : { OPENCODE_PASSWORD: password }),
    ...options.env,
  };
};

/**
 * Starts an OpenCode 2 server and waits until it listens. With the port, home and workspace of a stopped OpenCode 1 server, it
 * is that server, upgraded. The user name is always `opencode`.
 */
export const startOpencode2 = (start: Omit<OpencodeOptions, 'username'> = {}): Promise<Opencode> =>
  startServer({ binary: opencode2Binary, environment }, start);
