import assert from 'node:assert/strict';
import { describeOpencode } from '../../support/dialect.js';
import { connected } from '../../support/testSandbox.js';
import { messages, rested, said, until } from '../../support/watch.js';
import { prompt, realServer } from './realServer.js';

const scripts = {
  hello: [{ reasoning: 'Let me think.', text: 'Hello **world**, this is streamed.', chunk: 4 }],
  held: [{ text: 'said before the end', chunk: 4, hold: 'held' }],
  hang: [{ text: 'I begin and never end', chunk: 4, hang: true }],
};

describeOpencode('a sandbox that loses the real server', (dialect) => {
  const at = realServer(scripts, dialect);

  it('shows a turn that finished while the stream was cut', async () => {
    const { model, server, proxy, sandbox, open } = at();
    const { id } = await sandbox.newSession();
    sandbox.openTranscript(id);
    await sandbox.send(id, prompt('[[held]]'));
    await until(sandbox, 'the beginning', () => said(sandbox, id).startsWith('said'));
    proxy.down('rst');
    await until(sandbox, 'the loss', (_state, { connection }) => connection.phase !== 'connected');
    const direct = await open(server.url);
    model.release('held');
    await until(direct, 'the end, seen by another way', (state) => !state.status.has(id));
    proxy.pass();
    sandbox.connect();
    await connected(sandbox);
    await rested(sandbox, id);
    assert.equal(said(sandbox, id), 'said before the end');
  });

  it('reconnects after the server was killed during a turn, and shows the state of the turn', async () => {
    const { server, sandbox, begin } = at();
    const id = await begin('[[hang]] again');
    await until(sandbox, 'some text', () => said(sandbox, id).includes('I begin'));
    await server.kill();
    await until(sandbox, 'the loss', (_state, { connection }) => connection.phase !== 'connected');
    await server.restart();
    await connected(sandbox);
    await until(sandbox, 'rest', (state) => !state.status.has(id));
    const reading = await dialect.messages(server, id);
    assert.equal(messages(sandbox, id).length, reading.length);
    const next = await begin('[[hello]]');
    await rested(sandbox, next);
    assert.match(said(sandbox, next), /Hello \*\*world\*\*/);
  });

  it('keeps a prompt once whose response was lost', async () => {
    const { server, proxy, sandbox } = at();
    const { id } = await sandbox.newSession();
    sandbox.openTranscript(id);
    const lost = proxy.lose(dialect.promptPath(id), 'rst');
    await sandbox.send(id, prompt('[[hello]] only once'));
    await lost;
    await rested(sandbox, id);
    const kept = await dialect.messages(server, id);
    assert.equal(kept.filter((one) => one.role === 'user').length, 1);
    assert.equal(kept.flatMap((one) => one.texts).length, 2);
  });
});
