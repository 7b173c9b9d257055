// The core against the real servers.
import { runMocha } from '../support/mochaRun.js';
import { ensurePrograms } from '../support/programs.js';

ensurePrograms('ripgrep', 'git');
await runMocha({ folders: ['contract', 'hostile', 'soak'], timeout: 60_000 });
