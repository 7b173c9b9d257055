import assert from 'node:assert/strict';
import type { Sandbox } from '../../../src/core/sandbox/sandbox.js';
import type { SessionId } from '../../../src/shared/model/ids.js';
import { startProxy, type Proxy } from '../../support/proxy.js';
import { describeKinds, SERVER_KINDS, type KindServer } from '../../support/serverKinds.js';
import { until as waitFor } from '../../support/temp.js';
import { connectTestSandbox, connected } from '../../support/testSandbox.js';
import { until } from '../../support/watch.js';
import { openKind, type OpenKind } from './realServer.js';

const CREATION = /^POST (\/opencode|\/api)?\/session(\?|$)/;

describeKinds(SERVER_KINDS, 'a session that is created with its first prompt by', (kind) => {
  let open: OpenKind;
  let server: KindServer;
  let proxy: Proxy;
  let sandbox: Sandbox;
  before(async () => {
    open = await openKind(kind);
    ({ server } = open);
    proxy = await startProxy({ target: server.address });
    sandbox = await connectTestSandbox({ url: proxy.url, secret: server.secret });
  });
  after(async () => {
    sandbox.dispose();
    await proxy.close();
    await open.dispose();
  });
  afterEach(() => proxy.pass());

  const sent = (draft: SessionId, text: string): Promise<unknown> =>
    sandbox
      .send(draft, { text, attachments: [] })
      .then(() => until(sandbox, 'it is sent', () => sandbox.pending.length === 0));
  /** The one session that is new since `before`, with these prompts. */
  const isOne = async (before: readonly SessionId[], texts: readonly string[]): Promise<SessionId> => {
    const made = (await server.sessionIds()).filter((id) => !before.includes(id));
    assert.equal(made.length, 1, 'one session');
    const [id] = made;
    assert.ok(id !== undefined);
    await waitFor('the prompts', async () => (await server.prompts(id)).length >= texts.length);
    assert.deepEqual(await server.prompts(id), texts);
    return id;
  };

  it('does not exist before, and contains the prompt', async () => {
    const before = await server.sessionIds();
    const draft = sandbox.draftSession();
    assert.deepEqual(await server.sessionIds(), before);
    await sent(draft, 'hello there');
    assert.equal(await sandbox.created(draft), await isOne(before, ['hello there']));
  });

  it('is created once, with the prompt once, when the response to its creation is lost', async () => {
    const before = await server.sessionIds();
    const lost = proxy.lose(CREATION, 'rst');
    const draft = sandbox.draftSession();
    const done = sent(draft, 'the answer is lost');
    await lost;
    await done;
    await isOne(before, ['the answer is lost']);
  });

  it('is created once when a gateway temporarily refuses its creation', async () => {
    const before = await server.sessionIds();
    proxy.answer({ status: 503, match: CREATION, times: 1 });
    await sent(sandbox.draftSession(), 'refused for a moment');
    await isOne(before, ['refused for a moment']);
  });

  it('gets prompts written offline, in order', async () => {
    const before = await server.sessionIds();
    proxy.down('rst');
    await until(sandbox, 'the loss', (_state, { connection }) => connection.phase !== 'connected');
    const draft = sandbox.draftSession();
    for (const text of ['first', 'second']) await sandbox.send(draft, { text, attachments: [] });
    proxy.pass();
    sandbox.connect();
    await connected(sandbox);
    await until(sandbox, 'both are sent', () => sandbox.pending.length === 0);
    await isOne(before, ['first', 'second']);
  });
});
