// Figures, never a verdict.
import { runMocha } from '../support/mochaRun.js';
import { ensurePrograms } from '../support/programs.js';

ensurePrograms('chromium', 'ripgrep', 'git');
await runMocha({ folders: ['bench'], timeout: 600_000, mayBeEmpty: true });
