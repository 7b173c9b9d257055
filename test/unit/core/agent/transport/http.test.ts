import assert from 'node:assert/strict';
import { createHttp } from '../../../../../src/core/agent/transport/http.js';
import { createFetch } from '../../../../support/bytes.js';
import { createTestClock } from '../../../../support/clock.js';
import { bench, failureOf, json, SECRET } from './httpFixture.js';
import { silentLogger } from '../../../../support/silentLogger.js';

describe('a call to a sandbox', () => {
  it('is made below the base path, with credentials and without redirects', async () => {
    const { http, asked } = bench(() => json({}));
    await http.call('GET', '/session', { query: { a: 'b c' } });
    assert.equal(asked[0]?.url, 'https://box.example/opencode/session?a=b+c');
    assert.equal(asked[0]?.init.redirect, 'error');
    assert.equal(
      new Headers(asked[0]?.init.headers).get('authorization'),
      `Basic ${Buffer.from(`opencode:${SECRET}`).toString('base64')}`,
    );
  });

  it('is recorded by its path below the base, and by its whole path with another base', async () => {
    const { http, traffic } = bench(() => json({}));
    await http.call('GET', '/session');
    await http.call('POST', '/v1/processes/run', { base: 'https://box.example' });
    assert.deepEqual(
      traffic.map((entry) => entry.kind === 'request' && entry.title),
      ['GET /session', 'POST /v1/processes/run'],
    );
  });

  it('reads the secret for each call', async () => {
    const secrets = ['one', 'two'];
    const { fetch, asked } = createFetch(() => json({}));
    const http = createHttp({
      baseUrl: 'https://box.example',
      auth: 'bearer',
      credentials: async () => secrets.shift(),
      fetch,
      logger: silentLogger,
      clock: createTestClock(),
    });
    await http.call('GET', '/a');
    await http.call('GET', '/b');
    assert.deepEqual(
      asked.map(({ init }) => new Headers(init.headers).get('authorization')),
      ['Bearer one', 'Bearer two'],
    );
  });

  it('refuses a token that no header can hold, without quoting it', async () => {
    for (const token of ['canary\nline', 'canary\u0000', 'canary€', 'canary\u007f']) {
      const { fetch, asked } = createFetch(() => json({}));
      const http = createHttp({
        baseUrl: 'https://box.example',
        auth: 'bearer',
        credentials: async () => token,
        fetch,
        logger: silentLogger,
        clock: createTestClock(),
      });
      for (const call of [http.call('GET', '/a'), http.headers(), http.sdkFetch('https://box.example/b')]) {
        const failure = await failureOf(call);
        assert.equal(failure.kind, 'unauthorized');
        assert.doesNotMatch(`${failure.stack} ${String(failure.cause)}`, /canary/);
      }
      assert.deepEqual(asked, []);
    }
  });

  it('is never made to another origin', async () => {
    const { http, asked } = bench(() => json({}));
    for (const url of ['http://box.example/opencode/x', 'https://evil.example/x', 'https://box.example:444/x'])
      assert.equal((await failureOf(http.sdkFetch(url))).kind, 'bug', url);
    assert.equal((await failureOf(http.call('GET', '/x', { base: 'https://evil.example' }))).kind, 'bug');
    await http.call('GET', 'https://evil.example/x');
    assert.deepEqual(
      asked.map(({ url }) => url),
      ['https://box.example/opencode/https://evil.example/x'],
    );
  });

  it('says that a redirect was refused', async () => {
    const { http } = bench(() => {
      throw new TypeError('fetch failed', { cause: new Error('unexpected redirect') });
    });
    const failure = await failureOf(http.call('POST', '/session/ses_1/prompt_async', { body: '{}' }));
    assert.deepEqual([failure.kind, /redirect/.test(failure.message)], ['wrongAddress', true]);
  });

  for (const [code, words] of [
    ['ECONNREFUSED', /No server is running/],
    ['ENOTFOUND', /host was not found/],
    ['ECONNRESET', /was interrupted/],
    ['UND_ERR_SOCKET', /was interrupted/],
    ['EWHATEVER', /EWHATEVER/],
  ] as const)
    it(`explains ${code}`, async () => {
      const { http } = bench(() => {
        throw new TypeError('fetch failed', { cause: Object.assign(new Error(`${code} ${SECRET}`), { code }) });
      });
      const failure = await failureOf(http.call('GET', '/session'));
      assert.match(failure.message, words);
      assert.equal(failure.message.includes(SECRET), false);
    });

  it('passes only JSON on to the SDK', async () => {
    const { http } = bench(
      () => new Response('<!doctype html><title>OpenCode</title>', { headers: { 'content-type': 'text/html' } }),
    );
    assert.equal((await failureOf(http.sdkFetch('https://box.example/opencode/session'))).kind, 'wrongAddress');
  });
});
