import assert from 'node:assert/strict';
import { probe } from '../../../../src/core/agent/probe.js';
import { Failure } from '../../../../src/core/failure.js';
import { transition } from '../../../../src/core/sync/machine.js';
import { createTestClock } from '../../../support/clock.js';
import { json } from './transport/httpFixture.js';
import { silentLogger } from '../../../support/silentLogger.js';

const page = (status: number): Response =>
  new Response('<html>no</html>', { status, headers: { 'content-type': 'text/html' } });

/** Probes an address whose paths answer like this; without an entry, 404. */
function look(routes: Readonly<Record<string, (headers: Headers) => Response>>, secret?: string) {
  return probe({
    url: 'https://box.example',
    fetch: async (url, init) => {
      const request = new Request(url, init);
      return (routes[new URL(request.url).pathname] ?? (() => new Response(null, { status: 404 })))(request.headers);
    },
    logger: silentLogger,
    clock: createTestClock(),
    ...(secret === undefined ? {} : { secret }),
  });
}

const refusal = async (attempt: Promise<unknown>): Promise<Failure> => {
  const error = await attempt.then(
    () => assert.fail('it was let in'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Failure, String(error));
  return error;
};
const isTriedAgain = (failure: Failure): boolean =>
  transition(
    { at: 'connecting', attempt: 0, waking: false, before: false, probes: 1 },
    { type: 'failed', failure, now: 0, random: 0 },
  ).at === 'waiting';

const statuses = Array.from({ length: 200 }, (_, i) => 400 + i);
const health = { '/global/health': () => json({ healthy: true, version: '1.18.33' }) };

describe('the probe', () => {
  it('treats only 404 and 405 as a wrong address, regardless of the body', async () => {
    const bodies = [
      page,
      (status: number) => json({ message: 'no' }, status),
      (status: number) => new Response(null, { status }),
    ];
    for (const body of bodies)
      for (const status of statuses) {
        const failure = await refusal(look({ '/global/health': () => body(status) }));
        assert.equal(isTriedAgain(failure), ![401, 403, 404, 405].includes(status), `${status}: ${failure.kind}`);
      }
  });

  it('says which secret the server requires when the given one cannot be put in a header', async () => {
    const asking = (scheme: string) => () => json({}, 401, { 'www-authenticate': scheme });
    const words = async (scheme: string): Promise<string> =>
      (await refusal(look({ '/global/health': asking(scheme) }, 'canary\nline'))).message;
    assert.equal(await words('Basic realm="x"'), 'This sandbox did not accept the password.');
    assert.match(await words('Bearer'), /^The token has characters that cannot be sent/);
  });

  it('keeps the message of the response and waits as long as Retry-After says', async () => {
    const later = () => json({ message: 'Too many requests' }, 429, { 'retry-after': '7' });
    const failure = await refusal(look({ '/global/health': later }));
    assert.deepEqual([failure.message, failure.retryAfter, failure.temporary], ['Too many requests', 7000, true]);
    const date = { date: 'Thu, 26 Nov 2026 14:00:00 GMT', 'retry-after': 'Thu, 26 Nov 2026 14:00:09 GMT' };
    assert.equal((await refusal(look({ '/global/health': () => json({}, 429, date) }))).retryAfter, 9000);
  });

  it('does not misdetect a server whose second response fails temporarily', async () => {
    for (const status of [429, 500, 502, 521]) {
      const failure = await refusal(look({ ...health, '/api/health': () => page(status) }));
      assert.ok(isTriedAgain(failure), `${status}: ${failure.kind}`);
    }
    assert.equal((await look(health)).kind, 'sandbox-agent');
  });

  it('does not mistake a truncated response for foreign JSON', async () => {
    const cut = () =>
      new Response(
        new ReadableStream({
          start(controller) {
            controller.enqueue(new TextEncoder().encode('{"healthy":true,"ver'));
            controller.error(new TypeError('terminated'));
          },
        }),
        { headers: { 'content-type': 'application/json' } },
      );
    assert.equal((await refusal(look({ '/global/health': cut }))).kind, 'unreachable');
  });

  it('tries again when the check for version 2 fails temporarily', async () => {
    const failure = await refusal(look({ '/global/health': () => page(200), '/api/info': () => page(521) }));
    assert.ok(isTriedAgain(failure), failure.kind);
  });

  it('does not mistake a wrong path of a password-protected OpenCode 1 for OpenCode 2', async () => {
    const guardedPage = (headers: Headers) =>
      headers.has('authorization')
        ? page(200)
        : new Response(null, { status: 401, headers: { 'www-authenticate': 'Basic realm="Secure Area"' } });
    const paths = ['/global/health', '/opencode/global/health', '/api/info'];
    const failure = await refusal(look(Object.fromEntries(paths.map((path) => [path, guardedPage])), 'pw'));
    assert.deepEqual([failure.kind, /web page answered/.test(failure.message)], ['wrongAddress', true]);
  });
});
