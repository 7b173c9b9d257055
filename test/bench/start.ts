// What is shipped, and what it costs to begin: sizes of the bundles, and the time of our own code in `activate`.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openWindow } from '../e2e/workbench.js';
import { until } from '../support/temp.js';
import { openBrowser, startWorkbench } from '../support/workbench.js';
import { figure, type Figure } from './report.js';

const kilobytes = (path: string): number => statSync(path).size / 1000;

/** Sizes of what is shipped; the package is fresh. */
export const benchSizes = (): readonly Figure[] => [
  figure('extension bundle', 'kB', [kilobytes('dist/extension.cjs')], { goal: 400 }),
  figure('chat bundle with styles', 'kB', [kilobytes('dist/chat.js') + kilobytes('dist/chat.css')], { goal: 400 }),
  figure('.vsix', 'kB', [kilobytes('dist/opencode-sandbox.vsix')], { goal: 1000 }),
];

/** What the extension's log says of its own activation. */
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

/** Ms of our own code between VS Code calling `activate` and its return, in a fresh profile each time. */
export async function benchActivation(times: number): Promise<Figure> {
  const readings: number[] = [];
  for (let i = 0; i < times; i++) {
    const workbench = await startWorkbench({ vsix: ['dist/opencode-sandbox.vsix'] });
    const browser = await openBrowser();
    try {
      const window = await openWindow(workbench, browser);
      await window.activity('OpenCode Sandbox');
      readings.push(await until('the log tells of the activation', () => activationIn(workbench.dir)));
    } finally {
      await browser.close();
      await workbench.dispose();
    }
  }
  return figure('activation, our own code', 'ms', readings, { goal: 50 });
}
