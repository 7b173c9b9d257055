import assert from 'node:assert/strict';
import { createServer as createHttpServer } from 'node:http';
import { request } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import { failureOf as refusalOf } from '../../../../../src/core/agent/transport/httpErrors.js';
import { certificateErrors } from '../../../../../src/core/agent/transport/certificateErrors.js';
import { connectionErrors } from '../../../../../src/core/agent/transport/connectionErrors.js';
import { networkFailure } from '../../../../../src/core/agent/transport/networkErrors.js';
import { probe } from '../../../../../src/core/agent/probe.js';
import type { Failure } from '../../../../../src/core/failure.js';
import { createTestClock } from '../../../../support/clock.js';
import { failureOf } from './httpFixture.js';
import { httpsServer, makeCertificate, serving, type Flaw } from './tlsServer.js';
import { silentLogger } from '../../../../support/silentLogger.js';

const CANARY = 'canary-5ecr3t';

/** What the platform's fetch throws, with a message that quotes what must not be shown. */
const thrown = (code: string, more: object = {}, message = `${code} http://ann:${CANARY}@box`): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }, more) });

const look = (url: string): Promise<Failure> =>
  failureOf(
    probe({
      url,
      fetch: (input, init) => fetch(input, init),
      logger: silentLogger,
      clock: createTestClock(),
      secret: CANARY,
    }),
  );

/** The error of a call by Node's own https, which takes a certificate to trust. */
const tlsError = (port: number, ca?: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, ...(ca === undefined ? {} : { ca }) }, () =>
      reject(new Error('let in')),
    );
    call.once('error', resolve);
    call.end();
  });

describe('a network error', () => {
  it('with a known code says what to do and never quotes the platform', () => {
    for (const [code, { words }] of Object.entries({ ...connectionErrors, ...certificateErrors })) {
      const failure = networkFailure(thrown(code));
      assert.equal(failure.message, words, code);
      assert.match(words, /^[A-Z].*\. [A-Z].*\.$|redirect/, code);
      assert.notEqual(failure.remedy, undefined, code);
      assert.equal(networkFailure(new Error(`net::${code} ${CANARY}`)).message.includes(CANARY), false);
    }
  });

  it('with an unknown code shows only the code', () => {
    assert.equal(networkFailure(thrown('EWHATEVER')).message, 'The sandbox cannot be reached (EWHATEVER).');
    for (const code of ['', `lower ${CANARY}`, CANARY])
      assert.equal(networkFailure(thrown(code)).message, 'The sandbox cannot be reached.');
    const quoted = new TypeError(`Request cannot be constructed from a URL that includes credentials: ${CANARY}`);
    assert.equal(networkFailure(quoted).message, 'The sandbox cannot be reached.');
    for (const value of [undefined, null, CANARY, { message: CANARY }])
      assert.equal(networkFailure(value).message, 'The sandbox cannot be reached.');
  });

  it('is found in aggregated errors and in a chain of causes', () => {
    const one = Object.assign(new Error(CANARY), { code: 'ECONNREFUSED' });
    assert.match(
      networkFailure(new TypeError('fetch failed', { cause: new AggregateError([one], '') })).message,
      /^No server is running/,
    );
    const circle = new Error('a');
    circle.cause = circle;
    assert.equal(networkFailure(circle).message, 'The sandbox cannot be reached.');
  });

  it('does not mistake a host name for a redirect', () => {
    assert.match(
      networkFailure(thrown('ENOTFOUND', {}, 'getaddrinfo ENOTFOUND redirect.example')).message,
      /host was not found/,
    );
  });

  it('is distinguished from a proxy error', () => {
    const sandbox = new URL('https://box.example/opencode');
    const words = (error: unknown): string => networkFailure(error, sandbox).message;
    assert.match(words(thrown('ECONNREFUSED', { address: '10.0.0.1', port: 443 })), /^No server is running/);
    assert.match(words(thrown('ECONNREFUSED', { address: '10.0.0.1', port: 3128 })), /^The proxy cannot be reached/);
    assert.match(words(thrown('ENOTFOUND', { hostname: 'proxy.example' })), /^The proxy cannot be reached/);
    assert.match(words(thrown('ENOTFOUND', { hostname: 'box.example' })), /^The host was not found/);
    const tunnel = (status: number): Error =>
      thrown('UND_ERR_ABORTED', {}, `Proxy response (${status}) !== 200 when HTTP Tunneling`);
    assert.match(words(tunnel(407)), /^The proxy requires a user name/);
    assert.match(words(tunnel(403)), /^The proxy refused/);
  });

  it('from a proxy or an https server is not attributed to the sandbox', async () => {
    const answer = async (status: number, body: string): Promise<Failure> =>
      refusalOf(new Response(body, { status, headers: { 'content-type': 'text/html' } }), (text) => text);
    assert.match((await answer(407, '<h1>Sign in</h1>')).message, /^The proxy requires a user name/);
    for (const body of [
      '<center>The plain HTTP request was sent to HTTPS port</center>',
      "Reason: You're speaking plain HTTP to an SSL-enabled server port.",
      'Client sent an HTTP request to an HTTPS server.',
    ])
      assert.match((await answer(400, body)).message, /^The server does not speak plain http here/);
    assert.match((await answer(400, 'no')).message, /error 400/);
  });

  it('for a port that fetch blocks says so and is permanent', async () => {
    for (const port of [1, 6000]) {
      const failure = await look(`http://127.0.0.1:${port}`);
      assert.match(failure.message, /^The port of this address is blocked/);
      assert.deepEqual([failure.kind, failure.remedy], ['wrongAddress', 'address']);
    }
  });
});

