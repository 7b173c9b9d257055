import { execFileSync } from 'node:child_process';
import { gitEnvironment, makeRepository, type Repository } from '../support/repository.js';
import { makeTemp, removeTemp } from '../support/temp.js';
import { appliesChanges } from './changes/applying.js';
import { actionsOf } from './changes/actions.js';
import { files, work } from './changes/files.js';
import { reviewsChanges } from './changes/reviewing.js';
import { worksInTheSandbox } from './changes/sandbox.js';
import { choosesChanges } from './changes/scopes.js';
import { sendsChanges } from './changes/sending.js';
import { addSandbox, closes, setStage, type Fixture } from './fixture.js';
import { describeVersions } from './versions.js';

describeVersions('a person applies changes locally', (version) => {
  let fixture: Fixture;
  let remote: Repository;
  let local: string;
  const actions = actionsOf(
    () => fixture,
    () => remote,
    () => local,
    version,
  );

  before(async function () {
    this.timeout(180_000);
    remote = makeRepository(files);
    local = makeTemp('clone');
    execFileSync('git', ['clone', '-q', remote.path, local], { env: { ...process.env, ...gitEnvironment } });
    actions.git('remote', 'remove', 'origin');
    fixture = await setStage({
      ...version.fixture,
      model: {
        scripts: version.scripts({
          work: [
            { text: 'Working.', tools: [{ name: 'bash', args: { command: work, description: 'work' } }] },
            { text: 'All changed.' },
          ],
          more: [
            { tools: [{ name: 'bash', args: { command: `sed -i 's/c = 3/c = 30/' edit.ts`, description: 'more' } }] },
            { text: 'One more.' },
          ],
        }),
      },
      server: { workspace: remote.path },
      workbench: { workspace: local, settings: { 'files.autoSave': 'off' } },
    });
    const { window } = fixture;
    await window.activity('OpenCode Sandbox');
    await addSandbox(window, fixture.server.url, fixture.server.password, 'My box');
    await window.row(version.connected('My box')).waitFor();
  });
  closes(
    () => fixture,
    () => remote?.remove(),
    () => local && removeTemp(local),
  );

  reviewsChanges(actions);
  appliesChanges(actions);
  choosesChanges(actions);
  sendsChanges(actions);
  worksInTheSandbox(actions);
});
