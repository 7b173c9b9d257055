import assert from 'node:assert/strict';
import { messages, rested, said, until } from '../../support/watch.js';
import { prompt, realServer } from './realServer.js';

const scripts = {
  tool: [
    { text: 'Listing.', tools: [{ name: 'bash', args: { command: 'sleep 2; echo one', description: 'wait' } }] },
    { text: 'Done.' },
  ],
  hang: [{ text: 'I begin and never end', chunk: 4, hang: true }],
  first: [{ text: 'First.' }],
  second: [{ text: 'Second.' }],
};

describe('prompts sent during a turn of OpenCode 1', () => {
  const at = realServer(scripts);

  it('join the running turn if they are meant for it', async () => {
    const { box, begin, model } = at();
    const id = await begin('[[tool]]');
    await until(box, 'the command', () => said(box, id).includes('Listing.'));
    const later = await box.send(id, { ...prompt('And this later'), delivery: 'queue' });
    const now = await box.send(id, { ...prompt('Mind the gap'), delivery: 'steer' });
    await until(box, 'the message in the running turn', () => messages(box, id).some((one) => one.id === now));
    assert.ok(box.store.state.status.has(id), 'the turn still runs');
    assert.deepEqual(
      box.pending.map(({ messageId }) => messageId),
      [later],
    );
    await until(box, 'the next question to the model', () =>
      model.requests.some((one) => JSON.stringify(one.body).includes('Mind the gap')),
    );
    box.cancelPrompt(later);
    await rested(box, id);
  });

  it('wait after a stop until the user continues', async () => {
    const { box, begin } = at();
    const id = await begin('[[hang]]');
    await until(box, 'some text', () => said(box, id).includes('I begin'));
    const first = await box.send(id, prompt('[[first]]'));
    await box.send(id, prompt('[[second]]'));
    await box.abort(id);
    await until(box, 'the end of the turn', (state) => !state.status.has(id));
    // By then, this session's prompts would have been sent as well.
    const other = await begin('[[first]]');
    await until(box, 'the other answer', () => said(box, other) === 'First.');
    assert.deepEqual(
      box.pending.map(({ text, held }) => [text, held]),
      [
        ['[[first]]', true],
        ['[[second]]', true],
      ],
    );
    await box.cancelWaiting(id, first);
    await box.continueQueue(id);
    await until(box, 'the answer', () => said(box, id).includes('Second.'));
    await rested(box, id);
    assert.doesNotMatch(said(box, id), /First\./);
  });
});
