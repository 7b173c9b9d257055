// Pure rules, and recorded streams folded to text.
import { runMocha } from '../support/mochaRun.js';

await runMocha({ folders: ['unit', 'replay', 'load'], timeout: 20_000 });
