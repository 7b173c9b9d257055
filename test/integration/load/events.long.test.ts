// Many events at full speed through stream, decoder, store and reducer. Memory is asserted, time printed.
import assert from 'node:assert/strict';
import { decodeFrame } from '../../../src/core/agent/opencode1/events.js';
import { openStream } from '../../../src/core/agent/transport/eventStream.js';
import { systemClock } from '../../../src/core/ports.js';
import { createStore } from '../../../src/core/sync/store.js';
import { sessionId } from '../../../src/shared/model/ids.js';
import { createFaucet, createFetch } from '../../support/bytes.js';
import { heap, mb } from './memory.js';
import { silentLogger } from '../../support/silentLogger.js';

const EVENTS = Number(process.env['LOAD_EVENTS'] ?? 200_000);
const LIMIT = 10 * 1024 * 1024;
const SESSION = 'ses_load';

const frame = (type: string, properties: object): string =>
  `data: ${JSON.stringify({ id: `evt_${type}`, type, properties: { sessionID: SESSION, ...properties } })}\n\n`;

/** A turn of forty events that removes its message at the end, so that remaining memory is a leak. */
function* turn(number: number): Generator<string> {
  const messageID = `msg_${number}`;
  const ids = { sessionID: SESSION, messageID };
  const text = { ...ids, id: `prt_${number}`, type: 'text' };
  const info = { id: messageID, sessionID: SESSION, role: 'assistant', time: { created: number } };
  yield frame('session.status', { status: { type: 'busy' } });
  yield frame('message.updated', { info });
  yield frame('message.part.updated', { part: { ...text, text: '', time: { start: 1 } } });
  for (let piece = 0; piece < 30; piece++)
    yield frame('message.part.delta', { ...ids, partID: text.id, field: 'text', delta: `word ${piece} of ${number} ` });
  yield frame('message.part.updated', { part: { ...text, text: 'whole', time: { start: 1, end: 2 } } });
  const tool = { ...ids, id: `prt_${number}t`, type: 'tool', callID: `call_${number}`, tool: 'bash' };
  yield frame('message.part.updated', { part: { ...tool, state: { status: 'running', input: { command: 'ls' } } } });
  yield frame('message.part.updated', {
    part: { ...tool, state: { status: 'completed', input: { command: 'ls' }, output: 'x'.repeat(200) } },
  });
  yield frame('message.updated', { info: { ...info, time: { created: number, completed: number + 1 } } });
  yield frame('session.updated', {
    info: { id: SESSION, title: `Title ${number}`, time: { created: 1, updated: number } },
  });
  yield frame('session.idle', {});
  yield frame('message.removed', { messageID });
}

describe('a flood of events', () => {
  it(`of ${EVENTS.toLocaleString('en')} retains less than 10 MB`, async function () {
    this.timeout(600_000);
    const store = createStore(systemClock, silentLogger);
    store.dispatch([
      {
        type: 'session.upserted',
        session: { id: sessionId(SESSION), title: '', directory: '/w', created: 1, updated: 1 },
      },
      { type: 'transcript.opened', sessionId: sessionId(SESSION) },
    ]);
    let commits = 0;
    let received = 0;
    store.onDidCommit(() => commits++);
    const faucet = createFaucet();
    const { fetch } = createFetch(
      () => new Response(faucet.body, { headers: { 'content-type': 'text/event-stream' } }),
    );
    const stream = openStream(
      { url: 'http://127.0.0.1:1/event', headers: async () => ({}), fetch, clock: systemClock, clean: String },
      {
        open() {},
        messages(data) {
          received += data.length;
          store.dispatch(data.map(decodeFrame).filter((event) => event !== undefined));
        },
        gap() {},
        lost: (failure) => assert.fail(failure),
      },
    );
    let written = 0;
    let number = 0;
    const pour = async (until: number): Promise<void> => {
      while (written < until) {
        const frames: string[] = [];
        for (let some = 0; some < 5; some++) frames.push(...turn(number++));
        written += frames.length;
        faucet.write(frames.join(''));
        await new Promise((resolve) => setImmediate(resolve));
      }
      faucet.write(': end\n\n');
      while (received < written) await new Promise((resolve) => setTimeout(resolve, 1));
      store.flush();
    };
    // Warm-up: code and caches do not count as growth.
    await pour(20_000);
    const before = heap();
    const started = performance.now();
    const first = written;
    await pour(first + EVENTS);
    const elapsed = (performance.now() - started) / 1000;
    const growth = heap() - before;
    console.log(
      `      ${(written - first).toLocaleString('en')} events in ${elapsed.toFixed(1)} s: ${Math.round((written - first) / elapsed).toLocaleString('en')} events/s, ${commits} commits, heap ${growth < 0 ? '' : '+'}${mb(growth)}`,
    );
    assert.equal(received, written, 'none is lost');
    assert.deepEqual(store.state.transcripts.get(sessionId(SESSION))?.messages, []);
    assert.ok(growth < LIMIT, mb(growth));
    stream.close();
    store.dispose();
  });
});
