// Hostile frames, answers and addresses through the whole core: from the socket to the state.
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { checkUrl } from '../../src/core/agent/probe.js';
import { requiresConsent } from '../../src/core/agent/url.js';
import { Failure } from '../../src/core/failure.js';
import { parseProfile } from '../../src/core/sandbox/profile.js';
import type { Sandbox } from '../../src/core/sandbox/sandbox.js';
import { sessionId } from '../../src/shared/model/ids.js';
import { connected, makeBox } from '../support/box.js';
import { homeless, watchConsumed } from '../support/consumed.js';
import { createTestClock } from '../support/clock.js';
import {
  hostileAt,
  hostileInputs,
  startHostileServer,
  type Answers,
  type HostileServer,
  type Route,
} from '../support/hostile.js';
import { until as waitFor } from '../support/temp.js';

watchConsumed('hostile');

const ONE = sessionId('ses_1');
const info = { id: ONE, title: 'One', directory: '/w', time: { created: 1, updated: 1 } };
const talk = [
  { info: { id: 'msg_0', sessionID: ONE, role: 'user', time: { created: 1 } }, parts: [] },
  {
    info: { id: 'msg_1', sessionID: ONE, role: 'assistant', time: { created: 2, completed: 3 } },
    parts: [
      {
        id: 'prt_1',
        messageID: 'msg_1',
        sessionID: ONE,
        type: 'text',
        text: 'as GET says',
        time: { start: 1, end: 2 },
      },
    ],
  },
];
const still: Answers = { '/session': [info], '/session/ses_1': info, '/session/ses_1/message': talk };

/** One sandbox on one hostile server; both are gone afterwards. */
async function on(
  act: (server: HostileServer, box: Sandbox, log: string[]) => Promise<void>,
  { answers = still, route }: { answers?: Answers; route?: Route } = {},
  start = true,
): Promise<void> {
  const server = await startHostileServer(answers, route);
  const log: string[] = [];
  const box = makeBox({ url: server.url, secret: 'canary-secret', log });
  try {
    box.connect();
    box.openTranscript(ONE);
    if (start) await connected(box);
    await act(server, box, log);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
    assert.equal(log.join('\n').includes('canary-secret'), false);
  } finally {
    box.dispose();
    await server.close();
  }
}

/** Proof that the stream still works: an ordinary event arrives. */
async function speaks(server: HostileServer, box: Sandbox): Promise<void> {
  const title = `still here ${Math.random()}`;
  server.say(
    `\ndata: ${JSON.stringify({ type: 'session.updated', properties: { info: { ...info, id: 'ses_proof', title } } })}\n\n`,
  );
  await waitFor('the stream speaks', () => box.store.state.sessions.get(sessionId('ses_proof'))?.title === title);
}

const text = (box: Sandbox): string =>
  (box.store.state.transcripts.get(ONE)?.messages ?? [])
    .flatMap(({ parts }) => parts.map((part) => (part.type === 'text' ? part.text : '')))
    .join('|');

