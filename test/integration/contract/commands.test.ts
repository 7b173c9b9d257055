import assert from 'node:assert/strict';
import type { Attachment } from '../../../src/shared/model/entities.js';
import { messages, rested, until } from '../../support/watch.js';
import { prompt, realServer } from './realServer.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('a slash command of the real OpenCode server', () => {
  const at = realServer({ greet: [{ text: 'Greeted.' }] });

  const attachments: readonly Attachment[] = [
    { kind: 'content', name: 'moon.txt', mime: 'text/plain', data: base64('content of a file'), size: 17 },
    { kind: 'text', name: 'selection', text: 'content of a selection', size: 22 },
    { kind: 'sandboxFile', name: 'src/greet.ts', path: 'src/greet.ts', size: 0 },
    { kind: 'agent', name: 'general', size: 0 },
  ];

  it('is sent with its attachments, model and agent, under our own ID', async () => {
    const { box, model } = at();
    const { id } = await box.newSession();
    box.openTranscript(id);
    const { models } = (await until(box, 'the catalog', (state) => state.catalog.models.length > 1 && state)).catalog;
    const { providerId, modelId } = models.find((one) => one.modelId !== 'scripted') ?? assert.fail();
    const sent = await box.send(id, {
      ...prompt('/greet the moon'),
      slash: true,
      attachments,
      model: { providerId, modelId },
      agent: 'plan',
    });
    await rested(box, id);
    const [message] = messages(box, id);
    assert.equal(message?.id, sent);
    assert.ok(message?.role === 'user');
    assert.deepEqual([message.agent, message.model], ['plan', { providerId, modelId }]);
    const asked = JSON.stringify(model.requests.findLast(({ key }) => key === 'greet')?.body);
    assert.match(asked, /Say hello to the moon/);
    for (const content of ['content of a file', 'content of a selection', 'return `Hello, '])
      assert.ok(asked.includes(content), content);
    const files = message.parts.flatMap((part) => (part.type === 'file' ? [part.filename] : []));
    assert.deepEqual(files, ['moon.txt', 'selection', 'src/greet.ts']);
    assert.ok(message.parts.some((part) => part.type === 'agent' && part.name === 'general'));
  });
});
