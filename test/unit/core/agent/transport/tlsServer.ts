// Certificates made by the computer's openssl, and servers on loopback that use them.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { join } from 'node:path';
import { makeTemp, removeTemp } from '../../../../support/temp.js';

/** What is wrong with a certificate. */
export type Flaw =
  | 'self-signed'
  | 'unknown authority'
  | 'whole chain of an unknown authority'
  | 'expired'
  | 'other host';

interface Pair {
  readonly key: string;
  readonly cert: string;
  /** Certificate to trust, so that only the flaw is left. */
  readonly ca?: string;
}

/** Makes a key and a certificate with a flaw. */
export function makeCertificate(flaw: Flaw): Pair {
  const folder = makeTemp('certificate');
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const host = flaw === 'other host' ? 'DNS:box.internal' : 'IP:127.0.0.1';
  const own = ['req', '-x509', ...curve, '-keyout', 'key', '-out', 'cert', '-subj', '/CN=box.internal'];
  try {
    if (flaw === 'self-signed' || flaw === 'other host') {
      openssl(...own, '-addext', `subjectAltName=${host}`, '-days', '30');
      return { key: read('key'), cert: read('cert'), ...(flaw === 'other host' ? { ca: read('cert') } : {}) };
    }
    openssl('req', '-x509', ...curve, '-keyout', 'caKey', '-out', 'ca', '-subj', '/CN=Some Authority', '-days', '30');
    openssl('req', ...curve, '-keyout', 'key', '-out', 'request', '-subj', '/CN=box.internal');
    const days = flaw === 'expired' ? '-1' : '30';
    openssl(
      ...['x509', '-req', '-in', 'request', '-CA', 'ca', '-CAkey', 'caKey', '-CAcreateserial'],
      ...['-out', 'cert', '-days', days],
    );
    const chain = flaw === 'whole chain of an unknown authority' ? read('ca') : '';
    return { key: read('key'), cert: read('cert') + chain, ...(flaw === 'expired' ? { ca: read('ca') } : {}) };
  } finally {
    removeTemp(folder);
  }
}

/** An https server with such a certificate, on a free port of loopback. */
export const httpsServer = ({ key, cert }: Pair): Server =>
  createServer({ key, cert }, (_, answer) => answer.end('{}'));

/** Starts a server and gives its port to `work`, then ends it. */
export async function serving<T>(server: NetServer, work: (port: number) => Promise<T>): Promise<T> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work((server.address() as AddressInfo).port);
  } finally {
    server.close();
    if ('closeAllConnections' in server) (server as Server).closeAllConnections();
  }
}
