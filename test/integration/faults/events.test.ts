// The connection is cut at every kind of event of a turn with tools; and answers to prompts are lost a hundred times.
import assert from 'node:assert/strict';
import { opencode2 as dialect } from '../../support/dialect.js';
import { describeKinds, OPENCODES, SERVER_KINDS } from '../../support/serverKinds.js';
import { until as waitFor } from '../../support/temp.js';
import { judge } from './compare.js';
import { live, createFixture, type Fixture } from './fixture.js';
import { note, printTable } from './table.js';
import { said } from './turns.js';

after(printTable);

/** Events of a turn with reasoning, text, a command, a permission and a written file. */
const EVENTS = [
  'session.inbox.enqueued',
  'session.inbox.delivered',
  'session.execution.started',
  'session.step.started',
  'session.reasoning.started',
  'session.reasoning.delta',
  'session.reasoning.ended',
  'session.text.started',
  'session.text.delta',
  'session.text.ended',
  'session.tool.input.started',
  'session.tool.input.ended',
  'session.tool.called',
  'session.tool.progress',
  'permission.asked',
  'permission.replied',
  'session.tool.success',
  'session.step.streamed',
  'session.step.ended',
  'session.usage.updated',
  'session.execution.succeeded',
];
const TURN = [
  { reasoning: 'Let me think. 日本', text: 'Looking. 😀', chunk: 3, tools: [dialect.command('echo one; exit 3')] },
  { text: 'Writing.', chunk: 3, tools: [{ name: 'write', args: { path: 'made.txt', content: 'made\n' } }] },
  { text: 'Done.', chunk: 3 },
];

describeKinds(
  OPENCODES.filter(({ kind }) => kind === 'opencode-2'),
  'a stream that is cut at an event of',
  (kind) => {
    let fixture: Fixture;
    let slowest = 0;
    before(async () => void (fixture = await createFixture(kind)));
    after(() => fixture.dispose());
    afterEach(() => fixture.proxy.pass());

    for (const event of EVENTS)
      it(`(${event}) continues without loss after one reload`, async () => {
        const { sandbox, model, proxy } = fixture;
        model.scripts['turn'] = TURN;
        const phases: string[] = [];
        const watch = sandbox.onDidChangeConnection(({ phase }) => phases.push(phase));
        // The user answers every request as soon as it is shown.
        const answering = sandbox.store.onDidCommit(({ state }) => {
          for (const { id } of state.requests) sandbox.replyPermission(id, 'once').catch(() => undefined);
        });
        const cut = proxy.cut('/event', { inside: `"${event}"`, end: 'rst' });
        const id = await fixture.begin('[[turn]]');
        const since = await cut;
        await live(sandbox);
        await waitFor(
          'the end',
          () => said(sandbox.store.state, id).endsWith('Done.') && !sandbox.store.state.status.has(id),
        );
        await judge(fixture, undefined, since, [[id, ['[[turn]]']]]);
        watch.dispose();
        answering.dispose();
        slowest = Math.max(slowest, Date.now() - since);
        assert.equal(said(sandbox.store.state, id), 'Looking. 😀Writing.Done.');
        assert.ok(phases.filter((phase) => phase === 'catching-up').length <= 1, phases.join());
      });

    after(() => {
      const fault = 'Cut at each kind of event of a turn with tools';
      const more = `the slowest of ${EVENTS.length}, to the end of the turn`;
      note({ fault, server: kind.name, recovered: slowest, lost: 0, doubled: 0, note: more });
    });
  },
);

/** Times that an answer is lost, half of them with the window. */
const TRIES = Number(process.env['LOST_ANSWERS'] ?? 100);

describeKinds(SERVER_KINDS, 'prompts whose answers are lost, to', (kind) => {
  let fixture: Fixture;
  before(async () => void (fixture = await createFixture(kind)));
  after(() => fixture.dispose());

  it(`exist once, ${TRIES} of ${TRIES} times, also when the window is reloaded at that moment`, async () => {
    const sent: (readonly [Awaited<ReturnType<Fixture['begin']>>, string[]])[] = [];
    let slowest = 0;
    for (let count = 0; count < TRIES; count++) {
      if (count % 10 === 0) {
        const { id } = await fixture.sandbox.newSession();
        sent.push([id, []]);
      }
      const [id, texts] = sent.at(-1) ?? assert.fail();
      const text = `echo lost ${count}`;
      texts.push(text);
      fixture.sandbox.openTranscript(id);
      const lost = fixture.proxy.lose('/prompt', count % 4 < 2 ? 'rst' : 'fin');
      await fixture.sandbox.send(id, { text, attachments: [] });
      await lost;
      const since = Date.now();
      if (count % 2 === 1) {
        fixture.reopen();
        fixture.sandbox.openTranscript(id);
      }
      await waitFor(
        'it is taken',
        () => fixture.sandbox.connection.phase === 'connected' && fixture.sandbox.pending.length === 0,
      );
      slowest = Math.max(slowest, Date.now() - since);
    }
    for (const [id] of sent) fixture.sandbox.openTranscript(id);
    await waitFor('every turn is over', () => fixture.sandbox.store.state.status.size === 0);
    await judge(fixture, undefined, Date.now(), sent);
    const fault = `Answer to a prompt lost ${TRIES} times, half of them with the window`;
    note({ fault, server: kind.name, recovered: slowest, lost: 0, doubled: 0, note: 'the slowest' });
  });
});
