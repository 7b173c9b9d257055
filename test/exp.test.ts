import { startModel } from './support/model.js';
import { startOpencode } from './support/opencode.js';
import { startSandboxAgent } from './support/sandboxAgent.js';
import { execSync } from 'node:child_process';
describe('exp', () => {
  it('config', async function () {
    this.timeout(120000);
    const model = await startModel();
    const server = await startOpencode({ model, password: null });
    const show = async (path: string, method = 'GET', body?: unknown) => {
      const r = await server.fetch(path, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      const t = await r.text();
      console.log(method, path, JSON.stringify(body), r.status, r.headers.get('content-type'), t.slice(0, 1500));
      return t;
    };
    await show('/config');
    await show('/global/config');
    await show('/config', 'PATCH', { username: 'anna' });
    await new Promise((r) => setTimeout(r, 1000));
    await show('/config');
    await show('/global/config', 'PATCH', { username: 'bert', provider: { x: { options: { apiKey: 'abc' } } } });
    await new Promise((r) => setTimeout(r, 1000));
    await show('/global/config');
    await show('/config');
    await show('/global/config', 'PATCH', { username: null, provider: { x: null } });
    await show('/global/config', 'PATCH', { autoupdate: 'maybe', agent: 5 });
    await show('/config', 'PATCH', { autoupdate: 'maybe' });
    await show('/config', 'PATCH', { nonsense: 1 });
    await show('/global/config', 'PATCH', { nonsense: 1 });
    await show('/global/config', 'PATCH', { model: 'nope/nope', mcp: { a: { type: 'local' } } });
    await new Promise((r) => setTimeout(r, 1000));
    await show('/global/config');
    await show('/config');
    console.log(
      execSync(
        `git -C ${server.workspace} status --short; find ${server.home} -name '*.json*' | grep -v node_modules | head; cat ${server.home}/.config/opencode/* ; cat ${server.workspace}/config.json ${server.workspace}/opencode.json`,
        { encoding: 'utf8', shell: '/bin/bash' },
      ),
    );
    const doc = JSON.parse(await (await server.fetch('/doc')).text());
    console.log(
      Object.keys(doc.components.schemas).length,
      JSON.stringify(doc.components.schemas.Config).length,
      JSON.stringify(doc.components.schemas.Config).slice(0, 800),
      JSON.stringify(doc).length,
    );
    console.log(JSON.stringify(doc.paths['/global/config']));
    const agent = await startSandboxAgent({ env: { OPENCODE_COMPAT_PROXY_URL: server.url } });
    for (const p of [
      '/command',
      '/config',
      '/global/config',
      '/doc',
      '/agent',
      '/provider',
      '/config/providers',
      '/vcs',
    ]) {
      const r = await agent.fetch(p);
      const t = await r.text();
      console.log('PROXIED', p, r.status, r.headers.get('content-type'), t.length, t.slice(0, 300));
    }
    const r = await agent.fetch('/config', {
      method: 'PATCH',
      body: JSON.stringify({ autoupdate: 'maybe' }),
      headers: { 'content-type': 'application/json' },
    });
    console.log('PROXIED PATCH', r.status, await r.text());
    await agent.dispose();
    await server.dispose();
    await model.close();
  });
});
