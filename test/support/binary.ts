// Finds the programs of the real servers.
import { accessSync, chmodSync, constants, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The checkout; the current folder of an extension host is a different one. */
const projectRoot = process.env['TEST_ROOT'] ?? process.cwd();

/** The program `name` of npm package `pack`, made executable: packages that npm unpacks without scripts may not be. */
export function packaged(pack: string, name: string): string | undefined {
  const path = resolve(projectRoot, 'node_modules', pack, 'bin', name);
  if (!existsSync(path)) return undefined;
  try {
    accessSync(path, constants.X_OK);
  } catch {
    chmodSync(path, 0o755);
  }
  return path;
}

/** The program `name` on PATH. */
export const onPath = (name: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(':')
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));

/** The first of these that exists. */
export function findBinary(name: string, variable: string, packs: readonly string[]): string {
  const found = packs.map((pack) => packaged(pack, name)).find((path) => path !== undefined);
  const path = found ?? process.env[variable] ?? onPath(name);
  if (!path) throw new Error(`${name} is not installed: run npm ci, or name it in ${variable}`);
  return path;
}

/** Environment of a server with this home, isolated from the user who runs the tests. */
export const isolated = (home: string): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: home,
  TERM: 'dumb',
  LANG: 'C.UTF-8',
  XDG_CONFIG_HOME: join(home, '.config'),
  XDG_DATA_HOME: join(home, '.local/share'),
  XDG_CACHE_HOME: join(home, '.cache'),
  XDG_STATE_HOME: join(home, '.local/state'),
});
