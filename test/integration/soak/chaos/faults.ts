// Faults of a chaos run. Each lasts a moment and reverts itself.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Proxy } from '../../../support/proxy.js';
import type { KindServer, TestKind } from '../../../support/serverKinds.js';
import type { Window } from './windows.js';

/** What faults act on. */
export interface Scene {
  readonly kind: TestKind;
  readonly server: KindServer;
  /** Another server at another address, with the same password and other sessions. */
  readonly stranger: KindServer;
  readonly proxy: Proxy;
  readonly windows: readonly Window[];
  /** How long a fault lasts, ms. */
  moment(): number;
}

type Fault = (scene: Scene) => Promise<void> | void;

const page = '<!doctype html><html><head><title>Sign in</title></head><body>Sign in to go on</body></html>';
const html = { 'content-type': 'text/html; charset=utf-8' };
const json = { 'content-type': 'application/json' };

/** Starts a fault at the proxy, and ends it after a moment. */
const during =
  (begin: (proxy: Proxy) => void): Fault =>
  async ({ proxy, moment }) => {
    begin(proxy);
    await sleep(moment());
    proxy.pass();
  };

/** The proxy answers everything in place of the server; open responses continue until they are cut. */
const answers = (answer: Answer): Fault =>
  during((proxy) => {
    proxy.answer(answer);
    proxy.drop('fin', '/event');
  });

/** The same, but only for prompts and the questions about them. */
const answersPrompts = (answer: Answer): Fault =>
  during((proxy) => proxy.answer({ ...answer, match: /\/prompt|\/message/ }));

/** Why a server refuses something with 500. */
export const OWN_WORDS = 'no';

const swapped: Fault = async ({ proxy, server, stranger, moment }) => {
  proxy.redirect(stranger.address);
  proxy.drop('rst');
  await sleep(moment());
  proxy.redirect(server.address);
  proxy.drop('rst');
};

const stopped: Fault = async ({ server, moment }) => {
  process.kill(server.pid, 'SIGSTOP');
  await sleep(moment());
  process.kill(server.pid, 'SIGCONT');
};

const killed: Fault = async ({ server, moment }) => {
  await server.kill();
  await sleep(moment() / 2);
  await server.restart();
};

/** Sends a message to every window, and reverts it after a moment. */
const told =
  (begin: Parameters<Window['tell']>[0], end: Parameters<Window['tell']>[0], all = true): Fault =>
  async ({ windows, moment }) => {
    const meant = all ? windows : windows.slice(0, 1);
    for (const window of meant) window.tell(begin);
    for (const window of meant) window.tell({ type: 'focus' });
    await sleep(moment());
    for (const window of meant) window.tell(end);
  };

/** Every kind, by the name under which the run reports it. */
export const faults: Readonly<Record<string, Fault>> = {
  'FIN of every connection': ({ proxy }) => proxy.drop('fin'),
  'RST of every connection': ({ proxy }) => proxy.drop('rst'),
  'RST of the event stream': ({ proxy }) => proxy.drop('rst', '/event'),
  'clean end of the event stream': ({ proxy }) => void proxy.cut('/event', { bytes: 1, end: 'clean' }),
  'answer to a prompt lost': ({ proxy }) => void proxy.lose('/prompt'),
  'stale kept-alive sockets': ({ proxy }) => proxy.drop('fin', ({ path }) => !path.includes('/event')),
  frozen: during((proxy) => proxy.freeze()),
  'half open: requests pass, answers do not': during((proxy) => proxy.mute()),
  'connections refused': during((proxy) => proxy.down('rst')),
  late: during((proxy) => proxy.delay(600)),
  slow: during((proxy) => proxy.limit(20_000)),
  'cut inside a frame': ({ proxy, kind }) => void proxy.cut('/event', { inside: kind.delta, end: 'rst' }),
  'cut inside a letter': ({ proxy }) => void proxy.cut('/event', { inside: '本', end: 'rst' }),
  'cut inside a four-byte letter': ({ proxy }) => void proxy.cut('/event', { inside: '😀', end: 'fin' }),
  'pieces in another order': during((proxy) => proxy.shuffle()),
  '401': answers({ status: 401 }),
  '403': answers({ status: 403 }),
  '429 with Retry-After': answers({ status: 429, headers: { 'retry-after': '1' } }),
  '500': answers({ status: 500, headers: json, body: JSON.stringify({ message: OWN_WORDS }) }),
  '502': answers({ status: 502, headers: html, body: '<h1>Bad Gateway</h1>' }),
  '503': answers({ status: 503 }),
  '504': answers({ status: 504, headers: html, body: '<h1>Gateway Time-out</h1>' }),
  'sign-in page': answers({ status: 200, headers: html, body: page }),
  'redirect to a sign-in page': answers({ status: 302, headers: { location: 'https://login.invalid/' } }),
  'foreign JSON': answers({ status: 200, headers: json, body: '{"status":"ok","service":"billing"}' }),
  'JSON that breaks off': answersPrompts({
    status: 200,
    headers: json,
    body: `{"info":{"id":"${'x'.repeat(200)}"`,
    breaksAfter: 90,
  }),
  'wrong content type': answersPrompts({ status: 200, headers: { 'content-type': 'image/png' }, body: 'PNG' }),
  'answer written twice': answersPrompts({ status: 503, isTwice: true }),
  'huge header': answers({ status: 200, headers: { ...json, 'x-huge': 'x'.repeat(120_000) }, body: '{}' }),
  'another server for a moment': swapped,
  'server stopped by SIGSTOP': stopped,
  'server killed and started again': killed,
  'names do not resolve': told({ type: 'names', isBroken: true }, { type: 'names', isBroken: false }),
  'disk full': told({ type: 'disk', isFull: true }, { type: 'disk', isFull: false }),
  'clock jumps by two hours': told({ type: 'clock', shift: 2 * 3_600_000 }, { type: 'clock', shift: 0 }, false),
};
