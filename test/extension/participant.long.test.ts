import assert from 'node:assert/strict';
import type { Sandbox } from '../../src/core/sandbox/sandbox.js';
import { whereFor } from '../../src/host/features/participant/index.js';
import type { Services } from '../../src/host/services/index.js';
import type { SessionId } from '../../src/shared/model/ids.js';
import { startModel, type Model } from '../support/model.js';
import { startOpencode, type Opencode } from '../support/opencode.js';
import { add, forget, inside } from './inside.js';

describe('a conversation with @sandbox', () => {
  let services: Services;
  let model: Model;
  let server: Opencode;
  let sandbox: Sandbox;
  before(async () => {
    services = await inside();
    model = await startModel({});
    server = await startOpencode({ model, password: 'secret' });
    sandbox = await add(services, server.url, server.password, 'Spoken to');
  });
  after(async () => {
    await forget(services, sandbox);
    await server.dispose();
    await model.close();
  });

  it('stays with its session even if this window has not loaded it yet', async () => {
    // As after a reload.
    sandbox.disconnect();
    const { id } = await server.json<{ readonly id: SessionId }>('/session', { title: 'made meanwhile' });
    assert.ok(!sandbox.store.state.sessions.has(id));
    assert.deepEqual(await whereFor(sandbox, { sandbox, sessionId: id }), { sandbox, sessionId: id });
  });

  it('starts with its own session, which the server creates with the first prompt', async () => {
    const before = new Set(sandbox.store.state.sessions.keys());
    const { sessionId } = await whereFor(sandbox, undefined);
    assert.deepEqual([...sandbox.store.state.sessions.keys()], [...before]);
    await sandbox.send(sessionId, { text: 'hello', attachments: [] });
    assert.ok(!before.has(await sandbox.created(sessionId)));
  });
});
