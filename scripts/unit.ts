// Pure rules, and recorded streams folded to text.
import { runMocha } from '../test/support/mochaRun.js';

await runMocha({ folders: ['unit', 'integration/load'], timeout: 60_000 });
