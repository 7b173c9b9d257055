// The core against real servers through a proxy that breaks things, and against hostile servers.
// `--soak` adds ten minutes of faults and prompts; parts of paths choose files.
import { runMocha } from '../support/mochaRun.js';
import { ensurePrograms } from '../support/programs.js';

ensurePrograms('ripgrep', 'git');
if (process.argv.includes('--soak')) process.env['SOAK_SECONDS'] = '600';
await runMocha({ folders: ['faults', 'load'], timeout: 180_000 });
