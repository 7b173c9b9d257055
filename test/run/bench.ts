// Figures, never a verdict. `--quick` reads each once: it only proves that the benchmark works.
import { benchHost } from '../bench/host.js';
import { report } from '../bench/report.js';
import { benchActivation, benchSizes } from '../bench/start.js';
import { buildForProduction, packageExtension } from '../support/packaged.js';
import { ensurePrograms } from '../support/programs.js';
import { setUpWorkbench } from '../support/workbenchSetup.js';

const quick = process.argv.includes('--quick');
ensurePrograms('chromium', 'ripgrep', 'git');
setUpWorkbench();
buildForProduction();
await packageExtension();
const times = quick ? 1 : 5;
report([...benchSizes(), ...benchHost(times), await benchActivation(times)], 'test/bench/results.json');
