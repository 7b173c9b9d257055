import assert from 'node:assert/strict';
import type { OutgoingPrompt, QueuePort } from '../../../../src/core/agent/ports.js';
import { Failure } from '../../../../src/core/failure.js';
import { createOutbox } from '../../../../src/core/sandbox/outbox.js';
import { createPromptQueue } from '../../../../src/core/sandbox/promptQueue.js';
import { createStore, FRAME_MS } from '../../../../src/core/sync/store.js';
import type { InboxEntry } from '../../../../src/shared/model/entities.js';
import type { AgentEvent } from '../../../../src/shared/model/events.js';
import { idMaker, sessionId, type MessageId } from '../../../../src/shared/model/ids.js';
import type { PendingPrompt } from '../../../../src/shared/model/pending.js';
import { createTestClock } from '../../../support/clock.js';
import { createFakeServer, fakeSession } from '../../../support/fakeServer.js';
import { silentLogger } from '../../../support/silentLogger.js';

const A = sessionId('ses_a');
const prompt = (text: string) => ({ text, attachments: [] });
const lost = new Failure('unreachable', 'reset');

/** What a server with a queue does: one ID is one prompt, and what comes while a turn runs waits. */
function queueOf(say: (event: AgentEvent) => void) {
  const inbox = new Map<MessageId, InboxEntry>();
  const calls: string[] = [];
  const put = (entry: InboxEntry): void => {
    inbox.set(entry.id, entry);
    say({ type: 'inbox.put', entry });
  };
  const queue: QueuePort = {
    list: async () => [...inbox.values()],
    prompt: async (_session, id) => {
      const entry = inbox.get(id);
      return entry === undefined ? undefined : prompt(entry.text);
    },
    async changeDelivery(_session, id, delivery) {
      const entry = inbox.get(id);
      if (entry === undefined) throw new Failure('rejected', 'delivered', { status: 409 });
      put({ ...entry, delivery });
    },
    async cancel(_session, id) {
      calls.push('cancel');
      return inbox.delete(id);
    },
    resume: async () => void calls.push('resume'),
  };
  const submit = async (one: OutgoingPrompt): Promise<void> => {
    calls.push(`post ${one.text} ${one.delivery ?? 'queue'}`);
    if (inbox.has(one.messageId)) return;
    put({
      id: one.messageId,
      sessionId: one.sessionId,
      kind: 'prompt',
      delivery: one.delivery ?? 'queue',
      text: one.text,
      attachments: [],
      created: 1,
    });
  };
  return { inbox, calls, queue, submit };
}

/** An outbox on a busy session. */
async function bench(withQueue: boolean) {
  const clock = createTestClock();
  const server = createFakeServer();
  const store = createStore(clock, silentLogger);
  const at = queueOf((event) => store.dispatch([event]));
  if (withQueue) Object.assign(server.prompts, { queue: at.queue, submit: at.submit });
  store.dispatch([
    { type: 'session.upserted', session: fakeSession('ses_a') },
    { type: 'transcript.opened', sessionId: A },
    { type: 'session.status', sessionId: A, status: { type: 'busy' } },
  ]);
  store.flush();
  server.stream(store);
  const disk: { pending: readonly PendingPrompt[] } = { pending: [] };
  const outbox = createOutbox({
    store,
    server: () => server,
    storage: {
      claim: () => ({ prompts: [], others: false }),
      save: async (pending) => void (disk.pending = pending),
    },
    clock,
    logger: silentLogger,
    ids: idMaker(clock.now, Math.random),
    failed: () => {},
  });
  const prompts = createPromptQueue(async () => server, store, outbox);
  const idle = async (): Promise<void> => {
    store.dispatch([{ type: 'session.status', sessionId: A, status: { type: 'idle' } }]);
    await clock.tick(FRAME_MS * 5);
  };
  const waiting = (): readonly string[] => (store.state.inbox.get(A) ?? []).map((one) => `${one.text} ${one.delivery}`);
  const sent = (): readonly string[] => server.received.map(({ text }) => text);
  return { ...at, clock, server, store, outbox, prompts, idle, waiting, sent };
}

