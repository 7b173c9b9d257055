// The test proxy behaves as the fault tests assume.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { startProxy, type Proxy } from '../../support/proxy.js';
import { until } from '../../support/temp.js';

describe('the proxy of the tests', () => {
  let server: Server;
  let proxy: Proxy;
  let asked: string[];
  let streams: ServerResponse[];
  before(async () => {
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      if (request.url !== '/event') return void response.end(`you asked ${request.url}`);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      streams.push(response);
      response.write('data: hello\n\n');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  beforeEach(async () => {
    asked = [];
    streams = [];
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    proxy = await startProxy({ target: `http://127.0.0.1:${port}`, prefix: '/opencode' });
  });
  afterEach(async () => proxy.close());
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const text = async (path: string, init?: RequestInit): Promise<string> =>
    (await fetch(proxy.url + path, init)).text();
  const stream = async (): Promise<{ next(): Promise<string | undefined> }> => {
    const reader = (await fetch(`${proxy.url}/event`)).body?.getReader();
    const decoder = new TextDecoder();
    return { next: async () => decoder.decode((await reader?.read())?.value, { stream: true }) };
  };

  it('strips the prefix and serves nothing outside it', async () => {
    assert.equal(await text('/session?a=b'), 'you asked /session?a=b');
    assert.equal((await fetch(proxy.url.replace('/opencode', '/session'))).status, 404);
  });

  it('names the headers of a request, and never their values', async () => {
    await text('/', { headers: { authorization: 'Bearer hidden' } });
    assert.ok(proxy.requests[0]?.headers.includes('authorization'));
    assert.ok(!JSON.stringify(proxy.requests).includes('hidden'));
  });

  it('streams without buffering', async () => {
    const events = await stream();
    assert.equal(await events.next(), 'data: hello\n\n');
    streams[0]?.write('data: two\n\n');
    assert.equal(await events.next(), 'data: two\n\n');
  });

  it('freezes open connections forever and lets new ones pass', async () => {
    const events = await stream();
    await events.next();
    proxy.freeze('open');
    streams[0]?.write('data: lost\n\n');
    const silent = events.next().then(() => 'spoke');
    const other = text('/other', { headers: { connection: 'close' } });
    assert.equal(await Promise.race([silent, other]), 'you asked /other');
  });

  it('continues after a freeze', async () => {
    proxy.freeze();
    const answer = text('/later');
    await proxy.seen('/later', 0);
    assert.deepEqual(asked, []);
    proxy.pass();
    assert.equal(await answer, 'you asked /later');
  });

  it('cuts an open stream inside a character', async () => {
    const events = await stream();
    await events.next();
    void proxy.cut('/event', { inside: 'ü' });
    streams[0]?.write('data: fünf\n\n');
    assert.equal(await events.next(), 'data: f');
    await assert.rejects(events.next());
  });

  for (const end of ['fin', 'rst'] as const) {
    it(`drops open streams by ${end}`, async () => {
      const events = await stream();
      await events.next();
      proxy.drop(end);
      await assert.rejects(events.next());
      await until('no connection is left', () => proxy.connections() === 0);
    });
  }

  it('passes nothing while it is down', async () => {
    proxy.down();
    await assert.rejects(text('/'));
    proxy.pass();
    assert.equal(await text('/'), 'you asked /');
  });

  it('responds in place of a server that wakes up', async () => {
    proxy.answer({ status: 503, times: 2, headers: { 'retry-after': '1' } });
    const statuses = [];
    for (let time = 0; time < 3; time++) statuses.push((await fetch(proxy.url)).status);
    assert.deepEqual(statuses, [503, 503, 200]);
  });

  it('loses the response to a request that the server accepted', async () => {
    const lost = proxy.lose('POST');
    await assert.rejects(text('/prompt', { method: 'POST', body: '{}' }));
    await lost;
    assert.deepEqual(asked, ['POST /prompt']);
    assert.equal(proxy.count('POST'), 1);
  });

  it('holds a request or its response until it is released', async () => {
    for (const what of ['request', 'answer'] as const) {
      const held = proxy.hold('/held', what);
      const answer = text('/held');
      await held.caught;
      assert.equal(asked.length, what === 'request' ? 0 : 2);
      held.release();
      assert.equal(await answer, 'you asked /held');
    }
  });
});
