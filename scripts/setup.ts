// Installs what the suites need beside the packages, before they run side by side.
import { ensurePrograms } from '../test/support/programs.js';
import { setUpWorkbench } from '../test/support/workbenchSetup.js';

ensurePrograms('chromium', 'ripgrep', 'git');
setUpWorkbench();
