// Programs that npm does not install: a browser, ripgrep (OpenCode searches with it), git and a C++ toolchain.
// Installs missing ones as root on Debian or Ubuntu; otherwise the error says what to install.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onPath } from './binary.js';

/** Programs that a step of the tests needs. */
export type Need = 'chromium' | 'ripgrep' | 'git' | 'toolchain';

const browsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of the browser, if there is one; `CHROMIUM` names another. */
export const chromiumPath = (): string | undefined =>
  process.env['CHROMIUM'] ?? browsers.find((path) => existsSync(path));

const there: Readonly<Record<Need, () => boolean>> = {
  chromium: () => chromiumPath() !== undefined,
  ripgrep: () => onPath('rg') !== undefined,
  git: () => onPath('git') !== undefined,
  toolchain: () => ['python3', 'make', 'g++'].every((name) => onPath(name)),
};

const packages: Readonly<Record<Need, readonly string[]>> = {
  chromium: ['chromium', 'fonts-dejavu-core'],
  ripgrep: ['ripgrep'],
  git: ['git'],
  toolchain: ['python3', 'make', 'g++'],
};

/** Ensures that these programs exist; throws with what to install if it cannot install them. */
export function ensurePrograms(...needs: readonly Need[]): void {
  const missing = needs.filter((need) => !there[need]());
  if (!missing.length) return;
  const wanted = missing.flatMap((need) => packages[need]);
  if (process.getuid?.() !== 0 || !onPath('apt-get')) {
    throw new Error(
      `Please install ${missing.join(', ')}; on Debian or Ubuntu: sudo apt-get install ${wanted.join(' ')}`,
    );
  }
  console.log(`installing ${wanted.join(', ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Suites run side by side, and apt-get fails while another one holds its lists.
  const lock = join(tmpdir(), 'opencode-sandbox-apt.lock');
  const run = (...args: string[]): void =>
    void execFileSync('flock', [lock, 'apt-get', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  run('update', '-qq');
  run('install', '-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...wanted);
  const still = missing.filter((need) => !there[need]());
  if (still.length) throw new Error(`apt-get did not bring ${still.join(', ')}`);
}
