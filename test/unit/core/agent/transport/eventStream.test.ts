import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import fc from 'fast-check';
import { openStream } from '../../../../../src/core/agent/transport/eventStream.js';
import { MAX_SILENCE_MS, MIN_SILENCE_MS } from '../../../../../src/core/agent/transport/silenceWatch.js';
import type { Failure } from '../../../../../src/core/failure.js';
import { createFaucet, createFetch, settle, type Faucet } from '../../../../support/bytes.js';
import { heap } from '../../../../integration/load/memory.js';
import { createTestClock, type TestClock } from '../../../../support/clock.js';
import { until } from '../../../../support/temp.js';

const EVENTS = { 'content-type': 'text/event-stream' };

function open(
  answer?: () => Response | Promise<Response>,
  credentials = 'Bearer canary',
  heard: (more: readonly string[], clock: TestClock) => void = () => undefined,
) {
  const clock = createTestClock();
  const controllableBody = createFaucet();
  const { fetch, asked } = createFetch(answer ?? (() => new Response(controllableBody.body, { headers: EVENTS })));
  const told: string[] = [];
  const data: string[] = [];
  let failure: Failure | undefined;
  const stream = openStream(
    {
      url: 'http://127.0.0.1:1/event',
      headers: async () => ({ authorization: credentials }),
      fetch,
      clock,
      clean: (text) => text.replaceAll('canary', '•••'),
    },
    {
      open: () => void told.push('open'),
      messages(more) {
        data.push(...more);
        heard(more, clock);
      },
      gap: () => void told.push('gap'),
      lost(why) {
        told.push('lost');
        failure = why;
      },
    },
  );
  return { clock, faucet: controllableBody, asked, told, data, stream, failure: () => failure };
}

type Opened = ReturnType<typeof open>;

/** Writes pieces one read at a time. */
async function pour(faucet: Faucet, pieces: readonly (string | Uint8Array)[]): Promise<void> {
  for (const piece of pieces) {
    faucet.write(piece);
    await settle(3);
  }
}

const close = ({ stream }: Opened): void => stream.close();

