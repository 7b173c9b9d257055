import assert from 'node:assert/strict';
import type { Sandbox } from '../../../src/core/sandbox/sandbox.js';
import type { SessionId } from '../../../src/shared/model/ids.js';
import { startModel, type Model } from '../../support/model.js';
import { startOpencode, type Opencode } from '../../support/opencode.js';
import { startProxy, type Proxy } from '../../support/proxy.js';
import { startSandboxAgent, type SandboxAgent } from '../../support/sandboxAgent.js';
import { connectBox, connected } from '../../support/testSandbox.js';
import { until } from '../../support/watch.js';

interface Wire {
  readonly info: { readonly role: string };
  readonly parts: readonly { readonly text?: string }[];
}

const CREATION = /^POST (\/opencode)?\/session(\?|$)/;

/** Tests of both kinds of server. */
function creates(
  kind: string,
  start: () => Promise<{ readonly server: Opencode | SandboxAgent; readonly target: string; readonly secret: string }>,
): void {
  describe(`a session that ${kind} creates with its first prompt`, () => {
    let server: Opencode | SandboxAgent;
    let proxy: Proxy;
    let box: Sandbox;
    before(async () => {
      const started = await start();
      server = started.server;
      proxy = await startProxy({ target: started.target });
      box = await connectBox({ url: proxy.url, secret: started.secret });
    });
    after(async () => {
      box.dispose();
      await proxy.close();
      await server.dispose();
    });
    afterEach(() => proxy.pass());

    const sessions = async (): Promise<readonly SessionId[]> =>
      (await server.json<readonly { readonly id: SessionId }[]>('/session')).map(({ id }) => id);
    const prompts = async (id: SessionId): Promise<readonly string[]> =>
      (await server.json<readonly Wire[]>(`/session/${id}/message`))
        .filter(({ info }) => info.role === 'user')
        .map(({ parts }) => parts.map(({ text = '' }) => text).join(''));
    const sent = (draft: SessionId, text: string): Promise<unknown> =>
      box.send(draft, { text, attachments: [] }).then(() => until(box, 'it is sent', () => box.pending.length === 0));
    /** The one session that is new since `before`, with these prompts. */
    const isOne = async (before: readonly SessionId[], texts: readonly string[]): Promise<SessionId> => {
      const made = (await sessions()).filter((id) => !before.includes(id));
      assert.equal(made.length, 1, 'one session');
      const [id] = made;
      assert.ok(id !== undefined);
      assert.deepEqual(await prompts(id), texts);
      return id;
    };

    it('does not exist before, and contains the prompt', async () => {
      const before = await sessions();
      const draft = box.draftSession();
      assert.deepEqual(await sessions(), before);
      await sent(draft, 'hello there');
      assert.equal(await box.created(draft), await isOne(before, ['hello there']));
    });

    it('is created once, with the prompt once, when the response to its creation is lost', async () => {
      const before = await sessions();
      const lost = proxy.lose(CREATION, 'rst');
      const draft = box.draftSession();
      const done = sent(draft, 'the answer is lost');
      await lost;
      await done;
      await isOne(before, ['the answer is lost']);
    });

    it('is created once when a gateway temporarily refuses its creation', async () => {
      const before = await sessions();
      proxy.answer({ status: 503, match: CREATION, times: 1 });
      await sent(box.draftSession(), 'refused for a moment');
      await isOne(before, ['refused for a moment']);
    });

    it('gets prompts written offline, in order', async () => {
      const before = await sessions();
      proxy.down('rst');
      await until(box, 'the loss', (_state, { connection }) => connection.phase !== 'connected');
      const draft = box.draftSession();
      for (const text of ['first', 'second']) await box.send(draft, { text, attachments: [] });
      proxy.pass();
      box.connect();
      await connected(box);
      await until(box, 'both are sent', () => box.pending.length === 0);
      await isOne(before, ['first', 'second']);
    });
  });
}

let model: Model | undefined;
creates('OpenCode', async () => {
  model = await startModel({ scripts: {} });
  const server = await startOpencode({ model });
  return { server, target: server.url, secret: 'pw' };
});
after(async () => model?.close());

creates('Sandbox Agent', async () => {
  const server = await startSandboxAgent();
  return { server, target: server.origin, secret: 'token' };
});
