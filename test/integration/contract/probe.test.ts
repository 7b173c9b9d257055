import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { probe } from '../../../src/core/agent/probe.js';
import { Failure, type FailureKind } from '../../../src/core/failure.js';
import { systemClock } from '../../../src/core/ports.js';
import { connected, createTestSandbox } from '../../support/testSandbox.js';
import { startOpencode, type Opencode } from '../../support/opencode.js';
import { hasOpencode2, OPENCODE2_VERSION, startOpencode2 } from '../../support/opencode2.js';
import { startProxy, type Proxy } from '../../support/proxy.js';
import { startSandboxAgent, type SandboxAgent } from '../../support/sandboxAgent.js';
import { freePort } from '../../support/temp.js';
import { until } from '../../support/watch.js';
import { silentLogger } from '../../support/silentLogger.js';

const look = (url: string, secret?: string, username?: string) =>
  probe({
    url,
    fetch: (input, init) => fetch(input, init),
    logger: silentLogger,
    clock: systemClock,
    ...(secret === undefined ? {} : { secret }),
    ...(username === undefined ? {} : { username }),
  });

async function refused(attempt: Promise<unknown>, kind: FailureKind, words: RegExp): Promise<void> {
  const failure = await attempt.then(
    () => assert.fail('it was let in'),
    (error: unknown) => error,
  );
  assert.ok(failure instanceof Failure, String(failure));
  assert.equal(failure.kind, kind, failure.message);
  assert.match(failure.message, words);
}

