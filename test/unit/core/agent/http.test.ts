import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import fc from 'fast-check';
import { CONNECT, createHttp, IDLE, LARGEST_REFUSAL, PATIENT } from '../../../../src/core/agent/http.js';
import { base64, redactor } from '../../../../src/core/agent/redact.js';
import type { Traffic } from '../../../../src/core/agent/traffic.js';
import { Failure, type FailureKind } from '../../../../src/core/failure.js';
import { createFaucet, createFetch, settle, type Asked } from '../../../support/bytes.js';
import { heap } from '../../../load/memory.js';
import { createTestClock } from '../../../support/clock.js';

const SECRET = 'canary-5ecr3t/ü';

function bench(answer: (asked: Asked) => Response | Promise<Response>, auth: 'basic' | 'bearer' = 'basic') {
  const clock = createTestClock();
  const log: string[] = [];
  const traffic: Traffic[] = [];
  const line = (message: string): void => void log.push(message);
  const { fetch, asked } = createFetch(answer);
  const http = createHttp({
    baseUrl: 'https://box.example/opencode',
    auth,
    credentials: async () => SECRET,
    fetch,
    logger: { trace: line, debug: line, info: line, warn: line, error: line },
    clock,
    onTraffic: (entry) => traffic.push(entry),
  });
  return { clock, http, asked, log, traffic };
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

const failureOf = async (call: Promise<unknown>): Promise<Failure> => {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Failure, String(error));
  return error;
};

