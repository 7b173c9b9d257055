import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Sandbox } from '../../src/core/sandbox/sandbox.js';
import type { Services } from '../../src/host/services/index.js';
import { startModel, type Model } from '../support/model.js';
import { startOpencode, type Opencode } from '../support/opencode.js';
import { until } from '../support/temp.js';
import { add, forget, inside, warnings, type Warnings } from './inside.js';

/** The parts of a message of the server that are read here. */
interface WireMessage {
  readonly info: { readonly role: string };
  readonly parts: readonly { readonly text?: string }[];
}

describe('a prompt for a new session of a sandbox that does not answer', () => {
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
    await until('models and agents are read', () => sandbox.store.state.catalog.agents.length > 0);
    await server.kill();
    await until('it is noticed', () => sandbox.connection.phase !== 'connected');
  });
  after(async () => {
    warned.dispose();
    await forget(services, sandbox);
    await server.dispose();
    await model.close();
  });

  it('waits in the outbox and is sent once, to its own session, when the sandbox is back', async () => {
    const texts = ['a long thought.', 'another one'];
    for (const text of texts)
      await vscode.commands.executeCommand('opencodeSandbox.sendPrompt', text, { sandboxId: sandbox.profile.id });
    assert.deepEqual(
      sandbox.pending.map(({ text }) => text),
      texts,
    );
    const told = warned.told.filter((text) => text.startsWith('Keeping'));
    assert.deepEqual(told, [], 'being offline is no error of a prompt');
    await server.restart();
    sandbox.connect();
    await until('nothing waits any more', () => sandbox.pending.length === 0);
    const sessions = await server.json<readonly { readonly id: string }[]>('/session');
    const said = await Promise.all(
      sessions.map(async ({ id }) => {
        const messages = await server.json<readonly WireMessage[]>(`/session/${id}/message`);
        return messages
          .filter(({ info }) => info.role === 'user')
          .flatMap(({ parts }) => parts.map(({ text }) => text));
      }),
    );
    assert.deepEqual(said.map((each) => each.join()).toSorted(), texts);
  });
});
