// Hostile bodies through the whole core: too large, endless, of another shape than requested.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { connected, createTestSandbox } from '../../support/testSandbox.js';
import { createTestClock } from '../../support/clock.js';
import { watchConsumed } from '../../support/hostileCoverage.js';
import { until as waitFor } from '../../support/temp.js';
import { on, ONE, speaks } from './sandbox.js';
import { WIRES } from './wire.js';

watchConsumed('hostile');

for (const wire of WIRES)
  describe(`hostile bodies of ${wire.name}`, () => {
    const oversized: readonly (readonly [string, (response: ServerResponse) => void])[] = [
      [
        'http-06: a thousand layers of gzip',
        (response) => {
          response.writeHead(200, {
            'content-type': 'application/json',
            'content-encoding': Array.from({ length: 1_000 }, () => 'gzip').join(', '),
          });
          response.end(gzipSync('[]'));
        },
      ],
      [
        'http-07: a small body that becomes a huge one',
        (response) => {
          response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
          response.end(gzipSync(Buffer.alloc(200 * 1024 * 1024, ' ')));
        },
      ],
      [
        'http-11: null where a list belongs',
        (response) => {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.end('{"data":null}');
        },
      ],
      [
        'http-11: a number beyond all numbers',
        (response) => {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.end('1e400');
        },
      ],
      [
        'http-14: a cookie',
        (response) => {
          response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 's=1; Path=/' });
          response.end('[]');
        },
      ],
    ];
    for (const [name, answer] of oversized)
      it(`${name} neither hangs nor breaks the sandbox`, () => {
        let bad = true;
        const cookies: (string | undefined)[] = [];
        return on(
          async (server, sandbox) => {
            await waitFor(
              'an end of the first reading',
              () =>
                sandbox.connection.phase === 'connected' ||
                sandbox.connection.phase === 'offline' ||
                'retryAt' in sandbox.connection,
            );
            bad = false;
            sandbox.connect();
            await connected(sandbox);
            await sandbox.refresh();
            await waitFor('the good list', () => sandbox.store.state.sessions.has(ONE));
            await speaks(wire, server, sandbox);
            assert.deepEqual(cookies.filter(Boolean), []);
          },
          {
            wire,
            route: (request, response) => {
              cookies.push(request.headers.cookie);
              if (!bad || request.url?.startsWith(`${wire.base}${wire.sessions}?`) !== true) return false;
              answer(response);
              return true;
            },
          },
          false,
        );
      }).timeout(60_000);

    it('http-12: a list of 100,000 sessions with titles of 20 KB is read, cut and shown', () => {
      const title = 'T'.repeat(20_000);
      const whole = JSON.stringify(wire.list({ ses_X: title }));
      const [begin, end] = [whole.indexOf('[') + 1, whole.lastIndexOf(']')];
      const one = whole.slice(begin, end);
      return on(
        async (_server, sandbox) => {
          await waitFor(
            'an end',
            () => sandbox.connection.phase === 'connected' || 'retryAt' in sandbox.connection,
            60_000,
          );
          for (const { title: cut } of sandbox.store.state.sessions.values()) assert.ok(cut.length <= 500);
        },
        {
          wire,
          route: (request, response) => {
            if (request.url?.startsWith(`${wire.base}${wire.sessions}?`) !== true) return false;
            response.writeHead(200, { 'content-type': 'application/json' });
            void (async () => {
              response.write(whole.slice(0, begin));
              for (let index = 0; index < 100_000; index++) {
                if (response.destroyed) return;
                if (!response.write((index === 0 ? '' : ',') + one.replace('ses_X', `ses_${index}`)))
                  await Promise.race([once(response, 'drain'), once(response, 'close')]);
              }
              response.end(whole.slice(end));
            })();
            return true;
          },
        },
        false,
      );
    }).timeout(120_000);
  });

describe('hostile bodies of a server of any kind', () => {
  it('http-08, http-09: headers and bodies that never end are given up at their deadlines', async () => {
    for (const part of ['header', 'body'] as const) {
      const sockets: Socket[] = [];
      const server = createServer((socket) => {
        sockets.push(socket);
        socket.on('error', () => {});
        socket.once('data', () =>
          socket.write(
            part === 'header'
              ? 'HTTP/1.1 200 OK\r\nx-slow: '
              : 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{',
          ),
        );
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      const clock = createTestClock();
      const sandbox = createTestSandbox({
        url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
        clock,
      });
      try {
        sandbox.connect();
        await waitFor('a connection', () => sockets.length > 0);
        await waitFor('it is given up', async () => {
          await clock.tick(1_000);
          return (
            sandbox.connection.phase === 'offline' ||
            'retryAt' in sandbox.connection ||
            sandbox.connection.phase === 'refused'
          );
        });
        assert.match(sandbox.connection.detail ?? '', /in time|middle|not from a sandbox/);
      } finally {
        sandbox.dispose();
        for (const socket of sockets) socket.destroy();
        server.close();
      }
    }
  });
});
