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
  /** Texts of the prompts that wait for the end of the turn, on the server if it has a queue. */
  const waiting = (sandbox: Sandbox, id: SessionId): readonly string[] => {
    const isOnServer = sandbox.server?.prompts.queue !== undefined;
    const entries = isOnServer ? (sandbox.store.state.inbox.get(id) ?? []) : sandbox.pending;
    return entries.map(({ text }) => text);
  };

  it('join the running turn if they are meant for it', async () => {
    const { sandbox, begin, model } = at();
    const id = await begin('[[tool]]');
    await until(sandbox, 'the command', () => said(sandbox, id).includes('Listing.'));
    const later = await sandbox.send(id, { ...prompt('And this later'), delivery: 'queue' });
    const now = await sandbox.send(id, { ...prompt('Mind the gap'), delivery: 'steer' });
    await until(sandbox, 'the message in the running turn', () => messages(sandbox, id).some((one) => one.id === now));
    assert.ok(sandbox.store.state.status.has(id), 'the turn still runs');
    assert.deepEqual(waiting(sandbox, id), ['And this later']);
    await until(sandbox, 'the next question to the model', () =>
      model.requests.some((one) => JSON.stringify(one.body).includes('Mind the gap')),
    );
    await sandbox.cancelWaiting(id, later);
    model.release('joined');
    await rested(sandbox, id);
  });

  it('wait after a stop until the user continues', async () => {
    const { sandbox, begin } = at();
    const id = await begin('[[hang]]');
    await until(sandbox, 'some text', () => said(sandbox, id).includes('I begin'));
    const first = await sandbox.send(id, prompt('[[first]]'));
    await sandbox.send(id, prompt('[[second]]'));
    await until(sandbox, 'both wait', () => waiting(sandbox, id).length === 2);
    await sandbox.abort(id);
    await until(sandbox, 'the end of the turn', (state) => !state.status.has(id));
    // By then, this session's prompts would have been sent as well.
    const other = await begin('[[first]]');
    await until(sandbox, 'the other answer', () => said(sandbox, other) === 'First.');
    assert.deepEqual(waiting(sandbox, id), ['[[first]]', '[[second]]']);
    assert.ok(sandbox.pending.every(({ held }) => held));
    await sandbox.cancelWaiting(id, first);
    await sandbox.continueQueue(id);
    await until(sandbox, 'the answer', () => said(sandbox, id).includes('Second.'));
    await rested(sandbox, id);
    assert.doesNotMatch(said(sandbox, id), /First\./);
  });
});
