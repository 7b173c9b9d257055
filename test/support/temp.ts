// Folders and ports of one test run, removed with it.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shared } from './shared.js';

const made = shared('folders', () => {
  const all = new Set<string>();
  // Left behind by an aborted test.
  process.once('exit', () => all.forEach(removeTemp));
  return all;
});

/** A new empty folder below the system's temporary folder. */
export function makeTemp(name: string): string {
  const path = mkdtempSync(join(tmpdir(), `opencode-sandbox-${name}-`));
  made.add(path);
  return path;
}

/** Removes a folder, even while something in it is being written. */
export function removeTemp(path: string): void {
  made.delete(path);
  rmSync(path, { recursive: true, force: true, maxRetries: 10 });
}

/** A loopback port that was free a moment ago, for programs that cannot be given port 0. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (typeof address === 'object' && address) resolve(address.port);
        else reject(new Error('no port'));
      });
    });
  });
}

/** Calls `check` until it returns something other than undefined or false; the error names the condition. */
export async function until<T>(
  what: string,
  check: () => T | undefined | false | Promise<T | undefined | false>,
  within = 120_000,
): Promise<T> {
  const end = Date.now() + within;
  for (;;) {
    const value = await check();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`waited ${within} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** A promise and the function that settles it. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
}

/** Creates a promise that is settled externally. */
export function deferred<T>(): Deferred<T> {
  let settle: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => (settle = resolve));
  return { promise, resolve: (value) => settle(value) };
}
