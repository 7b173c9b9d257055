// The core against real servers through a proxy that breaks things, and against hostile servers.
import { runMocha } from '../support/mochaRun.js';
import { ensurePrograms } from '../support/programs.js';

ensurePrograms('ripgrep', 'git');
await runMocha({ folders: ['faults'], timeout: 180_000, mayBeEmpty: true });
