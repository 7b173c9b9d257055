// The extension host while fifty sandboxes connect and stay connected.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/core/ports.js';
import { createStagger } from '../../src/core/sync/stagger.js';
import { startModel } from '../support/model.js';
import { startOpencode } from '../support/opencode.js';
import { createTestSandbox, connected } from '../support/testSandbox.js';
import { figure, type Figure } from './report.js';

/** Sessions of the server that every sandbox reads. */
const SESSIONS = 100;
const MS = 1e6;

interface Lateness {
  /** Ms that the event loop was late at most, and by the 99th percentile. */
  readonly most: number;
  readonly usual: number;
  /** Ms until all were connected. */
  readonly elapsed: number;
}

/** Connects `count` sandboxes in one moment and watches the event loop for `seconds`. */
async function connectAll(url: string, count: number, seconds: number, isStaggered: boolean): Promise<Lateness> {
  const stagger = isStaggered ? { stagger: createStagger(systemClock) } : {};
  const sandboxes = Array.from({ length: count }, () => createTestSandbox({ url, secret: 'pw', ...stagger }));
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const began = performance.now();
  delay.enable();
  for (const sandbox of sandboxes) sandbox.connect();
  await Promise.all(sandboxes.map(connected));
  const elapsed = performance.now() - began;
  await sleep(Math.max(0, seconds * 1000 - elapsed));
  delay.disable();
  for (const sandbox of sandboxes) sandbox.dispose();
  return { most: delay.max / MS, usual: delay.percentile(99) / MS, elapsed };
}

/** Each run lasts at least `seconds`; “all at once” is how it would be without the stagger that they share. */
export async function benchSandboxes(count: number, seconds: number): Promise<readonly Figure[]> {
  const model = await startModel({ scripts: {} });
  const server = await startOpencode({ model });
  try {
    for (let at = 0; at < SESSIONS; at++) await server.json('/session', { title: `Session ${at}` });
    const rows: Figure[] = [];
    for (const isStaggered of [false, true]) {
      const { most, usual, elapsed } = await connectAll(server.url, count, seconds, isStaggered);
      const what = `${count} sandboxes connect${isStaggered ? '' : ', all at once'}`;
      rows.push(
        figure(`${what}: event loop late at most`, 'ms', [most]),
        figure(`${what}: event loop late, 99 %`, 'ms', [usual]),
        figure(`${what}: until all are connected`, 'ms', [elapsed]),
      );
    }
    return rows;
  } finally {
    await server.dispose();
    await model.close();
  }
}
