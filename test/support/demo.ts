// The demo: the packaged extension in a real workbench, beside a real OpenCode server with a scripted model, on a sample
// project that is cloned here.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { startModel } from './model.js';
import { startOpencode } from './opencode.js';
import { startOpencode2 } from './opencode2.js';
import { packageExtension } from './packaged.js';
import { ensurePrograms } from './programs.js';
import { makeRepository } from './repository.js';
import { sampleAnswers, samplePermissions, sampleProject } from './sample.js';
import { sampleAnswers2, samplePermissions2 } from './sampleVersion2.js';
import { makeTemp, removeTemp } from './temp.js';
import { startWorkbench, type WorkbenchServer } from './workbench.js';

/** Cleanups in the order of creation. */
export type Endings = (() => Promise<void> | void)[];

/** Runs the cleanups, last first. */
export async function endAll(endings: Endings): Promise<void> {
  for (const end of endings.splice(0).toReversed()) await end();
}

/** The server that the demo runs, as the setting for a sandbox's kind names it. */
export type DemoKind = 'opencode' | 'opencode2';

/** The running demo. */
interface Demo extends Pick<DemoServer, 'password'> {
  readonly workbench: WorkbenchServer;
}

/** The running demo server, without a workbench. */
export interface DemoServer {
  /** The user's clone of the project that the server works on. */
  readonly workspace: string;
  /** The password of the sandbox; absent if it requires none. */
  readonly password?: string;
  /** User settings that name the sandbox. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * Starts the scripted model and the OpenCode server on the sample project below `folder`. The sandbox needs no password,
 * since it listens on this machine only; OpenCode 2 always has one. `endings` gets what stops it, also when starting
 * fails half-way.
 */
export async function startDemoServer(
  endings: Endings,
  folder: string,
  kind: DemoKind = 'opencode',
): Promise<DemoServer> {
  ensurePrograms('ripgrep', 'git');
  const remote = makeRepository(sampleProject, join(folder, 'sandbox'));
  const workspace = join(folder, 'greetings');
  execFileSync('git', ['clone', '-q', remote.path, workspace]);
  const model = await startModel(kind === 'opencode' ? sampleAnswers : sampleAnswers2);
  endings.push(() => model.close());
  const common = { model, workspace: remote.path };
  const server =
    kind === 'opencode'
      ? await startOpencode({ ...common, password: null, config: { permission: samplePermissions } })
      : await startOpencode2({ ...common, password: 'demo', config: { permissions: samplePermissions2 } });
  endings.push(() => server.dispose());
  return {
    workspace,
    ...(server.password === undefined ? {} : { password: server.password }),
    settings: { 'opencodeSandbox.sandboxes': [{ id: 'demo', name: 'Demo', url: server.url }] },
  };
}

/** Builds the extension and starts the demo server and a workbench; `endings` as in `startDemoServer`. */
export async function startDemo(endings: Endings, kind?: DemoKind): Promise<Demo> {
  const vsix = await packageExtension();
  const temp = makeTemp('demo');
  endings.push(() => removeTemp(temp));
  const { workspace, settings, password } = await startDemoServer(endings, temp, kind);
  const workbench = await startWorkbench({ workspace, vsix: [vsix], settings });
  endings.push(() => workbench.dispose());
  return { workbench, ...(password === undefined ? {} : { password }) };
}
