// Figures, never a verdict. `--quick` reads each once and small: it only proves that the benchmark works. `--table` measures
// nothing: it writes what was measured into the document, as each other run does at its end. Names of groups
// (`sizes host sandboxes start tree memory web web2`) choose some of them. A row is written when it is measured; failures are listed at the end.
import { readFileSync, writeFileSync } from 'node:fs';
import { benchHost } from '../test/bench/host.js';
import { benchMemory, benchTree } from '../test/bench/rest.js';
import { createReport, readFigures, withTable, type Figure } from '../test/bench/report.js';
import { benchSandboxes } from '../test/bench/sandboxes.js';
import { benchActivation, benchSizes } from '../test/bench/start.js';
import { benchWeb } from '../test/bench/web/index.js';
import { version1, version2 } from '../test/bench/web/versions.js';
import { packageExtension } from '../test/support/packaged.js';
import { ensurePrograms } from '../test/support/programs.js';
import { setUpWorkbench } from '../test/support/workbenchSetup.js';

const quick = process.argv.includes('--quick');
const times = quick ? 1 : 3;
const RESULTS = 'test/bench/results.json';
const DOCUMENT = 'docs/benchmark.md';
const tabulate = (): void => writeFileSync(DOCUMENT, withTable(readFileSync(DOCUMENT, 'utf8'), readFigures(RESULTS)));
if (process.argv.includes('--table')) {
  tabulate();
  process.exit(0);
}
const report = createReport(quick ? 'out/bench.json' : RESULTS);
type Figures = Promise<readonly Figure[]> | readonly Figure[];
const groups: Readonly<Record<string, () => Figures>> = {
  sizes: benchSizes,
  host: () => benchHost(times),
  sandboxes: () => (quick ? benchSandboxes(5, 2) : benchSandboxes(50, 10)),
  start: () => benchActivation(times),
  tree: () => (quick ? benchTree(50, 2) : benchTree(2_000, 20)),
  memory: () => (quick ? benchMemory(2, 4, 2) : benchMemory(100, 20, 5)),
  web: () => benchWeb(version1, times, quick, report),
  web2: () => (version2.available() ? benchWeb(version2, times, quick, report) : []),
};
const named = process.argv.slice(2).filter((arg) => !arg.startsWith('-'));
ensurePrograms('chromium', 'ripgrep', 'git');
setUpWorkbench();
await packageExtension();
// A browser or a server may fail without anything awaiting it.
process.on('unhandledRejection', report.failed);
// A measurement that times out on a busy machine is not a failure; a group without any figure is.
let broken = 0;
// The web UI of OpenCode 2 takes half a minute for each long answer: a full run measures it only if named.
const isChosen = (name: string): boolean => (named.length === 0 ? quick || name !== 'web2' : named.includes(name));
for (const [name, run] of Object.entries(groups))
  if (isChosen(name)) {
    const began = performance.now();
    try {
      report.add(await run());
    } catch (error) {
      broken++;
      report.failed(new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`));
    }
    console.error(`… ${name} took ${Math.round((performance.now() - began) / 1000)} s`);
  }
report.end();
if (!quick) tabulate();
process.exit(broken > 0 ? 1 : 0);
