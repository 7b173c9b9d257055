// Tests the core against real servers.
import { runMocha } from '../test/support/mochaRun.js';
import { ensurePrograms } from '../test/support/programs.js';

ensurePrograms('ripgrep', 'git');
await runMocha({ folders: ['integration/contract', 'integration/hostile', 'integration/soak'], timeout: 600_000 });
