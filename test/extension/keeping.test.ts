import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Sandbox } from '../../src/core/sandbox/sandbox.js';
import type { Services } from '../../src/host/services/index.js';
import { startModel, type Model } from '../support/model.js';
import { startOpencode, type Opencode } from '../support/opencode.js';
import { until } from '../support/temp.js';
import { add, forget, inside, warnings, type Warnings } from './inside.js';

describe('a prompt that wants a new session of a sandbox that does not answer', () => {
  let services: Services;
  let model: Model;
  let server: Opencode;
  let sandbox: Sandbox;
  let warned: Warnings;
  before(async () => {
    services = await inside();
    warned = warnings(services);
    model = await startModel({});
    server = await startOpencode({ model, password: 'secret' });
    sandbox = await add(services, server.url, server.password, 'Keeping');
    await server.kill();
    await until('it is noticed', () => sandbox.connection.phase !== 'connected');
  });
  after(async () => {
    warned.dispose();
    await forget(services, sandbox);
    await server.dispose();
    await model.close();
  });

  const draft = (): string => services.storage.draft({ sandboxId: sandbox.profile.id });

  it('stays in the input of the chat, once, with what was there', async () => {
    const send = (text: string): Thenable<unknown> =>
      vscode.commands.executeCommand('opencodeSandbox.sendPrompt', text, { sandboxId: sandbox.profile.id });
    await send('a long thought.');
    await until('it is in the input', () => draft() === 'a long thought.');
    await send('a long thought.');
    await send('another one');
    await until('both are in the input', () => draft() === 'a long thought.\n\nanother one');
    assert.deepEqual(sandbox.pending, []);
    const { told } = warned;
    assert.equal(told.filter((text) => text.startsWith('Keeping: No server is running')).length, 3, told.join('\n'));
  });
});
