// Sizes of the bundles, and the time of our own code in `activate`.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openWindow } from '../e2e/workbench.js';
import { kilobytes, measured } from '../support/packaged.js';
import { removeTemp, until } from '../support/temp.js';
import { packTinyExtension } from '../support/tinyExtension.js';
import { openBrowser, startWorkbench } from '../support/workbench.js';
import { figure, type Figure } from './report.js';

/** Sizes of what is shipped; the package is fresh. */
export const benchSizes = (): readonly Figure[] => [
  figure('extension bundle', 'kB', [kilobytes(measured.extension)], { goal: 450 }),
  figure('chat bundle with styles', 'kB', [kilobytes(measured.chat) + kilobytes(measured.styles)], { goal: 400 }),
  figure('.vsix', 'kB', [kilobytes(measured.package)], { goal: 1000 }),
];

/** The time of the activation from the extension's log. */
function activationIn(dir: string): number | undefined {
  const logs = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('OpenCode Sandbox.log'),
  );
  for (const name of logs) {
    const found = /Activated in ([\d.]+) ms/.exec(readFileSync(join(dir, name), 'utf8'))?.[1];
    if (found !== undefined) return Number(found);
  }
  return undefined;
}

const ours = 'opencode-sandbox.opencode-sandbox';

/** An extension that does nothing, and one that loads and activates it and ours and writes down what each took. */
async function packMeter(): Promise<{ readonly vsix: readonly string[]; readonly out: string; dispose(): void }> {
  const empty = await packTinyExtension({
    name: 'empty',
    manifest: { activationEvents: ['onCommand:empty.never'] },
    code: 'exports.activate = () => {};',
  });
  const out = join(empty.dir, 'activated.json');
  const meter = await packTinyExtension({
    name: 'meter',
    code: `exports.activate = async () => {
      // Waits until the host has started: it responds in time for a while.
      for (let calm = 0; calm < 20; ) {
        const due = performance.now() + 50;
        await new Promise((later) => setTimeout(later, 50));
        calm = performance.now() < due + 10 ? calm + 1 : 0;
      }
      const took = {};
      for (const id of ['tiny.empty', '${ours}']) {
        const began = performance.now();
        await vscode.extensions.getExtension(id).activate();
        took[id] = performance.now() - began;
      }
      require('fs').writeFileSync(${JSON.stringify(out)}, JSON.stringify(took));
    };`,
  });
  return {
    vsix: [empty.path, meter.path],
    out,
    dispose() {
      for (const { dir } of [empty, meter]) removeTemp(dir);
    },
  };
}

/** What the activation takes in a fresh profile each time: our own code, and with loading beside an empty extension. */
export async function benchActivation(times: number): Promise<readonly Figure[]> {
  const own: number[] = [];
  const loaded: number[] = [];
  const empty: number[] = [];
  const meter = await packMeter();
  for (let i = 0; i < times; i++) {
    rmSync(meter.out, { force: true });
    const workbench = await startWorkbench({ vsix: [measured.package, ...meter.vsix] });
    const browser = await openBrowser();
    try {
      await openWindow(workbench, browser);
      const took = await until('both are active', () =>
        existsSync(meter.out) ? (JSON.parse(readFileSync(meter.out, 'utf8')) as Record<string, number>) : undefined,
      );
      loaded.push(took[ours] ?? Number.NaN);
      empty.push(took['tiny.empty'] ?? Number.NaN);
      own.push(await until('the log tells of the activation', () => activationIn(workbench.dir)));
    } finally {
      await browser.close();
      await workbench.dispose();
    }
  }
  meter.dispose();
  return [
    figure('activation, our own code', 'ms', own, { goal: 50 }),
    figure('activation with loading', 'ms', loaded),
    figure('floor: activation of an empty extension', 'ms', empty),
  ];
}
