// Servers that suites share: to start one, and its first turn, takes longer than most tests. Each test file has its own
// copy of the extension's code, so they share no sandboxes.
import { shared } from '../../support/shared.js';

interface Shared {
  dispose(): Promise<unknown>;
}

const servers = shared('servers of the contract', () => new Map<string, Promise<Shared>>());

/** Returns the object with this name; it is started once per run and stopped after all tests. */
export function sharedServer<T extends Shared>(name: string, start: () => Promise<T>): Promise<T> {
  const known = servers.get(name) ?? start();
  servers.set(name, known);
  known.catch(() => servers.delete(name));
  return known as Promise<T>;
}

after(async () => {
  const all = [...servers.values()];
  servers.clear();
  await Promise.all(all.map(async (server) => (await server).dispose()));
});