describe('the outbox before a server with a queue', () => {
  it('sends a prompt at once while a turn runs, and forgets it as soon as the server says that it waits', async () => {
    const at = await bench(true);
    await at.outbox.add(A, prompt('one'));
    await at.outbox.add(A, { ...prompt('two'), delivery: 'steer' });
    await at.clock.tick(FRAME_MS * 5);
    assert.deepEqual([at.calls, at.outbox.pending], [['post one queue', 'post two steer'], []]);
    assert.deepEqual(at.waiting(), ['one queue', 'two steer']);
  });

  it('posts again under the same ID when the answer was lost, without asking first', async () => {
    const at = await bench(true);
    const { submit } = at.server.prompts;
    let asked = 0;
    at.server.prompts.find = async () => void asked++;
    at.server.prompts.submit = async (one) => {
      await submit(one);
      at.server.prompts.submit = submit;
      throw lost;
    };
    await at.outbox.add(A, prompt('one'));
    await at.clock.tick(0);
    at.outbox.pump();
    await at.clock.tick(FRAME_MS * 5);
    assert.deepEqual([at.inbox.size, asked, at.outbox.pending], [1, 0, []]);
  });

  it('forgets a prompt that was accepted although no event says so', async () => {
    const at = await bench(true);
    at.server.prompts.submit = async (one) => void at.calls.push(`post ${one.text}`);
    await at.outbox.add(A, prompt('one'));
    await at.clock.tick(60_000);
    assert.deepEqual([at.calls, at.outbox.pending], [['post one'], []]);
  });

  it('gives a prompt a new ID, once, if another session has its ID', async () => {
    const at = await bench(true);
    const ids: string[] = [];
    at.server.prompts.submit = async ({ messageId }) => {
      ids.push(messageId);
      throw new Failure('rejected', 'Conflict', { status: 409 });
    };
    const first = await at.outbox.add(A, prompt('one'));
    await at.clock.tick(FRAME_MS * 20);
    assert.deepEqual([ids.length, ids[0], new Set(ids).size], [2, first, 2]);
    assert.deepEqual([at.outbox.pending[0]?.state, at.outbox.pending[0]?.reason], ['failed', 'Conflict']);
  });

  it('refuses a model that the server no longer offers', async () => {
    const at = await bench(true);
    const model = { providerId: 'p', modelId: 'gone' };
    const offered = { providerId: 'p', modelId: 'm', name: 'M', providerName: 'P', variants: [], images: false };
    at.store.dispatch([{ type: 'catalog.loaded', catalog: { models: [offered], agents: [], commands: [] } }]);
    at.store.flush();
    await at.outbox.add(A, { ...prompt('one'), model });
    await at.clock.tick(FRAME_MS * 5);
    assert.deepEqual([at.outbox.pending[0]?.state, at.calls], ['failed', []]);
    assert.match(at.outbox.pending[0]?.reason ?? '', /no longer available/);
  });

  it('takes back a waiting prompt with all its attachments', async () => {
    const at = await bench(true);
    const id = await at.outbox.add(A, prompt('one'));
    await at.clock.tick(FRAME_MS * 5);
    assert.deepEqual(await at.prompts.cancelWaiting(A, id), prompt('one'));
    assert.deepEqual([at.waiting(), at.inbox.size], [[], 0]);
    await assert.rejects(at.prompts.cancelWaiting(A, id), /already received/);
  });

  it('moves a waiting prompt into the running turn, and reports when it is too late', async () => {
    const at = await bench(true);
    const id = await at.outbox.add(A, prompt('one'));
    await at.clock.tick(FRAME_MS * 5);
    await at.prompts.sendNow(A, id);
    await at.clock.tick(FRAME_MS);
    assert.deepEqual(at.waiting(), ['one steer']);
    at.inbox.delete(id);
    await assert.rejects(at.prompts.sendNow(A, id), /already received/);
  });

  const noSession = async (): Promise<never> => {
    throw new Failure('rejected', 'no such session', { status: 404 });
  };
  const removed: AgentEvent = { type: 'session.removed', sessionId: A };

  it('shows a waiting prompt as not sent, with its attachments, when its session is deleted', async () => {
    const at = await bench(true);
    const attachments = [{ kind: 'content', name: 'a.txt', mime: 'text/plain', data: 'YQ==', size: 1 }] as const;
    await at.outbox.add(A, { text: 'one', attachments });
    await at.clock.tick(FRAME_MS * 5);
    assert.equal(at.outbox.pending.length, 0);
    at.server.sessions.get = noSession;
    at.store.dispatch([removed]);
    await at.clock.tick(FRAME_MS * 5);
    const [kept] = at.outbox.pending;
    assert.deepEqual(
      [kept?.state, kept?.text, kept?.attachments, kept?.formerSession],
      ['failed', 'one', attachments, A],
    );
    assert.equal(kept?.reason, 'Its session is no longer in this sandbox.');
  });

  it('keeps what an earlier window left waiting, and leaves what other clients send meanwhile to them', async () => {
    const at = await bench(true);
    const entry = (id: string): InboxEntry => ({
      id: id as MessageId,
      sessionId: A,
      kind: 'prompt',
      delivery: 'queue',
      text: id,
      attachments: id === 'msg_earlier' ? ['a.txt'] : [],
      created: 1,
    });
    const [earlier, seen, others] = [entry('msg_earlier'), entry('msg_seen'), entry('msg_others')];
    at.store.dispatch([{ type: 'inbox.loaded', sessionId: A, entries: [earlier, seen] }]);
    await at.clock.tick(FRAME_MS * 5);
    at.store.dispatch([
      { type: 'inbox.put', entry: others },
      { type: 'inbox.removed', sessionId: A, messageId: seen.id },
    ]);
    await at.clock.tick(FRAME_MS * 5);
    at.server.sessions.get = noSession;
    at.store.dispatch([removed]);
    await at.clock.tick(FRAME_MS * 5);
    assert.deepEqual(
      at.outbox.pending.map(({ state, text, reason }) => [state, text, reason]),
      [['failed', 'msg_earlier', 'Its session is no longer in this sandbox, and its attachments are lost.']],
    );
  });

  it('leaves a waiting prompt on the server if its session only moved to another folder', async () => {
    const at = await bench(true);
    await at.outbox.add(A, prompt('one'));
    await at.clock.tick(FRAME_MS * 5);
    at.server.sessions.get = async () => fakeSession('ses_a');
    at.store.dispatch([removed]);
    await at.clock.tick(FRAME_MS * 5);
    assert.deepEqual(at.outbox.pending, []);
  });

  it('continues after a stop only on request', async () => {
    const at = await bench(true);
    await at.outbox.add(A, prompt('one'));
    await at.clock.tick(FRAME_MS * 5);
    at.outbox.hold(A);
    await at.idle();
    assert.deepEqual(at.calls, ['post one queue']);
    await at.prompts.continueQueue(A);
    assert.deepEqual(at.calls, ['post one queue', 'resume']);
  });
});

