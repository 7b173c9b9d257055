import assert from 'node:assert/strict';
import type { Sandbox } from '../../../src/core/sandbox/sandbox.js';
import type { SessionId } from '../../../src/shared/model/ids.js';
import { describeOpencode, type Dialect } from '../../support/dialect.js';
import { messages, rested, said, until } from '../../support/watch.js';
import { prompt, realServer } from './realServer.js';

const scriptsOf = ({ command }: Dialect) => ({
  tool: [
    { text: 'Listing.', tools: [command('sleep 2; echo one')] },
    { text: 'Done.', hold: 'joined' },
  ],
  hang: [{ text: 'I begin and never end', chunk: 4, hang: true }],
  first: [{ text: 'First.' }],
  second: [{ text: 'Second.' }],
});

describeOpencode('prompts sent during a turn', (dialect) => {
  const at = realServer(scriptsOf(dialect), dialect);
  /** Texts of what waits for the end of the turn, on the server where it has a queue. */
  const waiting = (box: Sandbox, id: SessionId): readonly string[] => {
    const isOnServer = box.server?.prompts.queue !== undefined;
    const entries = isOnServer ? (box.store.state.inbox.get(id) ?? []) : box.pending;
    return entries.map(({ text }) => text);
  };

  it('join the running turn if they are meant for it', async () => {
    const { box, begin, model } = at();
    const id = await begin('[[tool]]');
    await until(box, 'the command', () => said(box, id).includes('Listing.'));
    const later = await box.send(id, { ...prompt('And this later'), delivery: 'queue' });
    const now = await box.send(id, { ...prompt('Mind the gap'), delivery: 'steer' });
    await until(box, 'the message in the running turn', () => messages(box, id).some((one) => one.id === now));
    assert.ok(box.store.state.status.has(id), 'the turn still runs');
    assert.deepEqual(waiting(box, id), ['And this later']);
    await until(box, 'the next question to the model', () =>
      model.requests.some((one) => JSON.stringify(one.body).includes('Mind the gap')),
    );
    await box.cancelWaiting(id, later);
    model.release('joined');
    await rested(box, id);
  });

  it('wait after a stop until the user continues', async () => {
    const { box, begin } = at();
    const id = await begin('[[hang]]');
    await until(box, 'some text', () => said(box, id).includes('I begin'));
    const first = await box.send(id, prompt('[[first]]'));
    await box.send(id, prompt('[[second]]'));
    await until(box, 'both wait', () => waiting(box, id).length === 2);
    await box.abort(id);
    await until(box, 'the end of the turn', (state) => !state.status.has(id));
    // By then, this session's prompts would have been sent as well.
    const other = await begin('[[first]]');
    await until(box, 'the other answer', () => said(box, other) === 'First.');
    assert.deepEqual(waiting(box, id), ['[[first]]', '[[second]]']);
    assert.ok(box.pending.every(({ held }) => held));
    await box.cancelWaiting(id, first);
    await box.continueQueue(id);
    await until(box, 'the answer', () => said(box, id).includes('Second.'));
    await rested(box, id);
    assert.doesNotMatch(said(box, id), /First\./);
  });
});
