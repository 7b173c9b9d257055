import { createServer } from 'node:net';

/** Ms that one look may take. */
const GIVE_UP = 1_000;

/** A free port of the loopback interface. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error()),
      );
    });
  });

/**
 * Whether a server answers at all. A request that comes between listening and being ready is never answered by OpenCode:
 * each look gives up soon.
 */
export const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/global/health`, { redirect: 'manual', signal: AbortSignal.timeout(GIVE_UP) }).then(
    async (answer) => {
      await answer.body?.cancel();
      return true;
    },
    () => false,
  );
