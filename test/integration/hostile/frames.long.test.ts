// Hostile frames through the whole core: from the socket to the state.
import assert from 'node:assert/strict';
import type { Sandbox } from '../../../src/core/sandbox/sandbox.js';
import { sessionId } from '../../../src/shared/model/ids.js';
import { connected } from '../../support/testSandbox.js';
import { watchConsumed } from '../../support/hostileCoverage.js';
import { hostileAt } from '../../support/hostile.js';
import { until as waitFor } from '../../support/temp.js';
import { info, on, ONE, speaks, still } from './sandbox.js';

watchConsumed('hostile');

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
