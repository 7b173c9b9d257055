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

/** What ends what was started, in the order in which it was. */
export type Endings = (() => Promise<void> | void)[];

/** Ends all of it, last first. */
export async function endAll(endings: Endings): Promise<void> {
  for (const end of endings.splice(0).toReversed()) await end();
}

/**
 * Builds and starts everything; what ends it is in `endings`, also when something fails half-way. The sandbox needs no
 * password, since it is reached on this machine only.
 */
export async function startDemo(endings: Endings): Promise<WorkbenchServer> {
  ensurePrograms('ripgrep', 'git');
  buildForProduction();
  const vsix = await packageExtension();
  const temp = makeTemp('demo');
  endings.push(() => removeTemp(temp));
  const remote = makeRepository(sampleProject, join(temp, 'sandbox'));
  const local = join(temp, 'greetings');
  execFileSync('git', ['clone', '-q', remote.path, local]);
  const model = await startModel(sampleAnswers);
  endings.push(() => model.close());
  const config = { permission: samplePermissions };
  const server = await startOpencode({ model, workspace: remote.path, password: null, config });
  endings.push(() => server.dispose());
  const workbench = await startWorkbench({
    workspace: local,
    vsix: [vsix],
    settings: { 'opencodeSandbox.sandboxes': [{ id: 'demo', name: 'Demo', url: server.url }] },
  });
  endings.push(() => workbench.dispose());
  return workbench;
}
