// OpenCode 2 protects its API, and serves its web page without credentials for all other paths.
import assert from 'node:assert/strict';
import { probe, type ProbeOptions } from '../../../../src/core/agent/probe.js';
import type { ServerIdentity } from '../../../../src/core/agent/ports.js';
import { Failure } from '../../../../src/core/failure.js';
import { base64 } from '../../../../src/core/text/base64.js';
import { createTestClock } from '../../../support/clock.js';
import { json } from './transport/httpFixture.js';
import { silentLogger } from '../../../support/silentLogger.js';

const page = (): Response => new Response('<html>app</html>', { headers: { 'content-type': 'text/html' } });
const nothing = (status: number, headers = {}): Response => new Response(null, { status, headers });

interface Version2 {
  readonly version?: string;
  /** Path prefix of its address, stripped before it. */
  readonly prefix?: string;
  /** Path that reports its version. */
  readonly info?: string;
}

/** Answers like an OpenCode 2 server with the password `pw`. */
function answerOf(path: string, authorization: string | null, { version = '2.0.15', info = '/api/info' }: Version2) {
  if (!path.startsWith('/api/')) return page();
  if (authorization !== `Basic ${base64('opencode:pw')}`)
    return nothing(401, { 'www-authenticate': 'Basic realm="Secure Area"' });
  return path === info ? json({ version, pid: 1, urls: [], paths: { tmp: '/tmp' } }) : nothing(404);
}

/** The detected server at an address, and the requested paths. */
async function look(server: Version2, path = '', more: Partial<ProbeOptions> = {}) {
  const asked: string[] = [];
  const { prefix = '' } = server;
  const found = await probe({
    url: `https://box.example${path}`,
    fetch: async (input, init) => {
      const { url, headers } = new Request(input, init);
      const { pathname } = new URL(url);
      asked.push(pathname);
      return pathname.startsWith(`${prefix}/`)
        ? answerOf(pathname.slice(prefix.length), headers.get('authorization'), server)
        : nothing(404);
    },
    logger: silentLogger,
    clock: createTestClock(),
    ...more,
  }).catch((error: unknown) => {
    assert.ok(error instanceof Failure, String(error));
    return error;
  });
  return { found, asked };
}

const identity = ({ found }: { found: ServerIdentity | Failure }): ServerIdentity => {
  assert.ok(!(found instanceof Failure), found instanceof Failure ? found.message : '');
  return found;
};
const refusal = ({ found }: { found: ServerIdentity | Failure }): readonly string[] => {
  assert.ok(found instanceof Failure);
  return [found.kind, found.message];
};

describe('the probe, at an OpenCode 2 server', () => {
  it('finds it with one request', async () => {
    const result = await look({}, '', { secret: 'pw' });
    const { kind, version, auth, baseUrl, untested } = identity(result);
    assert.deepEqual([kind, version, auth, baseUrl], ['opencode-2', '2.0.15', 'basic', 'https://box.example']);
    assert.deepEqual([untested, result.asked], [undefined, ['/api/info']]);
  });

  it('finds it behind a path prefix, also where the address lacks /opencode', async () => {
    for (const [prefix, path] of [
      ['/box', '/box'],
      ['/box', '/box/'],
      ['/opencode', '/opencode'],
      ['/opencode', ''],
    ] as const) {
      const { kind, baseUrl } = identity(await look({ prefix }, path, { secret: 'pw' }));
      assert.deepEqual([kind, baseUrl], ['opencode-2', `https://box.example${prefix}`]);
    }
  });

  it('sends the user name opencode, whichever is configured', async () => {
    assert.equal(identity(await look({}, '', { secret: 'pw', username: 'someone' })).kind, 'opencode-2');
  });

  it('says that the password is missing or wrong, under each kind that allows it', async () => {
    for (const prefix of ['', '/box'])
      for (const kinds of [undefined, ['opencode-2'], ['opencode-2', 'opencode-1']] as const) {
        const more = kinds === undefined ? {} : { kinds };
        const words = async (secret?: string) =>
          refusal(await look({ prefix }, prefix, secret === undefined ? more : { ...more, secret }));
        assert.deepEqual(await words(), ['unauthorized', 'This sandbox requires a password.']);
        assert.deepEqual(await words('wrong'), ['unauthorized', 'This sandbox did not accept the password.']);
      }
  });

  it('says that a web page answered at a wrong path', async () => {
    for (const secret of [undefined, 'pw', 'wrong']) {
      const [kind, message] = refusal(await look({}, '/not/here', secret === undefined ? {} : { secret }));
      assert.deepEqual([kind, /web page answered/.test(message ?? '')], ['wrongAddress', true], secret);
    }
  });

  it('does not detect it if the settings require another kind', async () => {
    for (const kinds of [['opencode-1'], ['sandbox-agent']] as const)
      assert.equal(refusal(await look({}, '', { secret: 'pw', kinds }))[0], 'wrongAddress');
  });

  it('refuses versions before 2.0.6, wherever they report their version', async () => {
    for (const server of [
      { version: '2.0.5', info: '/api/status' },
      { version: '2.0.0', info: '/api/status' },
      { version: '2.0.5' },
      { version: '0.0.0-next-16350' },
    ]) {
      const [kind, message] = refusal(await look(server, '', { secret: 'pw' }));
      assert.deepEqual([kind, message?.includes('Update the server to 2.0.6')], ['incompatible', true]);
      assert.ok(message?.includes(server.version), message);
    }
    assert.equal(identity(await look({ version: '2.0.6' }, '', { secret: 'pw' })).untested, undefined);
  });

  it('marks versions from 2.1 as untested', async () => {
    for (const version of ['2.1.0', '2.10.3', '3.0.0', '2.1.0-next.1', 'local'])
      assert.equal(identity(await look({ version }, '', { secret: 'pw' })).untested, true, version);
    assert.equal(identity(await look({ version: '2.0.99' }, '', { secret: 'pw' })).untested, undefined);
  });

  it('is not found in foreign JSON that has a version', async () => {
    const foreign = async (body: object) =>
      probe({
        url: 'https://box.example',
        fetch: async (input, init) => (new Request(input, init).url.endsWith('/api/info') ? json(body) : page()),
        logger: silentLogger,
        clock: createTestClock(),
      }).catch((error: unknown) => (error instanceof Failure ? error.kind : error));
    assert.equal(await foreign({ version: '12.4.1', name: 'wiki' }), 'wrongAddress');
    assert.equal(await foreign({ version: '1.19.0', pid: 1, urls: [] }), 'wrongAddress');
  });
});
