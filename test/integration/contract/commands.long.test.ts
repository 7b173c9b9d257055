import assert from 'node:assert/strict';
import type { Attachment, ModelInfo } from '../../../src/shared/model/entities.js';
import { describeOpencode } from '../../support/dialect.js';
import { messages, rested, until } from '../../support/watch.js';
import { prompt, realServer } from './realServer.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describeOpencode('a slash command of the real server', (dialect) => {
  const isFirst = dialect.kind === 'opencode-1';
  const commands = { greet: { template: '[[greet]] Say hello to $ARGUMENTS' } };
  const config = isFirst ? { command: commands } : { commands };
  const at = realServer({ greet: [{ text: 'Greeted.' }] }, dialect, config);

  const attachments: readonly Attachment[] = [
    { kind: 'content', name: 'moon.txt', mime: 'text/plain', data: base64('content of a file'), size: 17 },
    { kind: 'text', name: 'selection', text: 'content of a selection', size: 22 },
    { kind: 'sandboxFile', name: 'src/greet.ts', path: 'src/greet.ts', size: 0 },
    { kind: 'agent', name: 'general', size: 0 },
  ];

  it('is sent with its attachments, model and agent', async () => {
    const { sandbox, model } = at();
    const { id } = await sandbox.newSession();
    sandbox.openTranscript(id);
    const isOther = ({ providerId: of, modelId: one }: ModelInfo): boolean => of === 'scripted' && one !== 'scripted';
    const { providerId, modelId } = await until(
      sandbox,
      'the catalog',
      ({ catalog }) => catalog.commands.some(({ name }) => name === 'greet') && catalog.models.find(isOther),
    );
    const sent = await sandbox.send(id, {
      ...prompt('/greet the moon'),
      slash: true,
      attachments,
      model: { providerId, modelId },
      agent: 'plan',
    });
    await rested(sandbox, id);
    const message = messages(sandbox, id).find(({ role }) => role === 'user');
    assert.ok(message, JSON.stringify(messages(sandbox, id)));
    // Version 2 does not accept a client's ID for a command.
    assert.equal(message.id === sent, isFirst);
    const answer = messages(sandbox, id).at(-1);
    assert.deepEqual([answer?.agent, answer?.model], ['plan', { providerId, modelId }]);
    const asked = JSON.stringify(model.requests.findLast(({ key }) => key === 'greet')?.body);
    assert.match(asked, /Say hello to the moon/);
    for (const content of ['content of a file', 'content of a selection', 'return `Hello, '])
      assert.ok(asked.includes(content), content);
    const files = message.parts.flatMap((part) => (part.type === 'file' ? [part.filename] : []));
    assert.deepEqual(files, ['moon.txt', 'selection', 'src/greet.ts']);
    assert.ok(message.parts.some((part) => part.type === 'agent' && part.name === 'general'));
  });
});
