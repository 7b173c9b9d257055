// The kinds of real servers whose programs are used, each on a repository with a connected sandbox.
import { fail } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentServer, ProcessesPort } from '../../../../src/core/agent/ports.js';
import type { Sandbox } from '../../../../src/core/sandbox/sandbox.js';
import { patientClock } from '../../../support/clock.js';
import { startModel, type Model } from '../../../support/model.js';
import { startOpencode } from '../../../support/opencode.js';
import { hasOpencode2, startOpencode2 } from '../../../support/opencode2.js';
import { makeRepository, type Files, type Repository } from '../../../support/repository.js';
import { startSandboxAgent } from '../../../support/sandboxAgent.js';
import { makeTemp, removeTemp } from '../../../support/temp.js';
import { connectTestSandbox } from '../../../support/testSandbox.js';
import { sharedServer } from '../serverPool.js';
import { files } from '../sampleFiles.js';

/** A server of some kind, with what its tests need. */
export interface RunningServer {
  readonly sandbox: Sandbox;
  readonly server: AgentServer;
  /** The scripted model; Sandbox Agent does not use it. */
  readonly model: Model;
  readonly processes: ProcessesPort;
  readonly repository: Repository;
  /** Its folder for temporary files. */
  readonly temporary: string;
  json<T>(path: string, body?: unknown, method?: string): Promise<T>;
}

/** Options of the servers. */
export interface ServerStart {
  readonly files?: Files;
  readonly env?: Readonly<Record<string, string>>;
}

interface Started {
  readonly url: string;
  json<T>(path: string, body?: unknown, method?: string): Promise<T>;
  dispose(): Promise<void>;
}

const starts: Readonly<
  Record<
    string,
    {
      secret: string;
      start(options: { workspace: string; env: Record<string, string>; model: Model }): Promise<Started>;
    }
  >
> = {
  'OpenCode 1': { secret: 'pw', start: ({ model, ...options }) => startOpencode({ ...options, model }) },
  ...(hasOpencode2()
    ? {
        'OpenCode 2': { secret: 'pw', start: ({ workspace, env, model }) => startOpencode2({ workspace, env, model }) },
      }
    : {}),
  'Sandbox Agent': { secret: 'token', start: ({ workspace, env }) => startSandboxAgent({ workspace, env }) },
};

/** A server with its model and its folders, without a sandbox. */
interface Machine extends Pick<RunningServer, 'model' | 'repository' | 'temporary'> {
  readonly started: Started;
  dispose(): Promise<void>;
}

const startOf = (kind: string) => starts[kind] ?? fail(`no server of the kind ${kind}`);

async function startMachine(kind: string, options: ServerStart): Promise<Machine> {
  const ends: (() => unknown)[] = [];
  const dispose = async (): Promise<void> => {
    for (const end of ends.toReversed()) await end();
  };
  try {
    const model = await startModel();
    ends.push(() => model.close());
    const repository = makeRepository(options.files);
    ends.push(() => repository.remove());
    const temporary = makeTemp('tmp');
    ends.push(() => removeTemp(temporary));
    const env = { TMPDIR: temporary, ...options.env };
    const started = await startOf(kind).start({ workspace: repository.path, env, model });
    ends.push(() => started.dispose());
    return { model, repository, temporary, started, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function connectTo(kind: string, { started, ...machine }: Machine): Promise<RunningServer> {
  const sandbox = await connectTestSandbox({ url: started.url, secret: startOf(kind).secret, clock: patientClock });
  const server = await sandbox.ready();
  if (server.processes === undefined) throw new Error(`${kind} has no processes`);
  return { ...machine, sandbox, server, processes: server.processes, json: started.json };
}

/** Starts a server of this kind before the tests of the suite, and stops it after them. */
export function runningServer(kind: string, options: ServerStart = {}): () => RunningServer {
  let machine: Machine | undefined;
  let running: RunningServer | undefined;
  before(async () => {
    machine = await startMachine(kind, options);
    running = await connectTo(kind, machine);
  });
  after(async () => {
    running?.sandbox.dispose();
    await machine?.dispose();
  });
  return () => running ?? fail('the server is not running');
}

/** The server of this kind that is shared by suites that leave it unchanged; its repository has files of every kind. */
export function runningSharedServer(kind: string): () => RunningServer {
  let running: RunningServer | undefined;
  before(async () => {
    const machine = await sharedServer(`running ${kind}`, () => startMachine(kind, { files }));
    running = await connectTo(kind, machine);
  });
  after(() => running?.sandbox.dispose());
  return () => running ?? fail('the server is not running');
}

/** The programs of a small sandbox. */
const PROGRAMS =
  'sh env mktemp mkfifo mkdir head tail cat wc base64 rm mv sleep timeout kill stty cp grep find sed sort rg git';

/** A folder with these programs and no others, for the PATH of a server; it is removed after the tests of the suite. */
export function programsWithout(name: string): string {
  const folder = makeTemp('bin');
  before(() => {
    for (const program of PROGRAMS.split(' ').filter((each) => each !== name)) {
      const found = execFileSync('sh', ['-c', 'command -v "$1" || :', 'sh', program], { encoding: 'utf8' }).trim();
      if (found.startsWith('/')) symlinkSync(found, join(folder, program));
    }
  });
  after(() => removeTemp(folder));
  return folder;
}

/** Names of kinds of servers. */
export type Kinds = readonly string[];

/** Kinds that run programs without a terminal, which is ten times faster. */
export const QUICK_KINDS: Kinds = ['Sandbox Agent'];
/** Kinds that run programs in a terminal. */
export const SLOW_KINDS: Kinds = Object.keys(starts).filter((kind) => !QUICK_KINDS.includes(kind));

/** Runs a suite once for each of these kinds of server. */
export function eachServer(suite: (kind: string) => void, kinds: Kinds = Object.keys(starts)): void {
  for (const kind of kinds) describe(`on ${kind}`, () => suite(kind));
}
