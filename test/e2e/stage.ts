// The whole stack for a scenario: a real server with a scripted model, a real workbench with the packaged extension, a browser.
import type { Browser } from 'playwright-core';
import { startModel, type Model, type ModelOptions } from '../support/model.js';
import { startOpencode, type Opencode, type OpencodeOptions } from '../support/opencode.js';
import { openBrowser, startWorkbench, type WorkbenchOptions, type WorkbenchServer } from '../support/workbench.js';
import { openWindow, type Workbench } from './workbench.js';

/** What a scenario starts from. */
export interface Stage {
  readonly model: Model;
  readonly server: Opencode;
  readonly workbench: WorkbenchServer;
  readonly browser: Browser;
  readonly window: Workbench;
  dispose(): Promise<void>;
}

/** How a stage differs. */
export interface StageOptions {
  readonly model?: ModelOptions;
  readonly server?: OpencodeOptions;
  readonly workbench?: WorkbenchOptions;
}

/** The packaged extension; the runner makes it. */
export const vsix = 'dist/opencode-sandbox.vsix';

/** Starts everything; nothing is configured yet. */
export async function setStage(options: StageOptions = {}): Promise<Stage> {
  const model = await startModel(options.model);
  const [server, workbench, browser] = await Promise.all([
    startOpencode({ model, ...options.server }),
    startWorkbench({ vsix: [vsix], ...options.workbench }),
    openBrowser(),
  ]);
  const window = await openWindow(workbench, browser);
  return {
    model,
    server,
    workbench,
    browser,
    window,
    async dispose() {
      await browser.close();
      await Promise.all([workbench.dispose(), server.dispose(), model.close()]);
    },
  };
}

/** Closes what the scenarios of this suite had, after them; where one fails, a picture is taken. */
export function closes(window: () => Workbench | undefined, end: () => unknown): void {
  after(async function () {
    this.timeout(60_000);
    await end();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await window()?.screenshot(`failed-${this.currentTest.title.replace(/\W+/g, '-').slice(0, 80)}`);
  });
}

/** Adds a sandbox as a person does: command, address, secret, name. */
export async function addSandbox(
  window: Workbench,
  url: string,
  secret: string | undefined,
  name: string,
): Promise<void> {
  await window.command('OpenCode Sandbox: Add Sandbox');
  await window.input(url, { title: 'Address of an OpenCode server' });
  if (secret !== undefined) await window.input(secret, { title: 'Password or token' });
  await window.input(name, { title: 'Name this sandbox' });
  await window.row(name).waitFor();
}
