import { base64 } from '../text/base64.js';
import type { ServerKind } from './ports.js';

/** Timeout of one request in ms. */
const REQUEST_TIMEOUT_MS = 1_000;

const HEALTH: Readonly<Record<ServerKind, string>> = {
  'opencode-1': '/global/health',
  'opencode-2': '/api/info',
  'sandbox-agent': '/opencode/global/health',
};

/** Authorization header with wrong credentials. */
const wrongCredentials = (kind: ServerKind): string => {
  const nobodys = crypto.randomUUID();
  return kind !== 'sandbox-agent' ? `Basic ${base64(`opencode:${nobodys}`)}` : `Bearer ${nobodys}`;
};

/**
 * The status of a response; undefined after a short timeout. OpenCode never responds to a request that arrives after it
 * listens and before it is ready.
 */
const statusOf = (url: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> =>
  fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) }).then(
    async (answer) => {
      await answer.body?.cancel();
      return answer.status;
    },
    () => undefined,
  );

/** Whether the server on a port requires its secret; `open` if it does not. */
export type Protection = 'protected' | 'open' | 'unknown';

/**
 * Checks the responses to requests without a secret and with a wrong one. The real secret is not sent before this is
 * `protected`.
 */
export async function protectionOf(kind: ServerKind, port: number): Promise<Protection> {
  const url = `http://127.0.0.1:${port}${HEALTH[kind]}`;
  for (const headers of [{}, { authorization: wrongCredentials(kind) }]) {
    const status = await statusOf(url, headers);
    if (status !== undefined && status >= 200 && status < 300) return 'open';
    if (status !== 401) return 'unknown';
  }
  return 'protected';
}