describe('hostile frames', () => {
  const frames = hostileAt('SSE frame');
  const special = new Set(['sse-05', 'sse-03', 'sse-04', 'sse-16', 'sse-23', 'sse-22', 'sse-20', 'sse-21']);
  for (const { id, payload, expectation } of frames.filter((each) => !special.has(each.id)))
    it(`${id}: ${expectation}`, () =>
      on(async (server, box) => {
        const before = box.store.state;
        for (const byte of Buffer.from(payload)) server.say(Uint8Array.of(byte));
        await speaks(server, box);
        assert.equal(server.streams(), 1, 'the connection stays');
        assert.deepEqual([...box.store.state.transcripts], [...before.transcripts]);
        assert.equal(box.connection.phase, 'connected');
      }));

  for (const id of ['sse-03', 'sse-04'])
    it(`${id}: keeps its own schedule`, () =>
      on(async (server, box) => {
        server.say(frames.find((each) => each.id === id)?.payload ?? '');
        await speaks(server, box);
        const streams = (): number => server.asked.filter((line) => line.startsWith('GET /event')).length;
        const before = streams();
        const since = Date.now();
        server.drop();
        await waitFor('the next stream', () => streams() > before);
        assert.ok(Date.now() - since >= 450, 'not before half a second');
        assert.equal(streams(), before + 1);
      }));

  it('sse-05: a line without end is given up at the cap', () =>
    on(async (server, box) => {
      const piece = 'a'.repeat(1024 * 1024);
      server.say('data: ');
      await waitFor('the stream is given up', () => {
        if (box.connection.phase === 'connected') server.say(piece);
        return box.connection.phase !== 'connected';
      });
      await connected(box);
      await speaks(server, box);
    }));

  it('sse-16: a gap in the ids leads to a reading', () => {
    const answers: Record<string, unknown> = { ...still };
    return on(
      async (server, box) => {
        answers['/session'] = [info, { ...info, id: 'ses_missed', title: 'told only by GET' }];
        server.say(frames.find(({ id }) => id === 'sse-16')?.payload ?? '');
        await waitFor('the missed session', () => box.store.state.sessions.has(sessionId('ses_missed')));
        assert.equal(server.streams(), 1, 'on the same stream');
      },
      { answers },
    );
  });

  it('sse-20: the same update a thousand times is one', () =>
    on(async (server, box) => {
      const payload = frames.find(({ id }) => id === 'sse-20')?.payload ?? '';
      server.say(payload);
      await speaks(server, box);
      const once = JSON.stringify(box.store.state.transcripts.get(ONE)?.messages);
      server.say(payload.repeat(999));
      await speaks(server, box);
      assert.equal(JSON.stringify(box.store.state.transcripts.get(ONE)?.messages), once);
    }));

  it('sse-21: a piece of text for a part that is not there changes nothing, and the text of GET stays', () =>
    on(async (server, box) => {
      server.say(frames.find(({ id }) => id === 'sse-21')?.payload ?? '');
      await speaks(server, box);
      assert.match(text(box), /as GET says/);
    }));

  it('sse-22: a deleted session does not come back by its late events', () =>
    on(async (server, box) => {
      server.say(`data: ${JSON.stringify({ type: 'session.deleted', properties: { info } })}\n\n`);
      server.say(frames.find(({ id }) => id === 'sse-22')?.payload ?? '');
      await speaks(server, box);
      assert.equal(box.store.state.sessions.has(ONE), false);
      assert.equal(box.store.state.transcripts.has(ONE), false);
    }));

  it('sse-23: an answered permission that is asked again stays closed', () =>
    on(async (server, box) => {
      const asked = { id: 'per_1', sessionID: ONE, permission: 'bash', patterns: ['ls'], metadata: {}, always: [] };
      server.say(`data: ${JSON.stringify({ type: 'permission.asked', properties: asked })}\n\n`);
      await waitFor('the permission', () => box.store.state.requests.length === 1);
      server.say(
        `data: ${JSON.stringify({ type: 'permission.replied', properties: { sessionID: ONE, requestID: 'per_1', reply: 'once' } })}\n\n`,
      );
      server.say(frames.find(({ id }) => id === 'sse-23')?.payload ?? '');
      await speaks(server, box);
      assert.deepEqual(box.store.state.requests, []);
    }));

  it('pt-06: an answer to a permission names that one, also where another session has one of the same number', () =>
    on(async (server, box) => {
      for (const session of [ONE, 'ses_2'])
        server.say(
          `data: ${JSON.stringify({ type: 'permission.asked', properties: { id: `per_${session}`, sessionID: session, permission: 'bash', patterns: [], metadata: {}, always: [] } })}\n\n`,
        );
      await waitFor('both', () => box.store.state.requests.length === 2);
      const [first] = box.store.state.requests;
      await box.replyPermission(first?.id ?? assert.fail(), 'reject').catch(() => undefined);
      assert.deepEqual(
        server.asked.filter((line) => line.startsWith('POST')),
        [`POST /permission/${first?.id}/reply`],
      );
    }));
});

