import assert from 'node:assert/strict';
import { Failure } from '../../../../src/core/failure.js';
import { Transcripts } from '../../../../src/core/sandbox/transcripts.js';
import { createStore } from '../../../../src/core/sync/store.js';
import type { QueuePort } from '../../../../src/core/agent/ports.js';
import type { InboxEntry } from '../../../../src/shared/model/entities.js';
import { messageId, sessionId } from '../../../../src/shared/model/ids.js';
import { createTestClock } from '../../../support/clock.js';
import { createFakeServer } from '../../../support/fakeServer.js';
import { silentLogger } from '../../../support/silentLogger.js';

const id = sessionId('ses_a');

/** Transcripts of a server whose next answers fail with these failures. */
function slow(failures: number, failure: Failure) {
  const clock = createTestClock();
  const server = createFakeServer();
  const read = server.sessions.messages.bind(server.sessions);
  let current: typeof server | undefined = server;
  let reads = 0;
  server.sessions.messages = async (...args) => {
    reads++;
    if (failures-- > 0) throw failure;
    return read(...args);
  };
  const store = createStore(clock, silentLogger);
  const transcripts = new Transcripts({ store, server: () => current, clock, logger: silentLogger });
  const isLoaded = (): boolean => store.state.transcripts.get(id)?.loaded === true;
  return { clock, transcripts, isLoaded, reads: () => reads, leave: () => void (current = undefined) };
}
const late = new Failure('unreachable', 'The sandbox did not respond in time.');

describe('the messages of an opened session', () => {
  it('are requested again on a live connection until they arrive', async () => {
    const { clock, transcripts, isLoaded, reads } = slow(3, late);
    transcripts.open(id);
    await clock.tick(0);
    assert.deepEqual([reads(), isLoaded()], [1, false]);
    await clock.tick(60_000);
    assert.deepEqual([reads(), isLoaded()], [4, true]);
    transcripts.dispose();
    assert.equal(clock.waiting, 0);
  });

  it('are not requested again after a refusal, a change of server, or the end', async () => {
    const refused = slow(Infinity, new Failure('rejected', 'no', { status: 404 }));
    refused.transcripts.open(id);
    await refused.clock.tick(600_000);
    assert.equal(refused.reads(), 1);
    for (const end of ['leave', 'dispose'] as const) {
      const { clock, transcripts, reads, leave } = slow(Infinity, late);
      transcripts.open(id);
      await clock.tick(0);
      if (end === 'leave') leave();
      else transcripts.dispose();
      await clock.tick(600_000);
      assert.deepEqual([reads(), clock.waiting], [1, 0]);
    }
  });

  it('include the inbox, which is read again if it changed in the meantime', async () => {
    const clock = createTestClock();
    const server = createFakeServer();
    const entry: InboxEntry = {
      id: messageId('msg_1'),
      sessionId: id,
      kind: 'prompt',
      delivery: 'queue',
      text: 'Later',
      attachments: [],
      created: 1,
    };
    const store = createStore(clock, silentLogger);
    let reads = 0;
    const queue = { list: async () => (reads++ === 0 ? [entry] : []) } as unknown as QueuePort;
    const prompts = { ...server.prompts, queue };
    const messages = server.sessions.messages.bind(server.sessions);
    server.sessions.messages = async (...args) => {
      // Canceled after the inbox was read.
      if (reads === 1) store.dispatch([{ type: 'inbox.removed', sessionId: id, messageId: entry.id }]);
      return messages(...args);
    };
    const transcripts = new Transcripts({ store, server: () => ({ ...server, prompts }), clock, logger: silentLogger });
    transcripts.open(id);
    await clock.tick(0);
    assert.deepEqual([reads, store.state.inbox.size], [2, 0]);
    transcripts.dispose();
  });
});
