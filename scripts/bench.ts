// Figures, never a verdict. `--quick` reads each once and small: it only proves that the benchmark works. Names of groups
// (`sizes host start tree memory web`) choose some of them.
import { benchHost } from '../test/bench/host.js';
import { benchMemory, benchTree } from '../test/bench/rest.js';
import { report, type Figure } from '../test/bench/report.js';
import { benchActivation, benchSizes } from '../test/bench/start.js';
import { benchWeb } from '../test/bench/web/index.js';
import { buildForProduction, packageExtension } from '../test/support/packaged.js';
import { ensurePrograms } from '../test/support/programs.js';
import { setUpWorkbench } from '../test/support/workbenchSetup.js';

const quick = process.argv.includes('--quick');
const times = quick ? 1 : 5;
const groups: Readonly<Record<string, () => Promise<readonly Figure[]> | readonly Figure[]>> = {
  sizes: benchSizes,
  host: () => benchHost(times),
  start: () => benchActivation(times),
  tree: () => (quick ? benchTree(50, 2) : benchTree(2_000, 20)),
  memory: () => (quick ? benchMemory(2, 4, 2) : benchMemory(100, 20, 5)),
  web: () => benchWeb(times, quick),
};
const named = process.argv.slice(2).filter((arg) => !arg.startsWith('-'));
ensurePrograms('chromium', 'ripgrep', 'git');
setUpWorkbench();
buildForProduction();
await packageExtension();
const figures: Figure[] = [];
for (const [name, run] of Object.entries(groups))
  if (named.length === 0 || named.includes(name)) {
    const began = performance.now();
    figures.push(...(await run()));
    console.error(`… ${name} took ${Math.round((performance.now() - began) / 1000)} s`);
  }
report(figures, quick ? 'out/bench.json' : 'test/bench/results.json', named.length > 0);
