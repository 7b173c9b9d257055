// "Open in Browser": the pages that are offered are there with their scripts, and where they would not work none is offered.
import assert from 'node:assert/strict';
import { webUiUrl } from '../../../src/core/agent/webUiUrl.js';
import { describeOpencode } from '../../support/dialect.js';
import { connectTestSandbox } from '../../support/testSandbox.js';
import { startModel, type Model } from '../../support/model.js';
import type { Opencode } from '../../support/opencode.js';
import { startProxy, type Proxy } from '../../support/proxy.js';
import { startSandboxAgent, type SandboxAgent } from '../../support/sandboxAgent.js';

/** The scripts of a page, requested as a browser would, and whether each request succeeded. */
const scripts = async (page: string, headers: Record<string, string>): Promise<readonly boolean[]> => {
  const html = await (await fetch(page, { headers })).text();
  const sources = [...html.matchAll(/<script[^>]*\bsrc="([^"]+)"/g)].map(([, source = '']) => new URL(source, page));
  return Promise.all(
    sources.map(async (source) => {
      const answer = await fetch(source, { headers });
      return answer.ok && (answer.headers.get('content-type') ?? '').includes('javascript');
    }),
  );
};

describeOpencode('the web page of a server', (dialect) => {
  let model: Model;
  let server: Opencode;
  let proxy: Proxy;
  before(async () => {
    model = await startModel();
    server = await dialect.start({ model });
    proxy = await startProxy({ target: server.url, prefix: '/opencode' });
  });
  after(async () => {
    await proxy?.close();
    await server?.dispose();
    await model?.close();
  });

  it('is OpenCode’s web UI, at the session', async () => {
    const sandbox = await connectTestSandbox({ url: server.url, secret: server.password ?? '' });
    const session = await sandbox.newSession();
    const { identity, webUi } = await sandbox.ready();
    assert.ok(webUi);
    for (const page of [webUi(), webUi(session)]) {
      const found = await scripts(page, server.headers());
      assert.ok(found.length > 0 && found.every(Boolean), page);
    }
    const parts = new URL(webUiUrl(identity, session) ?? '').pathname.slice(1).split('/');
    const place = Buffer.from(parts.at(-3) ?? '', 'base64url').toString();
    assert.deepEqual(
      [place, ...parts.slice(-2)],
      [dialect.kind === 'opencode-1' ? session.directory : server.url, 'session', session.id],
    );
    sandbox.dispose();
  });

  it('is not offered behind a path, where its scripts do not load', async () => {
    const sandbox = await connectTestSandbox({ url: proxy.url, secret: server.password ?? '' });
    const { identity, webUi } = await sandbox.ready();
    assert.equal(webUi, undefined);
    assert.equal(webUiUrl(identity), undefined);
    const found = await scripts(`${proxy.url}/`, server.headers());
    assert.ok(found.length > 0 && !found.some(Boolean));
    sandbox.dispose();
  });
});

describe('the web page of a Sandbox Agent', () => {
  let agent: SandboxAgent;
  before(async () => {
    agent = await startSandboxAgent();
  });
  after(() => agent?.dispose());

  it('is its inspector if the server is at the root of the host', async () => {
    const sandbox = await connectTestSandbox({ url: agent.origin, secret: agent.token ?? '' });
    const { identity, webUi } = await sandbox.ready();
    assert.ok(webUi);
    const page = webUiUrl(identity) ?? assert.fail('it has a page');
    const found = await scripts(page, {});
    assert.ok(found.length > 0 && found.every(Boolean), page);
    assert.match(await (await fetch(page)).text(), /<title>Sandbox Agent/);
    assert.equal(webUiUrl({ kind: 'sandbox-agent', baseUrl: 'https://host.example/box/opencode' }), undefined);
    sandbox.dispose();
  });
});
