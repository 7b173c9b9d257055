// A person's scenarios in the real workbench, with a fresh production package: an old one is never tested.
import { runMocha } from '../support/mochaRun.js';
import { buildForProduction, packageExtension } from '../support/packaged.js';
import { ensurePrograms } from '../support/programs.js';
import { setUpWorkbench } from '../support/workbenchSetup.js';

ensurePrograms('chromium', 'ripgrep', 'git');
setUpWorkbench();
buildForProduction();
await packageExtension();
await runMocha({ folders: ['e2e'], ending: '.e2e.mjs', timeout: 120_000 });
