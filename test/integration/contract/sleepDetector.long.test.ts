// A sandbox whose stream was closed, and actions of the user.
import assert from 'node:assert/strict';
import type { Sandbox } from '../../../src/core/sandbox/sandbox.js';
import { connectTestSandbox } from '../../support/testSandbox.js';
import { startModel, type Model } from '../../support/model.js';
import { startOpencode, type Opencode } from '../../support/opencode.js';
import { until } from '../../support/temp.js';

describe('a sleeping sandbox', () => {
  let model: Model;
  let server: Opencode;
  let sandbox: Sandbox;
  before(async () => {
    model = await startModel({});
    server = await startOpencode({ model });
    sandbox = await connectTestSandbox({
      url: server.url,
      ...(server.password === undefined ? {} : { secret: server.password }),
    });
  });
  after(async () => {
    sandbox?.dispose();
    await server?.dispose();
    await model?.close();
  });

  it('wakes up for a slash command and runs it', async () => {
    const { id } = await sandbox.newSession();
    sandbox.sleep();
    assert.equal(sandbox.connection.phase, 'sleeping');
    await sandbox.runCommand(id, 'init', { text: 'in short', attachments: [] });
    await until('it is awake', () => sandbox.connection.phase === 'connected');
    await until('it was run', () => sandbox.pending.length === 0);
  });
});
