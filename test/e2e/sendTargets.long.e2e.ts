import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { startSandboxAgent, type SandboxAgent } from '../support/sandboxAgent.js';
import { removeTemp } from '../support/temp.js';
import { packTinyExtension } from '../support/tinyExtension.js';
import { choosesWhatToSend } from './sendTargets/asking.js';
import { attachesFiles } from './sendTargets/attaching.js';
import { choosesTheSession } from './sendTargets/choosing.js';
import { files } from './sendTargets/files.js';
import { actionsOf } from './sendTargets/actions.js';
import { sendsFromPanels } from './sendTargets/panels.js';
import { sendsFiles } from './sendTargets/sending.js';
import { sendsFromSourceControl } from './sendTargets/sourceControl.js';
import { failingTests } from './sending.js';
import { closes, setStage, type Fixture, vsix } from './fixture.js';

describe('a person who sends from any view', () => {
  let fixture: Fixture;
  let agent: SandboxAgent;
  let tiny: { path: string; dir: string };
  before(async function () {
    this.timeout(180_000);
    tiny = await packTinyExtension({ name: 'tiny-tests', code: failingTests });
    [fixture, agent] = await Promise.all([
      setStage({
        workbench: {
          workspace: files,
          vsix: [vsix, tiny.path],
          settings: { 'terminal.integrated.gpuAcceleration': 'off', 'git.untrackedChanges': 'mixed' },
        },
      }),
      startSandboxAgent(),
    ]);
    symlinkSync('/etc/hostname', join(fixture.workbench.folder, 'mixed', 'link.txt'));
    await fixture.window.context.grantPermissions(['clipboard-read', 'clipboard-write'], {
      origin: fixture.workbench.origin,
    });
  });
  closes(
    () => fixture,
    () => agent?.dispose(),
    () => tiny && removeTemp(tiny.dir),
  );

  const actions = actionsOf(
    () => fixture,
    () => agent,
  );
  sendsFiles(actions);
  attachesFiles(actions);
  choosesTheSession(actions);
  sendsFromSourceControl(actions);
  sendsFromPanels(actions);
  choosesWhatToSend(actions);
});
