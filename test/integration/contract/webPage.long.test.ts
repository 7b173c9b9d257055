// "Open in Browser": the pages that are offered are there with their scripts, and where they would not work none is offered.
import assert from 'node:assert/strict';
import { webUiUrl } from '../../../src/core/agent/webUiUrl.js';
import { connectBox } from '../../support/testSandbox.js';
import { startModel, type Model } from '../../support/model.js';
import { startOpencode, type Opencode } from '../../support/opencode.js';
import { startProxy, type Proxy } from '../../support/proxy.js';
import { startSandboxAgent, type SandboxAgent } from '../../support/sandboxAgent.js';

describe('the web page of a server', () => {
  let model: Model;
  let opencode: Opencode;
  let agent: SandboxAgent;
  let proxy: Proxy;
  before(async () => {
    model = await startModel();
    [opencode, agent] = await Promise.all([startOpencode({ model }), startSandboxAgent()]);
    proxy = await startProxy({ target: opencode.url, prefix: '/opencode' });
  });
  after(async () => {
    await proxy?.close();
    await Promise.all([opencode?.dispose(), agent?.dispose()]);
    await model?.close();
  });

  /** The scripts of a page as a browser requests them, and whether each was delivered. */
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

  it('is OpenCode’s web UI, at the session', async () => {
    const box = await connectBox({ url: opencode.url, secret: opencode.password ?? '' });
    const session = await box.newSession();
    const { identity, webUi } = await box.ready();
    assert.ok(webUi);
    for (const page of [webUiUrl(identity), webUiUrl(identity, session)]) {
      const found = await scripts(page ?? assert.fail('it has a page'), opencode.headers());
      assert.ok(found.length > 0 && found.every(Boolean), page);
    }
    const folder = new URL(webUiUrl(identity, session) ?? '').pathname.split('/')[1] ?? '';
    assert.equal(Buffer.from(folder, 'base64url').toString(), session.directory);
    box.dispose();
  });

  it('is not offered behind a path, where its scripts do not load', async () => {
    const box = await connectBox({ url: proxy.url, secret: opencode.password ?? '' });
    const { identity, webUi } = await box.ready();
    assert.equal(webUi, undefined);
    assert.equal(webUiUrl(identity), undefined);
    const found = await scripts(`${proxy.url}/`, opencode.headers());
    assert.ok(found.length > 0 && !found.some(Boolean));
    box.dispose();
  });

  it('is Sandbox Agent’s inspector if the server is at the root of the host', async () => {
    const box = await connectBox({ url: agent.origin, secret: agent.token ?? '' });
    const { identity, webUi } = await box.ready();
    assert.ok(webUi);
    const page = webUiUrl(identity) ?? assert.fail('it has a page');
    const found = await scripts(page, {});
    assert.ok(found.length > 0 && found.every(Boolean), page);
    assert.match(await (await fetch(page)).text(), /<title>Sandbox Agent/);
    assert.equal(webUiUrl({ kind: 'sandbox-agent', baseUrl: 'https://host.example/box/opencode' }), undefined);
    box.dispose();
  });
});
