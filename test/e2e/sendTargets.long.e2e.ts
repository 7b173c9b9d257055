import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { startSandboxAgent, type SandboxAgent } from '../support/sandboxAgent.js';
import { removeTemp } from '../support/temp.js';
import { packTinyExtension } from '../support/tinyExtension.js';
import { choosesWhatToSend } from './sendTargets/asking.js';
import { attachesFiles } from './sendTargets/attaching.js';
import { choosesTheSession } from './sendTargets/choosing.js';
import { files } from './sendTargets/files.js';
import { handsOf } from './sendTargets/actions.js';
import { sendsFromPanels } from './sendTargets/panels.js';
import { sendsFiles } from './sendTargets/sending.js';
import { sendsFromSourceControl } from './sendTargets/sourceControl.js';
import { failingTests } from './sending.js';
import { closes, setStage, type Fixture, vsix } from './fixture.js';

describe('a person who sends from any view', () => {
  let stage: Fixture;
  let agent: SandboxAgent;
  let tiny: { path: string; dir: string };
  before(async function () {
    this.timeout(180_000);
    tiny = await packTinyExtension({ name: 'tiny-tests', code: failingTests });
    [stage, agent] = await Promise.all([
      setStage({
        workbench: {
          workspace: files,
          vsix: [vsix, tiny.path],
          settings: { 'terminal.integrated.gpuAcceleration': 'off', 'git.untrackedChanges': 'mixed' },
        },
      }),
      startSandboxAgent(),
    ]);
    symlinkSync('/etc/hostname', join(stage.workbench.folder, 'mixed', 'link.txt'));
    await stage.window.context.grantPermissions(['clipboard-read', 'clipboard-write'], {
      origin: stage.workbench.origin,
    });
  });
  closes(
    () => stage,
    () => agent?.dispose(),
    () => tiny && removeTemp(tiny.dir),
  );

  const hands = handsOf(
    () => stage,
    () => agent,
  );
  sendsFiles(hands);
  attachesFiles(hands);
  choosesTheSession(hands);
  sendsFromSourceControl(hands);
  sendsFromPanels(hands);
  choosesWhatToSend(hands);
});
