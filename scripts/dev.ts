// The server for F5: the demo's OpenCode server with its scripted model, and a VS Code profile that is configured for
// it. Writes to `.demo`, prints "Demo server ready" and runs until it is stopped.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { endAll, startDemoServer, type Endings } from '../test/support/demo.js';

const folder = resolve('.demo');
const endings: Endings = [];
const stop = (code: number): void => void endAll(endings).finally(() => process.exit(code));

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(0));
try {
  // Only the project is recreated: the profile keeps the window's layout between runs.
  for (const name of ['sandbox', 'greetings']) rmSync(join(folder, name), { recursive: true, force: true });
  mkdirSync(join(folder, 'user-data/User'), { recursive: true });
  const { settings } = await startDemoServer(endings, folder);
  writeFileSync(join(folder, 'user-data/User/settings.json'), JSON.stringify(settings, undefined, 2));
  console.log('Demo server ready');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  stop(1);
}
