// Hostile refusals, redirects and questions for a password, through the whole core.
import assert from 'node:assert/strict';
import { Failure } from '../../../src/core/failure.js';
import { connected, createTestSandbox } from '../../support/testSandbox.js';
import { watchConsumed } from '../../support/hostileCoverage.js';
import { startHostileServer } from '../../support/hostile.js';
import { until as waitFor } from '../../support/temp.js';
import { on, ONE } from './sandbox.js';
import { WIRES } from './wire.js';

watchConsumed('hostile');

for (const wire of WIRES)
  describe(`hostile answers of ${wire.name}`, () => {
    it('http-01, http-03: a redirect is refused on reading and on the stream, and reaches nobody', async () => {
      const other = await startHostileServer();
      for (const [status, path] of [
        [307, wire.sessions],
        [302, wire.sessions],
        [301, wire.events],
        [308, wire.events],
        [307, wire.health],
      ] as const)
        await on(
          async (_server, sandbox) => {
            await waitFor('the refusal', () => sandbox.connection.phase === 'refused');
            assert.equal(sandbox.connection.reason, 'wrongAddress');
          },
          {
            wire,
            route: (request, response) => {
              if (request.url?.startsWith(wire.base + path) !== true) return false;
              response.writeHead(status, { location: `${other.url}/collect` });
              response.end();
              return true;
            },
          },
          false,
        );
      assert.deepEqual(other.asked, []);
      await other.close();
    });

    it('http-02: a redirected prompt goes nowhere else', async () => {
      const other = await startHostileServer();
      await on(
        async (_server, sandbox) => {
          await sandbox.send(ONE, { text: 'my secret plan', attachments: [] });
          await waitFor('the refusal', () => sandbox.pending[0]?.state === 'failed');
          assert.match(sandbox.pending[0]?.reason ?? '', /redirect/);
        },
        {
          wire,
          route: (request, response) => {
            if (!request.url?.includes('/prompt')) return false;
            response.writeHead(308, { location: `${other.url}/collect` });
            response.end();
            return true;
          },
        },
      );
      assert.deepEqual(other.asked, []);
      await other.close();
    });

    it('http-04: a realm full of markup is never shown, and nobody is asked again', () =>
      on(
        async (server, sandbox) => {
          await waitFor('the refusal', () => sandbox.connection.phase === 'refused');
          assert.doesNotMatch(sandbox.connection.detail ?? '', /script/);
          const asked = server.asked.length;
          sandbox.checkAlive();
          await new Promise((resolve) => setImmediate(resolve));
          assert.equal(server.asked.length, asked);
        },
        {
          wire,
          route: (_request, response) => {
            response.writeHead(401, { 'www-authenticate': 'Basic realm="<script>alert(1)</script>"' });
            response.end();
            return true;
          },
        },
        false,
      ));

    it('http-05: a sign-in page is recognized, and not requested again', () =>
      on(
        async (_server, sandbox) => {
          await waitFor('the refusal', () => sandbox.connection.phase === 'refused');
          assert.match(sandbox.connection.detail ?? '', /web page/);
        },
        {
          wire,
          route: (_request, response) => {
            response.writeHead(200, { 'content-type': 'text/html' });
            response.end('<!doctype html><form action=/login>');
            return true;
          },
        },
        false,
      ));

    it('http-16: markup in an error stays plain text', () =>
      on(
        async (_server, sandbox) => {
          const failure = await sandbox.rename(ONE, 'new').then(
            () => assert.fail('it was refused'),
            (error: unknown) => error,
          );
          assert.ok(failure instanceof Failure && failure.kind === 'rejected');
          assert.equal(failure.message, '[Open](command:x) <img src=x>');
        },
        {
          wire,
          route: (request, response) => {
            if (request.method !== 'PATCH') return false;
            response.writeHead(500, { 'content-type': 'application/json' });
            response.end('{"message":"[Open](command:x) <img src=x>"}');
            return true;
          },
        },
      ));

    it('http-10: a distant Retry-After is limited to half a minute', () => {
      let closed = true;
      return on(
        async (_server, sandbox) => {
          await waitFor('the wait', () => sandbox.connection.retryAt !== undefined);
          assert.ok((sandbox.connection.retryAt ?? Infinity) - Date.now() <= 30_000);
          closed = false;
          sandbox.connect();
          await connected(sandbox);
        },
        {
          wire,
          route: (_request, response) => {
            if (!closed) return false;
            response.writeHead(503, { 'retry-after': '999999999' });
            response.end();
            return true;
          },
        },
        false,
      );
    });

    if (wire.kind !== 'sandbox-agent')
      it('h62: any password is sent as it is, in UTF-8, and never logged', async () => {
        for (const secret of [`${'p'.repeat(10_000)}`, 'a:b:c', 'pässwörd 日本 😀', '"quoted" \\ back']) {
          const seen: (string | undefined)[] = [];
          const server = await startHostileServer(wire.answers, (request, response) => {
            seen.push(request.headers.authorization);
            if (request.headers.authorization !== undefined) return false;
            response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' });
            response.end();
            return true;
          });
          const log: string[] = [];
          const sandbox = createTestSandbox({ url: server.url, secret, log });
          try {
            sandbox.connect();
            await connected(sandbox);
            const sent = seen.find((value) => value !== undefined) ?? '';
            assert.equal(Buffer.from(sent.replace('Basic ', ''), 'base64').toString('utf8'), `opencode:${secret}`);
            assert.equal(log.join('\n').includes(secret), false);
          } finally {
            sandbox.dispose();
            await server.close();
          }
        }
      });
  });
