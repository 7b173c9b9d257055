import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import { createServer } from 'node:http';
import { READ_MS } from '../../../../../src/core/agent/transport/deadlines.js';
import { createHttp, IDLE_TIMEOUT_MS, MAX_ERROR_BYTES } from '../../../../../src/core/agent/transport/http.js';
import { createFaucet, settle } from '../../../../support/bytes.js';
import { heap } from '../../../../integration/load/memory.js';
import { createTestClock } from '../../../../support/clock.js';
import { bench, failureOf } from './httpFixture.js';
import { silentLogger } from '../../../../support/silentLogger.js';

describe('a call to a sandbox that does not finish', () => {
  it('gives up when no headers arrive, except for a patient call', async () => {
    const { http, clock, asked } = bench(() => new Promise<Response>(() => {}));
    const hasty = failureOf(http.call('GET', '/session'));
    let ended = false;
    void http
      .call('POST', '/prompt', { patient: true })
      .finally(() => (ended = true))
      .catch(() => {});
    await clock.tick(READ_MS - 1);
    assert.equal(
      asked.every(({ init }) => init.signal?.aborted === false),
      true,
    );
    await clock.tick(1);
    assert.equal((await hasty).kind, 'unreachable');
    await clock.tick(24 * 60 * 60_000);
    assert.equal(ended, false);
  });

  it('gives up on a stalled body but not on a slow one', async () => {
    const faucet = createFaucet();
    const { http, clock } = bench(() => new Response(faucet.body, { headers: { 'content-type': 'application/json' } }));
    const body = failureOf(http.call('GET', '/session').then((answer) => answer.text()));
    for (let slow = 0; slow < 5; slow++) {
      await clock.tick(IDLE_TIMEOUT_MS - 1);
      faucet.write(' ');
      await settle();
    }
    await clock.tick(IDLE_TIMEOUT_MS);
    const failure = await body;
    assert.deepEqual(
      [failure.kind, failure.message],
      ['unreachable', 'The sandbox stopped in the middle of a response.'],
    );
    assert.equal(faucet.cancelled, true, 'the connection is let go');
    assert.equal(clock.waiting, 0);
  });

  it('reads only as much of an error response as its message needs', async () => {
    const faucet = createFaucet();
    const { http } = bench(() => new Response(faucet.body, { status: 500 }));
    const failure = failureOf(http.call('GET', '/session'));
    for (let piece = 0; piece < 64 && !faucet.cancelled; piece++) {
      faucet.write('x'.repeat(MAX_ERROR_BYTES / 16));
      await settle(2);
    }
    assert.equal((await failure).status, 500);
    assert.equal(faucet.cancelled, true);
  });

  it('gives up on an error response that never ends', async () => {
    const faucet = createFaucet();
    const { http, clock } = bench(() => new Response(faucet.body, { status: 503 }));
    const failure = failureOf(http.call('GET', '/session'));
    faucet.write('wait');
    await clock.tick(IDLE_TIMEOUT_MS);
    assert.equal((await failure).kind, 'waking');
    assert.equal(clock.waiting, 0);
  });

  it('ends as “aborted” when its signal aborts', async () => {
    const { http } = bench(() => new Promise<Response>(() => {}));
    const stop = new AbortController();
    const failure = failureOf(http.call('GET', '/session', { signal: stop.signal }));
    await settle();
    stop.abort();
    assert.equal((await failure).kind, 'aborted');
  });

  it('removes its listener from the signal, however it ends', async () => {
    const outliving = new AbortController();
    const { signal } = outliving;
    const answers = [
      () => new Response('{"a":1}', { headers: { 'content-type': 'application/json' } }),
      () => new Response(null, { status: 204 }),
      () => new Response('no', { status: 500 }),
      () => {
        throw new TypeError('fetch failed');
      },
    ];
    for (const answer of answers) {
      const { http } = bench(answer);
      await http.call('GET', '/session', { signal }).then(
        (response) => response.text(),
        () => {},
      );
      assert.equal(getEventListeners(signal, 'abort').length, 0);
    }
  });

  for (const how of ['signal', 'deadline'] as const)
    it(`on a dead connection ends at its ${how}, even after garbage collection`, async () => {
      const server = createServer(() => {}).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      const baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
      const clock = createTestClock();
      const http = createHttp({
        baseUrl,
        auth: 'none',
        credentials: async () => undefined,
        fetch: (input, init) => fetch(input, init),
        logger: silentLogger,
        clock,
      });
      const stop = new AbortController();
      const request = new Request(`${baseUrl}/session`, { signal: stop.signal });
      const failure = failureOf(http.sdkFetch(request));
      await once(server, 'request');
      for (let round = 0; round < 3; round++) {
        heap();
        await settle();
      }
      if (how === 'signal') stop.abort();
      else await clock.tick(READ_MS);
      assert.equal((await failure).kind, how === 'signal' ? 'aborted' : 'unreachable');
      assert.ok(request.url);
      server.closeAllConnections();
      server.close();
    });
});