describe('hostile answers', () => {
  it('http-01, http-03: a redirect is refused on reading and on the stream, and reaches nobody', async () => {
    const other = await startHostileServer();
    for (const [status, path] of [
      [307, '/session'],
      [302, '/session'],
      [301, '/event'],
      [308, '/event'],
      [307, '/global/health'],
    ] as const)
      await on(
        async (_server, box) => {
          await waitFor('the refusal', () => box.connection.phase === 'refused');
          assert.equal(box.connection.reason, 'wrongAddress');
        },
        {
          route: (request, response) => {
            if (!request.url?.startsWith(path)) return false;
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
      async (_server, box) => {
        await box.send(ONE, { text: 'my secret plan', attachments: [] });
        await waitFor('the refusal', () => box.pending[0]?.state === 'failed');
        assert.match(box.pending[0]?.reason ?? '', /redirect/);
      },
      {
        route: (request, response) => {
          if (!request.url?.includes('prompt_async')) return false;
          response.writeHead(308, { location: `${other.url}/collect` });
          response.end();
          return true;
        },
      },
    );
    assert.deepEqual(other.asked, []);
    await other.close();
  });

  it('http-04: a realm full of markup is no text of ours, and nobody is asked again', () =>
    on(
      async (server, box) => {
        await waitFor('the refusal', () => box.connection.phase === 'refused');
        assert.doesNotMatch(box.connection.detail ?? '', /script/);
        const asked = server.asked.length;
        box.nudge();
        await new Promise((resolve) => setImmediate(resolve));
        assert.equal(server.asked.length, asked);
      },
      {
        route: (_request, response) => {
          response.writeHead(401, { 'www-authenticate': 'Basic realm="<script>alert(1)</script>"' });
          response.end();
          return true;
        },
      },
      false,
    ));

  it('http-05: a sign-in page is told for what it is, and not asked again', () =>
    on(
      async (_server, box) => {
        await waitFor('the refusal', () => box.connection.phase === 'refused');
        assert.match(box.connection.detail ?? '', /web page/);
      },
      {
        route: (_request, response) => {
          response.writeHead(200, { 'content-type': 'text/html' });
          response.end('<!doctype html><form action=/login>');
          return true;
        },
      },
      false,
    ));

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
        async (server, box) => {
          await waitFor(
            'an end of the first reading',
            () =>
              box.connection.phase === 'connected' || box.connection.phase === 'offline' || 'retryAt' in box.connection,
          );
          bad = false;
          box.connect();
          await connected(box);
          await box.refresh();
          await waitFor('the good list', () => box.store.state.sessions.has(ONE));
          await speaks(server, box);
          assert.deepEqual(cookies.filter(Boolean), []);
        },
        {
          route: (request, response) => {
            cookies.push(request.headers.cookie);
            if (!bad || request.url?.startsWith('/session?') !== true) return false;
            answer(response);
            return true;
          },
        },
        false,
      );
    }).timeout(60_000);

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
      const box = makeBox({ url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, clock });
      try {
        box.connect();
        await waitFor('a connection', () => sockets.length > 0);
        await waitFor('it is given up', async () => {
          await clock.tick(1_000);
          return (
            box.connection.phase === 'offline' || 'retryAt' in box.connection || box.connection.phase === 'refused'
          );
        });
        assert.match(box.connection.detail ?? '', /in time|middle|not that of a sandbox/);
      } finally {
        box.dispose();
        for (const socket of sockets) socket.destroy();
        server.close();
      }
    }
  });

  it('http-12: a list of 100,000 sessions with titles of 20 KB is read, cut and shown', () => {
    const title = 'T'.repeat(20_000);
    const many = Array.from({ length: 100_000 }, (_, index) => ({ ...info, id: `ses_${index}`, title }));
    return on(
      async (_server, box) => {
        await waitFor('an end', () => box.connection.phase === 'connected' || 'retryAt' in box.connection, 60_000);
        for (const { title: cut } of box.store.state.sessions.values()) assert.ok(cut.length <= 500);
      },
      {
        route: (request, response) => {
          if (request.url?.startsWith('/session?') !== true) return false;
          response.writeHead(200, { 'content-type': 'application/json' });
          void (async () => {
            response.write('[');
            for (const [index, session] of many.entries()) {
              if (response.destroyed) return;
              if (!response.write(`${index === 0 ? '' : ','}${JSON.stringify(session)}`))
                await Promise.race([once(response, 'drain'), once(response, 'close')]);
            }
            response.end(']');
          })();
          return true;
        },
      },
      false,
    );
  }).timeout(120_000);

  it('http-16: markup in an error stays words', () =>
    on(
      async (_server, box) => {
        const failure = await box.rename(ONE, 'new').then(
          () => assert.fail('it was refused'),
          (error: unknown) => error,
        );
        assert.ok(failure instanceof Failure && failure.kind === 'rejected');
        assert.equal(failure.message, '[Open](command:x) <img src=x>');
      },
      {
        route: (request, response) => {
          if (request.method !== 'PATCH') return false;
          response.writeHead(500, { 'content-type': 'application/json' });
          response.end('{"message":"[Open](command:x) <img src=x>"}');
          return true;
        },
      },
    ));

  it('http-10: a wish for a far day is cut to half a minute', () => {
    let closed = true;
    return on(
      async (_server, box) => {
        await waitFor('the wait', () => box.connection.retryAt !== undefined);
        assert.ok((box.connection.retryAt ?? Infinity) - Date.now() <= 30_000);
        closed = false;
        box.connect();
        await connected(box);
      },
      {
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

  it('h62: any password is sent as it is, in UTF-8, and never logged', async () => {
    for (const secret of [`${'p'.repeat(10_000)}`, 'a:b:c', 'pässwörd 日本 😀', '"quoted" \\ back']) {
      const seen: (string | undefined)[] = [];
      const server = await startHostileServer({}, (request, response) => {
        seen.push(request.headers.authorization);
        if (request.headers.authorization !== undefined) return false;
        response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' });
        response.end();
        return true;
      });
      const log: string[] = [];
      const box = makeBox({ url: server.url, secret, log });
      try {
        box.connect();
        await connected(box);
        const sent = seen.find((value) => value !== undefined) ?? '';
        assert.equal(Buffer.from(sent.replace('Basic ', ''), 'base64').toString('utf8'), `opencode:${secret}`);
        assert.equal(log.join('\n').includes(secret), false);
      } finally {
        box.dispose();
        await server.close();
      }
    }
  });
});

describe('hostile addresses', () => {
  const read = (payload: string): string => {
    try {
      return checkUrl(payload);
    } catch {
      return 'refused';
    }
  };
  const expected: Readonly<Record<string, (payload: string) => void>> = {
    'bu-01': (payload) => assert.equal(requiresConsent(payload), true),
    'bu-03': (payload) => {
      assert.equal(read(payload), 'refused');
      const profile = parseProfile({ id: 'a', url: payload });
      assert.equal(JSON.stringify(profile).includes('secret'), false);
    },
    'bu-04': (payload) => {
      assert.equal(read(payload), 'https://host.example/opencode');
      assert.equal(JSON.stringify(parseProfile({ id: 'a', url: payload })).includes('abc'), false);
    },
    'bu-05': (payload) => {
      assert.equal(read(payload), 'refused');
      const profile = parseProfile({ id: 'a', url: payload });
      assert.equal(typeof profile === 'object' && profile.name, 'evil.example');
    },
    'bu-06': (payload) => assert.equal(read(payload), 'https://host.example/admin'),
    'bu-07': (payload) => assert.equal(read(payload), 'refused'),
    'bu-08': (payload) => assert.equal(read(payload), 'refused'),
    'bu-09': (payload) => assert.equal(read(payload), 'refused'),
    'bu-10': (payload) => assert.equal(requiresConsent(payload), false),
    'bu-11': (payload) => assert.equal(requiresConsent(payload), true),
    'bu-12': (payload) => assert.equal(requiresConsent(payload), true),
    'bu-13': (payload) => {
      assert.equal(read(payload), 'http://127.0.0.1:4096');
      assert.equal(requiresConsent(payload), false);
    },
    'bu-14': (payload) => assert.match(read(payload), /^https:\/\/xn--/),
    'bu-19': (payload) => {
      assert.equal(read(payload), 'refused');
      const profile = parseProfile({ id: 'a', url: payload });
      assert.equal(typeof profile === 'object' && profile.name, 'evil.example');
    },
    'bu-20': (payload) => assert.equal(requiresConsent(payload), true),
    'bu-21': (payload) => {
      assert.equal(read(payload), 'http://127.0.0.1:4096');
      assert.equal(requiresConsent(payload), false);
    },
    'bu-16': (payload) => {
      assert.equal(read(payload), 'https://host.example/opencode');
      assert.equal(read('https://host.example/open\ncode'), 'refused');
    },
  };
  // bu-18, a setting of the workspace, is proved by the manifest.
  for (const { id, payload, expectation } of hostileAt('base URL').filter((each) => each.id !== 'bu-18'))
    it(`${id}: ${expectation}`, () => (expected[id] ?? assert.fail(`no test for ${id}`))(payload));
});

describe('the list of hostile inputs', () => {
  it('has an id, a place, an expectation and a suite for each', () => {
    assert.deepEqual(homeless(), []);
    assert.equal(new Set(hostileInputs.map(({ id }) => id)).size, hostileInputs.length);
    assert.ok(hostileInputs.every((each) => each.entry_point !== '' && each.expectation !== ''));
  });
});
