import { attachesFiles, mentionsLargeFiles } from './input/attachments.js';
import { beginsToWrite } from './input/beginning.js';
import { choosesModels } from './input/choices.js';
import { completesWords } from './input/completion.js';
import { writesWhileFrozen } from './input/frozen.js';
import { writesWithKeys } from './input/keys.js';
import { letsPromptsWait } from './input/waiting.js';
import { actionsOf } from './input/actions.js';
import { addSandbox, closes, setStage, type Fixture } from './fixture.js';
import { describeVersions } from './versions.js';

const command = '---\ndescription: Say hello to someone\n---\n[[greet]] Say hello to $ARGUMENTS\n';

describeVersions('a person writes to an agent', (version) => {
  let fixture: Fixture;
  before(async function () {
    this.timeout(180_000);
    fixture = await setStage({
      ...version.fixture,
      model: {
        scripts: {
          hello: [{ text: 'Hello.' }],
          again: [{ text: 'Again.' }],
          greet: [{ text: 'Greeted.' }],
          pair: [{ text: 'Paired.' }],
          team: [{ text: 'Reviewed by the team.' }],
          script: [{ text: 'Reviewed in Chinese.' }],
          held: [{ text: 'Holding on', hold: 'held' }],
          steered: [{ text: 'Holding on', hold: 'steered' }],
          stopped: [{ text: 'Holding on', hold: 'stopped' }],
          deleted: [{ text: 'Until it is deleted', hold: 'deleted' }],
          queued: [{ text: 'Its turn came.' }],
        },
      },
      server: {
        config: version.commands({
          'two words': { template: '[[pair]] $1 then $2' },
          'team/review': { template: '[[team]] Review $ARGUMENTS', description: 'in a folder' },
          审查: { template: '[[script]] Review $ARGUMENTS' },
        }),
      },
      workbench: { workspace: { 'src/local.ts': 'export const localWords = 1;\n', 'notes.md': '# Notes\n' } },
    });
    fixture.server.repository?.write('.opencode/command/greet.md', command);
    fixture.server.repository?.write('src/remote.ts', 'export const remoteWords = 2;\n');
    await fixture.window.activity('OpenCode Sandbox');
    await addSandbox(fixture.window, fixture.server.url, fixture.server.password, 'Box');
  });
  closes(() => fixture);

  const actions = actionsOf(() => fixture, version);
  beginsToWrite(actions);
  writesWithKeys(actions);
  completesWords(actions);
  attachesFiles(actions);
  letsPromptsWait(actions);
  writesWhileFrozen(actions);
  choosesModels(actions);
  if (version.isFirst) mentionsLargeFiles(actions);
});
