// The demo: the packaged extension in a real workbench, beside a real OpenCode server with a scripted model, on a sample
// project that is cloned here.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { startModel } from './model.js';
import { startOpencode } from './opencode.js';
import { buildForProduction, packageExtension } from './packaged.js';
import { ensurePrograms } from './programs.js';
import { makeRepository } from './repository.js';
import { sampleAnswers, samplePermissions, sampleProject } from './sample.js';
import { makeTemp, removeTemp } from './temp.js';
import { startWorkbench, type WorkbenchServer } from './workbench.js';

/** It, at work, and what ends it. */
export interface Demo {
  readonly workbench: WorkbenchServer;
  dispose(): Promise<void>;
}

/**
 * Builds and starts everything; what was started when something fails is in `cleanups` too. The sandbox needs no password,
 * since it is reached on this machine only.
 */
export async function startDemo(cleanups: (() => Promise<void> | void)[] = []): Promise<Demo> {
  ensurePrograms('ripgrep', 'git');
  buildForProduction();
  const vsix = await packageExtension();
  const temp = makeTemp('demo');
  cleanups.push(() => removeTemp(temp));
  const remote = makeRepository(sampleProject, join(temp, 'sandbox'));
  const local = join(temp, 'greetings');
  execFileSync('git', ['clone', '-q', remote.path, local]);
  const model = await startModel(sampleAnswers);
  cleanups.push(() => model.close());
  const config = { permission: samplePermissions };
  const server = await startOpencode({ model, workspace: remote.path, password: null, config });
  cleanups.push(() => server.dispose());
  const workbench = await startWorkbench({
    workspace: local,
    vsix: [vsix],
    settings: { 'opencodeSandbox.sandboxes': [{ id: 'demo', name: 'Demo', url: server.url }] },
  });
  cleanups.push(() => workbench.dispose());
  return {
    workbench,
    dispose: async () => {
      for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
    },
  };
}