describe('the event stream', () => {
  const frames = 'data: {"t":"日本😀"}\n\n: beat\n\nid: 2\ndata: two\n\n';
  for (const [name, text] of [
    ['LF', frames],
    ['CRLF', frames.replaceAll('\n', '\r\n')],
    ['CR', frames.replaceAll('\n', '\r')],
    ['a BOM before the first byte', `\ufeff${frames}`],
  ] as const)
    it(`yields the same frames with ${name} wherever its bytes are split`, async () => {
      const bytes = new TextEncoder().encode(text);
      for (let at = 0; at <= bytes.length; at++) {
        const opened = open();
        await pour(opened.faucet, [bytes.subarray(0, at), bytes.subarray(at), ': end\n\n']);
        assert.deepEqual(opened.data, ['{"t":"日本😀"}', 'two'], `cut at ${at}`);
        close(opened);
      }
    }).timeout(60_000);

  it('yields the same frames byte by byte and in chunks of any size', async () => {
    const bytes = new TextEncoder().encode(frames.replaceAll('\n', '\r\n'));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 60, maxLength: 60 }), async (sizes) => {
        const opened = open();
        let at = 0;
        await pour(
          opened.faucet,
          sizes.map((size) => bytes.subarray(at, (at += size))),
        );
        await pour(opened.faucet, [bytes.subarray(at), ': end\n\n']);
        assert.deepEqual(opened.data, ['{"t":"日本😀"}', 'two']);
        close(opened);
      }),
      { numRuns: 20 },
    );
  }).timeout(60_000);

  it('yields to other tasks during a burst that takes longer than a frame', async () => {
    const order: string[] = [];
    const opened = open(undefined, undefined, (more, clock) => {
      order.push(...more);
      clock.sleep(20);
      setImmediate(() => order.push('another'));
    });
    for (const piece of ['data: 1\n\n', 'data: 2\n\n', 'data: 3\n\n', ': end\n\n']) opened.faucet.write(piece);
    await settle(10);
    assert.deepEqual(order.slice(0, 5), ['1', 'another', '2', 'another', '3']);
    close(opened);
  });

  it('joins the data lines of one frame', async () => {
    const opened = open();
    await pour(opened.faucet, ['data: {"type":"A",\r', '\ndata: "text":"AB"}\r\n\r\n', ': end\n']);
    assert.deepEqual(opened.data, ['{"type":"A",\n"text":"AB"}']);
    close(opened);
  });

  for (const name of ['error', 'open'])
    it(`does not mistake a frame named “${name}” for a signal of the connection`, async () => {
      const opened = open();
      await pour(opened.faucet, [`event: ${name}\ndata: {"x":1}\n\n`, 'data: still here\n\n', ': end\n']);
      assert.deepEqual([opened.told, opened.data.at(-1)], [['open'], 'still here']);
      close(opened);
    });

  for (const retry of ['0', '99999999999', '-1', 'NaN'])
    it(`never reconnects on its own, whatever “retry: ${retry}” says`, async () => {
      const opened = open();
      await pour(opened.faucet, [`retry: ${retry}\n\n`]);
      opened.faucet.end();
      await settle();
      await opened.clock.tick(10 * 60_000);
      assert.deepEqual([opened.told, opened.asked.length], [['open', 'lost'], 1]);
    });

  it('is lost at a clean end, at a reset, and inside a frame, after delivering the frames before', async () => {
    for (const end of ['fin', 'rst'] as const) {
      const opened = open();
      await pour(opened.faucet, ['data: whole\n\ndata: ha']);
      if (end === 'fin') opened.faucet.end();
      else opened.faucet.fail(Object.assign(new Error('read'), { code: 'ECONNRESET' }));
      await settle();
      assert.deepEqual(
        [opened.data, opened.told, opened.failure()?.kind],
        [['whole'], ['open', 'lost'], 'unreachable'],
      );
      assert.equal(opened.clock.waiting, 0, 'no timer stays');
    }
  });

  it('reports a gap in the IDs once, before the next event, and none for repeated or missing IDs', async () => {
    const opened = open();
    await pour(opened.faucet, ['id: 7\ndata: a\n\nid: 8\ndata: b\n\ndata: no id\n\nid: 8\ndata: again\n\n']);
    assert.deepEqual(opened.told, ['open']);
    await pour(opened.faucet, ['id: 12\ndata: c\n\nid: 13\ndata: d\n\n', ': end\n']);
    assert.deepEqual(opened.told, ['open', 'gap']);
    assert.deepEqual(opened.data, ['a', 'b', 'no id', 'again', 'c', 'd']);
    close(opened);
  });

  it('ignores IDs that are not numbers and does not send them back', async () => {
    const opened = open();
    await pour(opened.faucet, ['id: 日本\ndata: {"type":"a"}\n\nid: 99999999999999999999\ndata: b\n\n', ': end\n']);
    assert.deepEqual([opened.told, opened.data.length], [['open'], 2]);
    const headers = new Headers(opened.asked[0]?.init.headers);
    assert.equal(headers.has('last-event-id'), false);
    close(opened);
  });

  it('is lost after 45 s of silence; comments count as activity', async () => {
    const opened = open();
    await settle();
    await opened.clock.tick(MAX_SILENCE_MS - 1);
    await pour(opened.faucet, [': heartbeat\n\n']);
    await opened.clock.tick(MAX_SILENCE_MS - 1);
    assert.deepEqual(opened.told, ['open']);
    await opened.clock.tick(1);
    assert.deepEqual([opened.told, opened.failure()?.message], [['open', 'lost'], 'The sandbox fell silent.']);
    assert.equal(opened.clock.waiting, 0);
  });

  it('learns the heartbeat interval of its server and is lost after three missed beats', async () => {
    const opened = open();
    await settle();
    for (let beat = 0; beat < 4; beat++) {
      await opened.clock.tick(5_000);
      await pour(opened.faucet, [': beat\n\n']);
    }
    await opened.clock.tick(MIN_SILENCE_MS - 1);
    assert.deepEqual(opened.told, ['open']);
    await opened.clock.tick(1 + MAX_SILENCE_MS);
    assert.deepEqual(opened.told, ['open', 'lost']);
  });

  it('gives up when no headers arrive', async () => {
    const opened = open(() => new Promise<Response>(() => {}));
    await opened.clock.tick(9_999);
    assert.deepEqual(opened.told, []);
    await opened.clock.tick(1);
    assert.deepEqual([opened.told, opened.failure()?.kind], [['lost'], 'unreachable']);
  });

  it('rejects a line that never ends and stops reading', async () => {
    const opened = open();
    const piece = 'x'.repeat(1024 * 1024);
    await pour(opened.faucet, ['data: ']);
    for (let megabyte = 0; megabyte < 12 && opened.told.length < 2; megabyte++) await pour(opened.faucet, [piece]);
    assert.deepEqual(opened.told, ['open', 'lost']);
  });

  for (const [status, kind, more] of [
    [401, 'unauthorized', {}],
    [403, 'unauthorized', {}],
    [502, 'waking', {}],
    [503, 'waking', { 'retry-after': '7' }],
    [500, 'rejected', {}],
    [404, 'wrongAddress', { 'content-type': 'text/html' }],
  ] as const)
    it(`explains status ${status}`, async () => {
      const opened = open(() => new Response('<b>canary</b>', { status, headers: { ...more } }));
      await settle();
      assert.deepEqual([opened.told, opened.failure()?.kind], [['lost'], kind]);
      assert.equal(opened.failure()?.retryAfter, status === 503 ? 7_000 : undefined);
      assert.equal(opened.failure()?.message.includes('canary'), false);
    });

  it('recognizes the web page of a wrong path', async () => {
    const opened = open(() => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } }));
    await settle();
    assert.deepEqual([opened.failure()?.kind, opened.data], ['wrongAddress', []]);
  });

  it('follows no redirect and sends its credentials once', async () => {
    const opened = open();
    await settle();
    assert.deepEqual(
      opened.asked.map(({ init }) => [init.redirect, new Headers(init.headers).get('authorization')]),
      [['error', 'Bearer canary']],
    );
    close(opened);
  });

  it('closes its connection to the server, even after garbage collection', async () => {
    let ended = 0;
    const server = createServer((request, response) => {
      request.socket.once('close', () => ended++);
      response.writeHead(200, EVENTS);
      const fill = (): void => {
        while (!response.destroyed && response.write(`data: ${'x'.repeat(10_000)}\n\n`));
      };
      response.on('drain', fill);
      fill();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/event`;
    for (let round = 1; round <= 5; round++) {
      let messages = 0;
      const stream = openStream(
        {
          url,
          headers: async () => ({}),
          fetch: (input, init) => fetch(input, init),
          clock: createTestClock(),
          clean: String,
        },
        { open() {}, messages: (data) => void (messages += data.length), gap() {}, lost() {} },
      );
      await until('messages', () => messages > 10);
      heap();
      stream.close();
      await until('the end of the connection', () => ended === round);
    }
    server.close();
  });

  it('delivers nothing after it is closed, and releases the connection and its timer', async () => {
    const opened = open();
    await pour(opened.faucet, ['data: one\n\n', ': beat\n']);
    opened.stream.close();
    await pour(opened.faucet, ['data: two\n\n', ': beat\n']);
    opened.faucet.end();
    await settle();
    assert.deepEqual([opened.told, opened.data, opened.clock.waiting], [['open'], ['one'], 0]);
    assert.deepEqual([opened.asked[0]?.init.signal?.aborted, opened.faucet.cancelled], [true, true]);
  });
});