describe('the outbox before a server without a queue', () => {
  it('sends a prompt into the running turn, before those that wait for its end', async () => {
    const at = await bench(false);
    Object.assign(at.server.prompts, { steers: true });
    await at.outbox.add(A, prompt('later'));
    await at.outbox.add(A, { ...prompt('now'), delivery: 'steer' });
    await at.clock.tick(FRAME_MS * 5);
    assert.deepEqual(at.sent(), ['now']);
    await at.idle();
    assert.deepEqual(at.sent(), ['now', 'later']);
  });

  it('sends a waiting prompt into the running turn on request', async () => {
    const at = await bench(false);
    Object.assign(at.server.prompts, { steers: true });
    await at.outbox.add(A, prompt('one'));
    const two = await at.outbox.add(A, prompt('two'));
    await at.prompts.sendNow(A, two);
    await at.clock.tick(FRAME_MS * 5);
    assert.deepEqual(at.sent(), ['two']);
  });

  it('holds a prompt for the running turn if turns accept none', async () => {
    const at = await bench(false);
    await at.outbox.add(A, { ...prompt('now'), delivery: 'steer' });
    await at.clock.tick(FRAME_MS * 5);
    assert.deepEqual(at.sent(), []);
    await at.idle();
    assert.deepEqual(at.sent(), ['now']);
  });

  it('starts nothing after a stop until requested', async () => {
    const at = await bench(false);
    await at.outbox.add(A, prompt('one'));
    at.outbox.hold(A);
    await at.idle();
    assert.deepEqual([at.sent(), at.outbox.pending[0]?.held], [[], true]);
    await at.prompts.continueQueue(A);
    await at.clock.tick(FRAME_MS * 5);
    assert.deepEqual(at.sent(), ['one']);
  });

  it('sends a new prompt after a stop, and then what the stop left waiting', async () => {
    const at = await bench(false);
    await at.outbox.add(A, prompt('left'));
    at.outbox.hold(A);
    await at.idle();
    await at.outbox.add(A, prompt('new'));
    await at.clock.tick(FRAME_MS * 20);
    assert.deepEqual([at.sent(), at.outbox.pending], [['new', 'left'], []]);
  });
});
