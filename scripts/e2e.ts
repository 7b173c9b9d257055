// Tests user scenarios in the real workbench, with a new production package.
import { runMocha } from '../test/support/mochaRun.js';
import { packageExtension } from '../test/support/packaged.js';
import { ensurePrograms } from '../test/support/programs.js';
import { setUpWorkbench } from '../test/support/workbenchSetup.js';

ensurePrograms('chromium', 'ripgrep', 'git');
setUpWorkbench();
await packageExtension();
await runMocha({ folders: ['e2e'], ending: '.e2e.mjs', timeout: 240_000 });
