import assert from 'node:assert/strict';
import type { Request } from '../../../src/shared/model/entities.js';
import { describeOpencode, type Dialect } from '../../support/dialect.js';
import { asksColor, writesFile } from '../../support/steps.js';
import { messages, rested, said, until } from '../../support/watch.js';
import { prompt, realServer } from './realServer.js';

const scriptsOf = ({ command, pathArgument }: Dialect) => ({
  ask: asksColor('You chose.'),
  write: writesFile('made\n', pathArgument),
  both: [{ tools: [command('git log -1 && ls')] }, { text: 'Both.' }],
  log: [{ tools: [command('git log -1')] }, { text: 'Logged.' }],
});

describeOpencode('requests of the real server', (dialect) => {
  const at = realServer(scriptsOf(dialect), dialect);

  for (const reply of ['once', 'reject'] as const)
    it(`asks for permission and ${reply === 'once' ? 'continues when allowed' : 'stops when rejected'}`, async () => {
      const { sandbox, begin } = at();
      const id = await begin('[[write]]');
      const request = await until(sandbox, 'a permission', (state) =>
        state.requests.find((one) => one.sessionId === id),
      );
      assert.ok(request.type === 'permission' && request.permission === 'edit');
      await sandbox.replyPermission(request.id, reply);
      await rested(sandbox, id);
      assert.deepEqual(sandbox.store.state.requests, []);
      const tool = messages(sandbox, id)
        .flatMap((message) => message.parts)
        .find((part) => part.type === 'tool');
      assert.equal(tool?.type === 'tool' && tool.status, reply === 'once' ? 'completed' : 'error');
      await assert.rejects(sandbox.replyPermission(request.id, reply), /already answered/);
    });

  it('allows some of the “always” patterns for the session, and asks again for the others', async () => {
    const { server, sandbox, begin } = at();
    const id = await begin('[[both]]');
    const asked = (): Promise<Request> =>
      until(sandbox, 'a permission', (state) => state.requests.find((one) => one.sessionId === id));
    const request = await asked();
    assert.ok(request.type === 'permission');
    assert.deepEqual(request.always, ['git log *', 'ls *']);
    await sandbox.allowPatterns(request.id, ['git log *', 'rm *']);
    await rested(sandbox, id);
    await sandbox.send(id, prompt('[[log]]'));
    await until(sandbox, 'the answer', () => said(sandbox, id).includes('Logged.'));
    await sandbox.send(id, prompt('[[both]] again'));
    const again = await asked();
    assert.ok(again.type === 'permission' && again.patterns.includes('ls'));
    await sandbox.replyPermission(again.id, 'reject');
    assert.deepEqual(await dialect.rules(server, id), [[dialect.shell, 'git log *', 'allow']]);
    await assert.rejects(sandbox.allowPatterns(request.id, ['git log *']), /already answered/);
  });

  it('accepts the answer to a question', async () => {
    const { sandbox, begin } = at();
    const id = await begin('[[ask]]');
    const request = await until(sandbox, 'a question', (state) => state.requests.find((one) => one.sessionId === id));
    assert.ok(request.type === 'question');
    assert.deepEqual(
      request.questions[0]?.options.map((option) => option.label),
      ['Red', 'Blue'],
    );
    await sandbox.replyQuestion(request.id, [['Blue']]);
    await rested(sandbox, id);
    assert.equal(said(sandbox, id), 'You chose.');
  });
});
