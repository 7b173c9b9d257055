// Tests the core against real servers through a proxy that injects faults, and against hostile servers. Writes the
// measured values to the table in docs/faults.md. With `--soak`, the soak and the chaos test take ten minutes each;
// parts of paths select files.
import { documentVariable } from '../test/integration/faults/table.js';
import { runMocha } from '../test/support/mochaRun.js';
import { ensurePrograms } from '../test/support/programs.js';

ensurePrograms('ripgrep', 'git');
const seconds = process.argv.includes('--soak') ? '600' : '60';
const sizes = { LOAD_EVENTS: '1000000', BUSY_SESSIONS: '50', SOAK_SECONDS: seconds, CHAOS_SECONDS: seconds };
Object.assign(process.env, { ...sizes, ...process.env });
process.env[documentVariable] ??= 'docs/faults.md';
await runMocha({
  folders: ['integration/faults', 'integration/hostile', 'integration/load', 'integration/soak'],
  timeout: 600_000,
});