describe('detecting the server at an address', () => {
  let opencode: Opencode;
  let open: Opencode;
  let agent: SandboxAgent;
  let freeAgent: SandboxAgent;
  let proxy: Proxy;
  let other: Server;
  let answer: (path: string) => { status: number; type: string; body: string; headers?: Record<string, string> };
  let otherUrl = '';
  before(async () => {
    [opencode, open, agent, freeAgent] = await Promise.all([
      startOpencode({ username: 'someone' }),
      startOpencode({ password: null }),
      startSandboxAgent(),
      startSandboxAgent({ token: null }),
    ]);
    proxy = await startProxy({ target: opencode.url, prefix: '/opencode' });
    other = createServer((request, response) => {
      const { status, type, body, headers } = answer(request.url ?? '');
      response.writeHead(status, { 'content-type': type, ...headers }).end(body);
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    otherUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  });
  after(async () => {
    other.closeAllConnections();
    other.close();
    await proxy.close();
    await Promise.all([opencode, open, agent, freeAgent].map((server) => server.dispose()));
  });
  afterEach(() => proxy.pass());

  it('detects both kinds of server, with and without authentication', async () => {
    const found = await Promise.all([
      look(opencode.url, 'pw', 'someone'),
      look(open.url),
      look(agent.url, 'token'),
      look(freeAgent.url),
    ]);
    assert.deepEqual(
      found.map(({ kind, auth }) => [kind, auth]),
      [
        ['opencode-1', 'basic'],
        ['opencode-1', 'none'],
        ['sandbox-agent', 'bearer'],
        ['sandbox-agent', 'none'],
      ],
    );
  });

  it('keeps a path prefix, with and without a slash at the end', async () => {
    for (const url of [proxy.url, `${proxy.url}/`, proxy.url.replace(/\/opencode$/, '')])
      assert.equal((await look(url, 'pw', 'someone')).baseUrl, proxy.url.replace(/\/$/, ''));
  });

  it('says which secret is required, and that a wrong one is wrong', async () => {
    await refused(look(opencode.url), 'unauthorized', /requires a password/);
    await refused(look(opencode.url, 'no', 'someone'), 'unauthorized', /did not accept the password/);
    await refused(look(opencode.url, 'pw'), 'unauthorized', /did not accept/);
    await refused(look(agent.url), 'unauthorized', /requires a token/);
    await refused(look(agent.url, 'no'), 'unauthorized', /did not accept the token/);
  });

  it('distinguishes a web page, a wrong path and an empty port from a sandbox', async () => {
    answer = () => ({ status: 200, type: 'text/html', body: '<html>login</html>' });
    await refused(look(otherUrl), 'wrongAddress', /web page answered/);
    await refused(look(`${opencode.url}/not/here`, 'pw', 'someone'), 'wrongAddress', /web page|path/);
    answer = () => ({ status: 404, type: 'text/plain', body: 'no' });
    await refused(look(otherUrl), 'wrongAddress', /no sandbox at this address/);
    await refused(look(`http://127.0.0.1:${await freePort()}`), 'unreachable', /server/);
    await refused(look('http://127.0.0.1:9'), 'wrongAddress', /port of this address is blocked/);
    answer = () => ({ status: 200, type: 'application/json', body: '{"data":null}' });
    await refused(look(otherUrl), 'wrongAddress', /not from a sandbox/);
  });

  it('follows no redirect', async () => {
    let hits = 0;
    answer = (path) => {
      if (path.startsWith('/stolen')) hits++;
      return { status: 307, type: 'text/plain', body: '', headers: { location: `${otherUrl}/stolen` } };
    };
    await refused(look(otherUrl, 'secret'), 'wrongAddress', /redirects/);
    assert.equal(hits, 0);
  });

  it('detects a real OpenCode 2 server, and says which secret it requires', async function () {
    if (!hasOpencode2()) this.skip();
    const version2 = await startOpencode2();
    const behind = await startProxy({ target: version2.url, prefix: '/opencode' });
    try {
      for (const url of [version2.url, behind.url, behind.url.replace(/\/opencode$/, '')]) {
        const { kind, version, auth } = await look(url, 'pw');
        assert.deepEqual([kind, version, auth], ['opencode-2', OPENCODE2_VERSION, 'basic'], url);
      }
      for (const url of [version2.url, behind.url]) {
        await refused(look(url), 'unauthorized', /requires a password/);
        await refused(look(url, 'no'), 'unauthorized', /did not accept the password/);
      }
      await refused(look(`${version2.url}/not/here`, 'pw'), 'wrongAddress', /web page answered/);
    } finally {
      await behind.close();
      await version2.dispose();
    }
  });

  it('accepts versions newer than the tested ones', async () => {
    const body = '{"healthy":true,"version":"1.999.0-next.1"}';
    proxy.answer({ status: 200, headers: { 'content-type': 'application/json' }, body, match: '/global/health' });
    const log: string[] = [];
    const sandbox = createTestSandbox({ url: proxy.url, secret: 'pw', username: 'someone', log });
    sandbox.connect();
    await connected(sandbox);
    assert.equal(sandbox.identity?.version, '1.999.0-next.1');
    assert.equal((await sandbox.newSession()).title.length > 0, true);
    assert.deepEqual(
      log.filter((line) => /version|incompatible/i.test(line)),
      [],
    );
    sandbox.dispose();
    proxy.pass();
  });

  it('refuses addresses that no sandbox can have', async () => {
    for (const url of [
      'file:///etc/passwd',
      'javascript:alert(1)',
      'vscode://x.y/z',
      'not an address',
      'https://user:secret@host.example/',
    ])
      await refused(look(url), 'wrongAddress', /address/);
  });

  it('waits for a server that wakes up after responding with 503', async () => {
    proxy.answer({ status: 503, headers: { 'retry-after': '1' }, forMs: 1500 });
    await refused(look(proxy.url, 'pw', 'someone'), 'waking', /not ready yet/);
    const sandbox = createTestSandbox({ url: proxy.url, secret: 'pw', username: 'someone' });
    const phases: string[] = [];
    sandbox.onDidChangeConnection((info) => phases.push(info.phase));
    sandbox.connect();
    await until(sandbox, 'waking', (_state, { connection }) => connection.phase === 'waking');
    await connected(sandbox);
    sandbox.dispose();
    assert.ok(phases.includes('waking'), phases.join());
  });
});
