// A sandbox on a real OpenCode server, through a proxy that can cut it off.
import { fail } from 'node:assert/strict';
import type { Sandbox } from '../../../src/core/sandbox/sandbox.js';
import type { SessionId } from '../../../src/shared/model/ids.js';
import { DIALECTS, type Dialect } from '../../support/dialect.js';
import { connectTestSandbox } from '../../support/testSandbox.js';
import { startModel, type Model, type Scripts } from '../../support/model.js';
import type { Opencode } from '../../support/opencode.js';
import type { KindServer, TestKind } from '../../support/serverKinds.js';
import { startProxy, type Proxy } from '../../support/proxy.js';
import { freePort } from '../../support/temp.js';
import { sharedServer } from './serverPool.js';

/** A prompt of words alone. */
export const prompt = (text: string) => ({ text, attachments: [] });

/** The fixture of a suite. */
export interface RealServer {
  readonly model: Model;
  readonly server: Opencode;
  readonly proxy: Proxy;
  /** The sandbox at the proxy. */
  readonly sandbox: Sandbox;
  /** Connects another sandbox, which is disposed at the end of the suite. */
  open(url?: string): Promise<Sandbox>;
  /** Disposes a sandbox at the end of the suite. */
  track(made: Sandbox): void;
  /** Starts a session with this prompt. */
  begin(text: string): Promise<SessionId>;
}

const COMMANDS = { greet: { template: '[[greet]] Say hello to $ARGUMENTS' } };

/** The default configuration: the agent asks before it edits, and before git and ls. */
const configOf = (dialect: Dialect): object => ({
  ...dialect.asking('git ', 'ls'),
  ...(dialect.kind === 'opencode-1' && { command: COMMANDS }),
});

interface Lent {
  readonly server: Opencode;
  /** The port of its model, which each suite starts there. */
  readonly modelPort: number;
  dispose(): Promise<void>;
}

async function start(dialect: Dialect, config: object): Promise<Lent> {
  const modelPort = await freePort();
  const server = await dialect.start({ model: `http://127.0.0.1:${modelPort}/v1`, password: PASSWORD, config });
  return { server, modelPort, dispose: () => server.dispose() };
}

const PASSWORD = 'pw';

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    async (answer) => (await answer.body?.cancel(), true),
    () => false,
  );

/** The server that all suites with this configuration share, in its initial state: a suite may have left it stopped. */
async function borrow(dialect: Dialect, config: object): Promise<Lent> {
  const name = `${dialect.name} ${JSON.stringify(config)}`;
  const lent = await sharedServer(name, () => start(dialect, config));
  const { url, password, restart } = lent.server;
  if (password !== PASSWORD || !(await answers(url))) await restart({ password: PASSWORD });
  return lent;
}

/** A server of some kind, and its model. */
export interface OpenKind {
  readonly server: KindServer;
  dispose(): Promise<void>;
}

/** A server of this kind: the shared one for OpenCode, otherwise a new one. */
export async function openKind(kind: TestKind): Promise<OpenKind> {
  const dialect = DIALECTS.find((each) => each.kind === kind.kind);
  const lent = dialect === undefined ? undefined : await borrow(dialect, configOf(dialect));
  const model = await startModel({ port: lent?.modelPort ?? 0 });
  if (lent !== undefined && kind.adopt !== undefined)
    return { server: kind.adopt(lent.server), dispose: () => model.close() };
  const server = await kind.start({ model });
  return {
    server,
    async dispose() {
      await server.dispose();
      await model.close();
    },
  };
}

/**
 * Starts everything before the tests of this suite and disposes it after them, but shares the server with other suites of the
 * same configuration.
 */
export function realServer(
  scripts: Scripts,
  dialect: Dialect = DIALECTS[0] ?? fail(),
  config: object = configOf(dialect),
): () => RealServer {
  let lent: Lent;
  let model: Model;
  let proxy: Proxy;
  let sandbox: Sandbox;
  const sandboxes: Sandbox[] = [];
  const track = (made: Sandbox): void => void sandboxes.push(made);
  const open = async (url = proxy.url): Promise<Sandbox> => {
    const made = await connectTestSandbox({ url, secret: PASSWORD });
    track(made);
    return made;
  };
  const begin = async (text: string): Promise<SessionId> => {
    const { id } = await sandbox.newSession();
    sandbox.openTranscript(id);
    await sandbox.send(id, prompt(text));
    return id;
  };

  before(async () => {
    lent = await borrow(dialect, config);
    model = await startModel({ scripts, port: lent.modelPort });
    proxy = await startProxy({ target: lent.server.url, prefix: '/opencode' });
    sandbox = await open();
  });
  after(async () => {
    for (const made of sandboxes) made.dispose();
    await proxy.close();
    await model.close();
  });
  afterEach(() => proxy.pass());
  return () => ({ model, server: lent.server, proxy, sandbox, open, track, begin });
}