describe('a certificate', () => {
  const cases: readonly (readonly [Flaw, RegExp])[] = [
    ['self-signed', /^The sandbox's certificate is self-signed\. Add it/],
    ['unknown authority', /^The sandbox's certificate cannot be verified\. Configure the server/],
    ['whole chain of an unknown authority', /^This computer does not trust the authority/],
    ['expired', /^The sandbox's certificate has expired\. Renew it/],
    ['other host', /^The sandbox's certificate is for another host\. Use/],
  ];
  for (const [flaw, words] of cases)
    it(`with a flaw (${flaw}) is described with what to do`, async () => {
      const pair = makeCertificate(flaw);
      await serving(httpsServer(pair), async (port) => {
        assert.match(networkFailure(await tlsError(port, pair.ca)).message, words);
        if (pair.ca !== undefined) return;
        const failure = await look(`https://127.0.0.1:${port}`);
        assert.match(failure.message, words);
        assert.equal(failure.kind, 'unreachable');
      });
    });
});

describe('an address with the wrong scheme', () => {
  it('suggests http when an https address reaches a plain http server', async () => {
    await serving(
      createHttpServer((_, answer) => answer.end('{}')),
      async (port) => {
        const failure = await look(`https://127.0.0.1:${port}`);
        assert.match(failure.message, /^The server does not speak https here/);
        assert.equal(failure.remedy, 'address');
      },
    );
  });

  it('suggests https when an http address reaches an https server', async () => {
    await serving(httpsServer(makeCertificate('self-signed')), async (port) =>
      assert.match((await look(`http://127.0.0.1:${port}`)).message, /start the address with https:/),
    );
  });

  it('says that the server speaks TLS or another protocol', async () => {
    for (const hello of [Buffer.from([0x15, 3, 1, 0, 2, 2, 0x46]), Buffer.from('SSH-2.0-OpenSSH_9.6\r\n')])
      await serving(
        createTcpServer((socket) => void socket.on('error', () => {}).write(hello)),
        async (port) =>
          assert.match((await look(`http://127.0.0.1:${port}`)).message, /^The server does not speak plain http here/),
      );
  });
});
