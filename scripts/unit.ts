// Runs the unit tests, including replays of recorded streams.
import { runMocha } from '../test/support/mochaRun.js';

await runMocha({ folders: ['unit', 'integration/load'], timeout: 60_000 });
