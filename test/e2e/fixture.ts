// The start of scenarios: a real workbench with the packaged extension in a browser, and a real server with a scripted model.
import { writeFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { startModel, type Model, type ModelOptions } from '../support/model.js';
import { startOpencode, type Opencode, type OpencodeOptions } from '../support/opencode.js';
import { openBrowser, startWorkbench, type WorkbenchOptions, type WorkbenchServer } from '../support/workbench.js';
import { openWindow, type WindowOptions, type Workbench } from './workbench.js';

/** A workbench with the extension, and a person's window in it. */
export interface WorkbenchFixture {
  readonly workbench: WorkbenchServer;
  readonly browser: Browser;
  readonly window: Workbench;
  dispose(): Promise<void>;
}

/** The whole stack: a workbench, and a server to add. */
export interface Fixture extends WorkbenchFixture {
  readonly model: Model;
  readonly server: Opencode;
}

/** Options of a fixture. */
export interface StageOptions {
  readonly model?: ModelOptions;
  readonly server?: OpencodeOptions;
  /** Starts the server. Default: OpenCode 1. */
  start?(options: OpencodeOptions): Promise<Opencode>;
  readonly workbench?: WorkbenchOptions;
  /** Prefix of its screenshots, if the same scenarios run on several servers. */
  readonly pictures?: string;
}

/** The packaged extension, built by the runner. */
export const vsix = 'dist/opencode-sandbox.vsix';

/** Opens a window of a new workbench. */
export async function openDesk(options: WorkbenchOptions = {}, ofWindow?: WindowOptions): Promise<WorkbenchFixture> {
  const [workbench, browser] = await Promise.all([startWorkbench({ vsix: [vsix], ...options }), openBrowser()]);
  const window = await openWindow(workbench, browser, ofWindow);
  return {
    workbench,
    browser,
    window,
    async dispose() {
      await browser.close();
      await workbench.dispose();
    },
  };
}

/** Starts everything; nothing is configured yet. */
export async function setStage(options: StageOptions = {}): Promise<Fixture> {
  const model = await startModel(options.model);
  const start = options.start ?? startOpencode;
  const [server, desk] = await Promise.all([start({ model, ...options.server }), openDesk(options.workbench)]);
  const { pictures = '' } = options;
  const screenshot = (name: string): Promise<void> => desk.window.screenshot(`${pictures}${name}`);
  return {
    ...desk,
    window: { ...desk.window, screenshot },
    model,
    server,
    async dispose() {
      await desk.dispose();
      await Promise.all([server.dispose(), model.close()]);
    },
  };
}

/**
 * Disposes the resources of this suite afterwards, the workbench first. If a test fails, writes a screenshot and the logs of the
 * extensions, and skips the other tests of the suite, which depend on it.
 */
export function closes(desk: () => WorkbenchFixture | undefined, ...more: readonly (() => unknown)[]): void {
  after(async function () {
    this.timeout(60_000);
    for (const end of [() => desk()?.dispose(), ...more]) await end();
  });
  let failed = false;
  beforeEach(function () {
    if (failed) this.skip();
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    failed = true;
    const name = `failed-${this.currentTest.title.replace(/\W+/g, '-').slice(0, 80)}`;
    const failing = desk();
    await failing?.window.screenshot(name);
    if (failing !== undefined) writeFileSync(`out/screenshots/${name}.log`, failing.workbench.extensionLogs());
  });
}

/** Adds a sandbox like a user: command, address, secret, name. */
export async function addSandbox(
  window: Workbench,
  url: string,
  secret: string | undefined,
  name: string,
): Promise<void> {
  await window.command('OpenCode Sandbox: Add Sandbox…');
  await window.input(url, { title: 'Address of an OpenCode server' });
  if (secret !== undefined) await window.input(secret, { title: 'Password or token' });
  await window.input(name, { title: 'Choose a name for this sandbox' });
  await window.row(name).waitFor();
}
