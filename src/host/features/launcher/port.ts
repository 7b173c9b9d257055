import { createServer } from 'node:net';
import { base64 } from '../../../core/redact.js';
import type { LocalKind } from '../../platform/node/findProgram.js';

/** Ms that one request may take. */
const REQUEST_TIMEOUT_MS = 1_000;

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

const HEALTH: Readonly<Record<LocalKind, string>> = {
  opencode: '/global/health',
  'sandbox-agent': '/opencode/global/health',
};

/** A credential that is nobody's. */
const wrongCredentials = (kind: LocalKind): string => {
  const nobodys = crypto.randomUUID();
  return kind === 'opencode' ? `Basic ${base64(`opencode:${nobodys}`)}` : `Bearer ${nobodys}`;
};

/**
 * The status of an answer. A request that comes between listening and being ready is never answered by OpenCode: each one
 * gives up soon.
 */
const statusOf = (url: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> =>
  fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) }).then(
    async (answer) => {
      await answer.body?.cancel();
      return answer.status;
    },
    () => undefined,
  );

/** Whether whatever listens on a port lets in only those who know its secret; `open`: it lets in others as well. */
export type Protection = 'protected' | 'open' | 'unknown';

/** Asks without a secret and with a wrong one. The right one is not sent before this is `protected`. */
export async function protectionOf(kind: LocalKind, port: number): Promise<Protection> {
  const url = `http://127.0.0.1:${port}${HEALTH[kind]}`;
  for (const headers of [{}, { authorization: wrongCredentials(kind) }]) {
    const status = await statusOf(url, headers);
    if (status !== undefined && status >= 200 && status < 300) return 'open';
    if (status !== 401) return 'unknown';
  }
  return 'protected';
}
