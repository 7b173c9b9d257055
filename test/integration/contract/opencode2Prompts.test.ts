// Prompts, commands and what they can name, on the real OpenCode 2 server.
import assert from 'node:assert/strict';
import type { Attachment } from '../../../src/shared/model/entities.js';
import { messages, rested, said, until } from '../../support/watch.js';
import { describeOpencode2 } from './opencode2Fixture.js';
import { prompt } from './realServer.js';

describeOpencode2((at) => {
  it('lists models, agents and commands', async () => {
    const { catalog } = await until(
      at().sandbox,
      'the catalog',
      (state) => state.catalog.models.some(({ providerId }) => providerId === 'scripted') && state,
    );
    assert.deepEqual(
      catalog.models
        .filter(({ providerId }) => providerId === 'scripted')
        .map(({ providerId, modelId, name, context, images }) => [providerId, modelId, name, context, images])
        .toSorted((a, b) => String(a[1]).localeCompare(String(b[1]))),
      [
        ['scripted', 'gpt-5-scripted', 'Scripted GPT', 200_000, true],
        ['scripted', 'scripted', 'Scripted Model', 200_000, true],
      ],
    );
    assert.deepEqual([catalog.defaultModel?.providerId, catalog.defaultModel?.modelId], ['scripted', 'scripted']);
    const agents = catalog.agents.map(({ name }) => name);
    assert.ok(agents.includes('build') && agents.includes('plan'), agents.join());
    assert.ok(catalog.commands.some(({ name }) => name === 'greet'));
  });

  it('uses the model and agent of a prompt, and reports them for the session', async () => {
    const { model, sandbox } = at();
    const { id } = await sandbox.newSession();
    sandbox.openTranscript(id);
    const wanted = { providerId: 'scripted', modelId: 'gpt-5-scripted' };
    await sandbox.send(id, { ...prompt('[[hello]] with another model'), model: wanted, agent: 'plan' });
    await rested(sandbox, id);
    assert.equal(model.requests.findLast(({ key }) => key === 'hello')?.body.model, 'gpt-5-scripted');
    const session = sandbox.store.state.sessions.get(id);
    assert.deepEqual([session?.model, session?.agent], [wanted, 'plan']);
    const answer = messages(sandbox, id).at(-1);
    assert.deepEqual([answer?.model, answer?.agent], [wanted, 'plan']);
  });

  it('keeps the names of attachments', async () => {
    const { sandbox, open } = at();
    const { id } = await sandbox.newSession();
    sandbox.openTranscript(id);
    const attachments: readonly Attachment[] = [
      { kind: 'text', name: 'src/app.ts:3-9', text: 'a selection', size: 11 },
      { kind: 'content', name: 'notes.txt', mime: 'text/plain', data: btoa('a file'), size: 6 },
      { kind: 'agent', name: 'explore', size: 0 },
    ];
    await sandbox.send(id, { text: '[[hello]]', attachments });
    await rested(sandbox, id);
    const second = await open();
    second.openTranscript(id);
    await until(second, 'the prompt', () => messages(second, id).length > 1);
    for (const one of [sandbox, second]) {
      const parts = messages(one, id)[0]?.parts ?? [];
      assert.deepEqual(
        parts.map((part) => [
          part.type,
          part.type === 'text'
            ? (part.context ?? part.text)
            : part.type === 'file'
              ? part.filename
              : part.type === 'agent'
                ? part.name
                : '',
        ]),
        [
          ['text', '[[hello]]'],
          ['text', 'src/app.ts:3-9'],
          ['file', 'notes.txt'],
          ['agent', 'explore'],
        ],
      );
    }
  });

  it('queues a prompt on the server, and steers it into the turn or cancels it', async () => {
    const { model, sandbox, begin } = at();
    const id = await begin('[[held]]');
    await until(sandbox, 'the beginning', () => said(sandbox, id).startsWith('before'));
    const queued = await sandbox.send(id, { ...prompt('[[hello]] queued'), delivery: 'queue' });
    const gone = await sandbox.send(id, { ...prompt('[[hello]] taken back'), delivery: 'queue' });
    await until(sandbox, 'both wait', (state) => state.inbox.get(id)?.length === 2);
    const port = (await sandbox.ready()).prompts.queue ?? assert.fail();
    assert.deepEqual((await port.prompt(id, gone))?.text, '[[hello]] taken back');
    assert.equal(await port.cancel(id, gone), true);
    await port.changeDelivery(id, queued, 'steer');
    await until(sandbox, 'one waits as a steer', (state) => state.inbox.get(id)?.[0]?.delivery === 'steer');
    model.release('held');
    await until(sandbox, 'the answer to it', (state) => said(sandbox, id).includes('Hello') && !state.status.has(id));
    assert.deepEqual(
      messages(sandbox, id).flatMap((one) =>
        one.role === 'user' ? one.parts.flatMap((part) => (part.type === 'text' ? part.text : [])) : [],
      ),
      ['[[held]]', '[[hello]] queued'],
    );
    assert.equal(await port.cancel(id, queued), false, 'it was seen');
    assert.equal(sandbox.store.state.inbox.size, 0);
  });

  it('runs a slash command and a shell command', async () => {
    const { sandbox } = at();
    const { id } = await sandbox.newSession();
    sandbox.openTranscript(id);
    await sandbox.runCommand(id, 'greet', prompt('Bob'));
    await until(sandbox, 'the answer', (state) => said(sandbox, id).includes('Hello') && !state.status.has(id));
    const port = (await sandbox.ready()).prompts;
    await port.shell?.(id, 'echo out; exit 3', 'build');
    const call = await until(sandbox, 'the command', () =>
      messages(sandbox, id)
        .flatMap(({ parts }) => parts)
        .find((part) => part.type === 'tool' && part.status === 'completed'),
    );
    assert.ok(call.type === 'tool');
    assert.deepEqual([call.call.kind, call.output, call.outcome], ['command', 'out\n', 'failed']);
  });
});