describe('a call to a sandbox', () => {
  it('goes below the base, with credentials and without redirects', async () => {
    const { http, asked } = bench(() => json({}));
    await http.call('GET', '/session', { query: { a: 'b c' } });
    assert.equal(asked[0]?.url, 'https://box.example/opencode/session?a=b+c');
    assert.equal(asked[0]?.init.redirect, 'error');
    assert.equal(
      new Headers(asked[0]?.init.headers).get('authorization'),
      `Basic ${Buffer.from(`opencode:${SECRET}`).toString('base64')}`,
    );
  });

  it('reads the secret anew each time', async () => {
    const secrets = ['one', 'two'];
    const { fetch, asked } = createFetch(() => json({}));
    const http = createHttp({
      baseUrl: 'https://box.example',
      auth: 'bearer',
      credentials: async () => secrets.shift(),
      fetch,
      logger: { trace() {}, debug() {}, info() {}, warn() {}, error() {} },
      clock: createTestClock(),
    });
    await http.call('GET', '/a');
    await http.call('GET', '/b');
    assert.deepEqual(
      asked.map(({ init }) => new Headers(init.headers).get('authorization')),
      ['Bearer one', 'Bearer two'],
    );
  });

  it('is never made to another origin, whoever names it', async () => {
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

  it('gives up when the headers do not come, unless it was told to be patient', async () => {
    const { http, clock, asked } = bench(() => new Promise<Response>(() => {}));
    const hasty = failureOf(http.call('GET', '/session'));
    let ended = false;
    void http
      .call('POST', '/prompt', { patient: true })
      .finally(() => (ended = true))
      .catch(() => {});
    await clock.tick(CONNECT - 1);
    assert.equal(
      asked.every(({ init }) => init.signal?.aborted === false),
      true,
    );
    await clock.tick(1);
    assert.equal((await hasty).kind, 'unreachable');
    await clock.tick(24 * 60 * 60_000);
    assert.equal(ended, false);
  });

  it('gives up on a body that stalls, and not on a slow one', async () => {
    const faucet = createFaucet();
    const { http, clock } = bench(() => new Response(faucet.body, { headers: { 'content-type': 'application/json' } }));
    const body = failureOf(http.call('GET', '/session').then((answer) => answer.text()));
    for (let slow = 0; slow < 5; slow++) {
      await clock.tick(IDLE - 1);
      faucet.write(' ');
      await settle();
    }
    await clock.tick(IDLE);
    const failure = await body;
    assert.deepEqual(
      [failure.kind, failure.message],
      ['unreachable', 'The sandbox stopped in the middle of its answer.'],
    );
    assert.equal(faucet.cancelled, true, 'the connection is let go');
    assert.equal(clock.waiting, 0);
  });

  it('reads no more of a refusal than its words need, however long it is', async () => {
    const faucet = createFaucet();
    const { http } = bench(() => new Response(faucet.body, { status: 500 }));
    const failure = failureOf(http.call('GET', '/session'));
    for (let piece = 0; piece < 64 && !faucet.cancelled; piece++) {
      faucet.write('x'.repeat(LARGEST_REFUSAL / 16));
      await settle(2);
    }
    assert.equal((await failure).status, 500);
    assert.equal(faucet.cancelled, true);
  });

  it('gives up on a refusal that never ends', async () => {
    const faucet = createFaucet();
    const { http, clock } = bench(() => new Response(faucet.body, { status: 503 }));
    const failure = failureOf(http.call('GET', '/session'));
    faucet.write('wait');
    await clock.tick(IDLE);
    assert.equal((await failure).kind, 'waking');
    assert.equal(clock.waiting, 0);
  });

  it('is stopped by its signal, as “aborted”', async () => {
    const { http } = bench(() => new Promise<Response>(() => {}));
    const stop = new AbortController();
    const failure = failureOf(http.call('GET', '/session', { signal: stop.signal }));
    await settle();
    stop.abort();
    assert.equal((await failure).kind, 'aborted');
  });

  for (const how of ['signal', 'deadline'] as const)
    it(`in a dead connection is given up by its ${how} after memory was collected`, async () => {
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
        logger: { trace() {}, debug() {}, info() {}, warn() {}, error() {} },
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
      else await clock.tick(CONNECT);
      assert.equal((await failure).kind, how === 'signal' ? 'aborted' : 'unreachable');
      assert.ok(request.url);
      server.closeAllConnections();
      server.close();
    });

  for (const [code, words] of [
    ['ECONNREFUSED', /Nothing listens/],
    ['ENOTFOUND', /no such host/],
    ['ECONNRESET', /was cut/],
    ['UND_ERR_SOCKET', /was cut/],
    ['EWHATEVER', /EWHATEVER/],
  ] as const)
    it(`says ${code} in words`, async () => {
      const { http } = bench(() => {
        throw new TypeError('fetch failed', { cause: Object.assign(new Error(`${code} ${SECRET}`), { code }) });
      });
      const failure = await failureOf(http.call('GET', '/session'));
      assert.match(failure.message, words);
      assert.equal(failure.message.includes(SECRET), false);
    });

  it('takes only JSON for an answer to the SDK', async () => {
    const { http } = bench(
      () => new Response('<!doctype html><title>OpenCode</title>', { headers: { 'content-type': 'text/html' } }),
    );
    assert.equal((await failureOf(http.sdkFetch('https://box.example/opencode/session'))).kind, 'wrongAddress');
  });

  it('does not send its own marks to the server', async () => {
    const { http, asked } = bench(() => json({}));
    await http.sdkFetch('https://box.example/opencode/x', {
      method: 'POST',
      headers: { [PATIENT]: '1' },
      body: '{"a":1}',
    });
    assert.equal(new Headers(asked[0]?.init.headers).has(PATIENT), false);
    assert.deepEqual([asked[0]?.init.method, asked[0]?.init.body], ['POST', '{"a":1}']);
  });
});

describe('a refusal', () => {
  const shapes: readonly (readonly [name: string, response: () => Response, kind: FailureKind, words: RegExp])[] = [
    ['401 without a body', () => new Response(null, { status: 401 }), 'unauthorized', /password or token/],
    [
      'a named error with data',
      () => json({ name: 'BadRequest', data: { message: 'no such model' } }, 400),
      'rejected',
      /^no such model$/,
    ],
    [
      'a list of errors',
      () => json({ errors: [{ message: 'first' }, { message: 'second' }] }, 400),
      'rejected',
      /^first$/,
    ],
    ['a bare message', () => json({ message: 'broken\n  here' }, 500), 'rejected', /^broken here$/],
    [
      'problem+json',
      () =>
        new Response('{"type":"about:blank","title":"Not Found","detail":"no session"}', {
          status: 404,
          headers: { 'content-type': 'application/problem+json' },
        }),
      'rejected',
      /^no session$/,
    ],
    ['a tag', () => json({ _tag: 'BadRequest' }, 400), 'rejected', /^BadRequest$/],
    [
      'plain text',
      () => new Response('busy', { status: 409, headers: { 'content-type': 'text/plain' } }),
      'rejected',
      /^busy$/,
    ],
    [
      'a web page',
      () => new Response('<h1>no</h1>', { status: 404, headers: { 'content-type': 'text/html' } }),
      'wrongAddress',
      /no sandbox at this path/,
    ],
    [
      'JSON that is none',
      () => new Response('{', { status: 500, headers: { 'content-type': 'application/json' } }),
      'rejected',
      /error 500/,
    ],
    ['nothing at all', () => new Response(null, { status: 500 }), 'rejected', /error 500/],
    ['a gateway', () => new Response('Bad gateway', { status: 502 }), 'waking', /not up yet/],
    ['markup and links', () => json({ message: '[Open](command:x) <img src=x>' }, 500), 'rejected', /^\[Open\]/],
    ['1 MB of words', () => json({ message: 'w'.repeat(100_000) }, 500), 'rejected', /^w{300}$/],
  ];
  for (const [name, response, kind, words] of shapes)
    it(`is understood as ${name}`, async () => {
      const failure = await failureOf(bench(response).http.call('GET', '/x'));
      assert.equal(failure.kind, kind);
      assert.match(failure.message, words);
    });

  for (const [wish, ms] of [
    ['3', 3_000],
    ['999999999', 30_000],
    ['Fri, 21 Nov 2036 00:00:00 GMT', undefined],
    ['-1', undefined],
    ['1e9', undefined],
  ] as const)
    it(`is asked again after “Retry-After: ${wish}” no later than in half a minute`, async () => {
      const failure = await failureOf(
        bench(() => new Response('', { status: 503, headers: { 'retry-after': wish } })).http.call('GET', '/x'),
      );
      assert.equal(failure.retryAfter, ms);
    });
});

describe('secrets', () => {
  it('are in no line of the log, no traffic and no error, whatever the server answers', async () => {
    const forms = [SECRET, base64(SECRET), base64(`opencode:${SECRET}`), encodeURIComponent(SECRET)];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...forms, JSON.stringify(SECRET)),
        fc.string(),
        fc.constantFrom(200, 400, 401, 404, 500, 503),
        fc.constantFrom('application/json', 'text/plain', 'text/html'),
        fc.constantFrom<'basic' | 'bearer'>('basic', 'bearer'),
        async (form, around, status, type, auth) => {
          const body =
            type === 'application/json' ? JSON.stringify({ message: around + form + around }) : around + form;
          const at = bench(() => new Response(body, { status, headers: { 'content-type': type } }), auth);
          const told: string[] = [];
          await at.http
            .call('POST', `/session/${encodeURIComponent(form)}`, { body: JSON.stringify({ text: form }) })
            .then((answer) => answer.text())
            .catch(
              (error: unknown) => void told.push(String(error), error instanceof Error ? (error.stack ?? '') : ''),
            );
          const all = [...at.log, ...told, JSON.stringify(at.traffic)].join('\n');
          for (const secret of forms) assert.equal(all.includes(secret), false, `${secret} in ${all}`);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('of any shape are removed from any text, also where one is part of another', () => {
    const secret = fc
      .string({ minLength: 3, maxLength: 30, unit: 'binary' })
      .filter((value) => !/^[•\s]+$|•/.test(value));
    fc.assert(
      fc.property(secret, secret, fc.string({ unit: 'binary' }), (one, two, text) => {
        const clean = redactor([one, two]);
        for (const form of [one, two, base64(`opencode:${one}`), encodeURIComponent(two)]) {
          const cleaned = clean(`${text} ${form} ${text}`);
          if (text.includes(form)) return;
          assert.equal(cleaned.includes(` ${form} `), false);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('in headers, addresses and queries are removed even when nobody knows them', () => {
    const clean = redactor([]);
    for (const text of [
      'authorization: Basic b3BlbmNvZGU6c2VjcmV0',
      'Bearer sk-ant-api03-AAAA',
      'https://user:s3cret@host.example/x',
      'GET /event?auth_token=b3BlbmNvZGU6c2VjcmV0&x=1',
    ])
      assert.doesNotMatch(clean(text), /b3Blb|AAAA|s3cret/, text);
  });
});
