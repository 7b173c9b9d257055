import assert from 'node:assert/strict';
import { startModel } from '../../support/model.js';
import { startOpencode } from '../../support/opencode.js';
import { hasOpencode2, startOpencode2 } from '../../support/opencode2.js';
import { makeRepository } from '../../support/repository.js';
import { makeTemp, removeTemp } from '../../support/temp.js';
import { connectTestSandbox, connected } from '../../support/testSandbox.js';
import { rested, said, until } from '../../support/watch.js';
import { prompt } from './realServer.js';

describe('a sandbox whose server is upgraded from OpenCode 1 to OpenCode 2', () => {
  it('continues with the new server at the same address and folder, and with the sessions that it took over', async function () {
    if (!hasOpencode2()) this.skip();
    const model = await startModel({ scripts: { hello: [{ text: 'Hello there.' }] } });
    const repository = makeRepository();
    const home = makeTemp('home');
    const before = await startOpencode({ model, home, workspace: repository.path });
    const { port } = before;
    const log: string[] = [];
    const sandbox = await connectTestSandbox({ url: before.url, secret: 'pw', log });
    try {
      const old = await sandbox.newSession({ title: 'Before the upgrade' });
      sandbox.openTranscript(old.id);
      await sandbox.send(old.id, prompt('[[hello]] before'));
      await rested(sandbox, old.id);

      await before.stop();
      await until(sandbox, 'the loss', (_state, { connection }) => connection.phase !== 'connected');
      const after = await startOpencode2({ model, home, workspace: repository.path, port });
      try {
        await until(sandbox, 'the new server', (_state, { identity }) => identity?.kind === 'opencode-2');
        await connected(sandbox);
        const kept = (await after.json<{ data: { id: string }[] }>('/api/session')).data.map(({ id }) => id);
        assert.deepEqual(
          [...sandbox.store.state.sessions.keys()],
          kept,
          'all that the server took over, and nothing else',
        );
        assert.ok(kept.includes(old.id), 'version 2.0.15 takes over the sessions of version 1');
        await until(sandbox, 'its transcript', () => said(sandbox, old.id) === 'Hello there.');

        const { id } = await sandbox.newSession();
        sandbox.openTranscript(id);
        await sandbox.send(id, prompt('[[hello]] after'));
        await rested(sandbox, id);
        assert.equal(said(sandbox, id), 'Hello there.');
      } finally {
        await after.dispose();
      }
    } finally {
      sandbox.dispose();
      await before.dispose();
      repository.remove();
      removeTemp(home);
      await model.close();
    }
  });
});
