// Hostile frames through the whole core: from the socket to the state.
import assert from 'node:assert/strict';
import type { Sandbox } from '../../../src/core/sandbox/sandbox.js';
import { sessionId } from '../../../src/shared/model/ids.js';
import { connected } from '../../support/testSandbox.js';
import { watchConsumed } from '../../support/hostileCoverage.js';
import { hostileAt } from '../../support/hostile.js';
import { until as waitFor } from '../../support/temp.js';
import { on, ONE, speaks } from './sandbox.js';
import { WIRES } from './wire.js';

watchConsumed('hostile');

const text = (sandbox: Sandbox): string =>
  (sandbox.store.state.transcripts.get(ONE)?.messages ?? [])
    .flatMap(({ parts }) => parts.map((part) => (part.type === 'text' ? part.text : '')))
    .join('|');

for (const wire of WIRES)
  describe(`hostile frames of ${wire.name}`, () => {
    const frames = hostileAt('SSE frame');
    const special = new Set(['sse-05', 'sse-03', 'sse-04', 'sse-16', 'sse-23', 'sse-22', 'sse-20', 'sse-21']);
    for (const { id, payload, expectation } of frames.filter((each) => !special.has(each.id)))
      it(`${id}: ${expectation}`, () =>
        on(
          async (server, sandbox) => {
            const before = sandbox.store.state;
            for (const byte of Buffer.from(payload)) server.say(Uint8Array.of(byte));
            await speaks(wire, server, sandbox);
            assert.equal(server.streams(), 1, 'the connection stays');
            assert.deepEqual([...sandbox.store.state.transcripts], [...before.transcripts]);
            assert.equal(sandbox.connection.phase, 'connected');
          },
          { wire },
        ));

    for (const id of ['sse-03', 'sse-04'])
      it(`${id}: keeps its own schedule`, () =>
        on(
          async (server, sandbox) => {
            server.say(frames.find((each) => each.id === id)?.payload ?? '');
            await speaks(wire, server, sandbox);
            const streams = (): number =>
              server.asked.filter((line) => line.startsWith(`GET ${wire.base}${wire.events}`)).length;
            const before = streams();
            const since = Date.now();
            server.drop();
            await waitFor('the next stream', () => streams() > before);
            assert.ok(Date.now() - since >= 450, 'not before half a second');
            assert.equal(streams(), before + 1);
          },
          { wire },
        ));

    it('sse-05: a line that never ends is abandoned at the size limit', () =>
      on(
        async (server, sandbox) => {
          const piece = 'a'.repeat(1024 * 1024);
          server.say('data: ');
          await waitFor('the stream is given up', () => {
            if (sandbox.connection.phase === 'connected') server.say(piece);
            return sandbox.connection.phase !== 'connected';
          });
          await connected(sandbox);
          await speaks(wire, server, sandbox);
        },
        { wire },
      ));

    it('sse-16: a gap in the IDs causes a reload', () => {
      const answers: Record<string, unknown> = { ...wire.answers };
      return on(
        async (server, sandbox) => {
          answers[wire.sessions] = wire.list({ ses_1: 'One', ses_missed: 'told only by GET' });
          server.say(frames.find(({ id }) => id === 'sse-16')?.payload ?? '');
          await waitFor('the missed session', () => sandbox.store.state.sessions.has(sessionId('ses_missed')));
          assert.equal(server.streams(), 1, 'on the same stream');
        },
        { wire, answers },
      );
    });

    it('sse-20: the same update a thousand times is one', () =>
      on(
        async (server, sandbox) => {
          const payload = wire.repeated;
          server.say(payload);
          await speaks(wire, server, sandbox);
          const once = JSON.stringify(sandbox.store.state.transcripts.get(ONE)?.messages);
          server.say(payload.repeat(999));
          await speaks(wire, server, sandbox);
          assert.equal(JSON.stringify(sandbox.store.state.transcripts.get(ONE)?.messages), once);
        },
        { wire },
      ));

    it('sse-21: a piece of text for a part that is not there changes nothing, and the text of GET stays', () =>
      on(
        async (server, sandbox) => {
          server.say(wire.piece);
          await speaks(wire, server, sandbox);
          assert.match(text(sandbox), /as GET says/);
        },
        { wire },
      ));

    it('sse-22: a deleted session does not come back by its late events', () =>
      on(
        async (server, sandbox) => {
          server.say(`data: ${JSON.stringify(wire.deleted(ONE))}\n\n`);
          server.say(wire.late);
          await speaks(wire, server, sandbox);
          assert.equal(sandbox.store.state.sessions.has(ONE), false);
          assert.equal(sandbox.store.state.transcripts.has(ONE), false);
        },
        { wire },
      ));

    it('sse-23: an answered permission that is asked again stays closed', () =>
      on(
        async (server, sandbox) => {
          const say = (data: unknown): void => server.say(`data: ${JSON.stringify(data)}\n\n`);
          say(wire.asked('per_1', ONE));
          await waitFor('the permission', () => sandbox.store.state.requests.length === 1);
          say(wire.replied('per_1', ONE));
          server.say(frames.find(({ id }) => id === 'sse-23')?.payload ?? '');
          await speaks(wire, server, sandbox);
          assert.deepEqual(sandbox.store.state.requests, []);
        },
        { wire },
      ));

    it('pt-06: an answer to a permission names that one, also where another session has one of the same number', () =>
      on(
        async (server, sandbox) => {
          for (const session of [ONE, 'ses_2'])
            server.say(`data: ${JSON.stringify(wire.asked(`per_${session}`, session))}\n\n`);
          await waitFor('both', () => sandbox.store.state.requests.length === 2);
          const [first] = sandbox.store.state.requests;
          await sandbox.replyPermission(first?.id ?? assert.fail(), 'reject').catch(() => undefined);
          assert.deepEqual(
            server.asked.filter((line) => line.endsWith('/reply')),
            [`POST ${wire.base}${wire.replyPath(first?.id ?? '', ONE)}`],
          );
        },
        { wire },
      ));
  });
