// A local server under its supervisor: it ends on request, when it is killed, and when its window is gone.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer, type IncomingHttpHeaders, type Server as HttpServer } from 'node:http';
import { resolve } from 'node:path';
import { startServer, type Server } from '../../../src/host/platform/node/localServer/process.js';
import { protectionOf } from '../../../src/core/agent/connect.js';
import { freePort } from '../../../src/host/platform/node/localServer/port.js';
import { withVersion, type LocalKind } from '../../../src/host/platform/node/findProgram.js';
import { makeLocalPrograms, type LocalPrograms } from '../../support/localPrograms.js';
import { hasOpencode2 } from '../../support/opencode2.js';
import { startModel, type Model } from '../../support/model.js';
import { makeRepository, type Repository } from '../../support/repository.js';
import { until } from '../../support/temp.js';

const guard = resolve('dist/supervisor.cjs');

describe('a local server under its supervisor', () => {
  let model: Model;
  let programs: LocalPrograms;
  let repository: Repository;
  const printed: string[] = [];
  const secret = 'a-long-secret';
  const servers: Server[] = [];

  before(async () => {
    model = await startModel();
    programs = makeLocalPrograms(model);
    repository = makeRepository();
  });
  after(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    programs?.dispose();
    repository?.remove();
    await model?.close();
  });

  const start = async (
    path: string,
    kind: LocalKind = 'opencode',
    given?: number,
  ): Promise<{ server: Server; port: number }> => {
    const port = given ?? (await freePort());
    const print = (line: string): void => void printed.push(line);
    const server = startServer({ guard, program: { kind, path }, folder: repository.path, port, secret, print });
    servers.push(server);
    return { server, port };
  };
  const gone = () => until('no server runs', () => programs.running().length === 0);

  it('requires the password, and stops on request', async () => {
    const { server, port } = await start(programs.opencode);
    assert.equal(await server.ready, port);
    const authorization = `Basic ${Buffer.from(`opencode:${secret}`).toString('base64')}`;
    const health = `http://127.0.0.1:${port}/global/health`;
    assert.equal((await fetch(health, { headers: { authorization } })).status, 200);
    assert.equal((await fetch(health)).status, 401);
    assert.equal(await server.stop(), 'stopped');
    await gone();
  });

  it('requires the password of OpenCode 2 as well, whose version the program reports', async function () {
    if (!hasOpencode2()) this.skip();
    const { kind } = await withVersion({ kind: 'opencode', path: programs.opencode2 });
    assert.equal(kind, 'opencode2');
    assert.equal((await withVersion({ kind: 'opencode', path: programs.opencode })).kind, 'opencode');
    assert.equal((await withVersion({ kind: 'opencode', path: programs.broken })).kind, 'opencode');
    const { server, port } = await start(programs.opencode2, kind);
    assert.equal(await server.ready, port);
    const authorization = `Basic ${Buffer.from(`opencode:${secret}`).toString('base64')}`;
    const info = `http://127.0.0.1:${port}/api/info`;
    assert.equal((await fetch(info, { headers: { authorization } })).status, 200);
    assert.equal((await fetch(info)).status, 401);
    assert.equal(await server.stop(), 'stopped');
    await gone();
  });

  it('stops while it is still starting', async () => {
    const { server } = await start(programs.opencode);
    await until('the process is there', () => programs.running().length === 1);
    await server.stop();
    assert.equal(await server.ready, undefined);
    await gone();
  });

  it('stops even if it ignores the request', async () => {
    const { server } = await start(programs.stubborn);
    assert.ok((await server.ready) !== undefined);
    assert.equal(await server.stop(), 'stopped');
    assert.ok(printed.includes('not yet'), 'it was asked first');
    await gone();
  });

  it('reports how it exited', async () => {
    const broken = await start(programs.broken);
    assert.equal(await broken.server.ready, undefined);
    assert.deepEqual(await broken.server.ended, { code: 3, signal: null });
    assert.ok(printed.includes('no such option'));
    const missing = await start('/nowhere/opencode');
    assert.equal(await missing.server.ready, undefined);
    assert.match(JSON.stringify(await missing.server.ended), /ENOENT/);
    const { server } = await start(programs.opencode);
    assert.ok((await server.ready) !== undefined);
    const [running] = programs.running();
    process.kill(running?.pid ?? assert.fail('it runs'), 'SIGKILL');
    assert.deepEqual(await server.ended, { code: null, signal: 'SIGKILL' });
  });

  it('does not outlive its supervisor', async () => {
    const { server } = await start(programs.opencode);
    assert.ok((await server.ready) !== undefined);
    process.kill(programs.running()[0]?.parent ?? assert.fail('it runs'), 'SIGKILL');
    assert.deepEqual(await server.ended, { code: null, signal: 'SIGKILL' });
    await gone();
  });

  it('is a Sandbox Agent that requires its token', async () => {
    const { server, port } = await start(programs.sandboxAgent, 'sandbox-agent');
    assert.equal(await server.ready, port);
    await server.stop();
  });

  for (const name of ['unprotected', 'gullible'] as const)
    it(`is not used if it requires no credentials (${name})`, async () => {
      const { server } = await start(programs[name]);
      assert.equal(await server.ready, undefined);
      assert.equal(await server.ended, 'open');
      await gone();
    });

  it('is not used if it exits during the check', async () => {
    const { server } = await start(programs.shortLived);
    assert.equal(await server.ready, undefined);
    assert.deepEqual(await server.ended, { code: 0, signal: null });
  });

  describe('whose port another program has taken', () => {
    let stranger: HttpServer;
    let port: number;
    const heard: IncomingHttpHeaders[] = [];
    beforeEach(async () => {
      heard.length = 0;
      stranger = createServer((request, answer) => {
        heard.push(request.headers);
        answer.writeHead(401).end();
      });
      port = await freePort();
      await new Promise<void>((resolve) => stranger.listen(port, '127.0.0.1', resolve));
    });
    afterEach(async () => {
      stranger.closeAllConnections();
      await new Promise((resolve) => stranger.close(resolve));
    });

    it('is stopped, and the other program never sees the secret', async () => {
      for (const [kind, path] of [
        ['opencode', programs.opencode],
        ['sandbox-agent', programs.sandboxAgent],
      ] as const) {
        const { server } = await start(path, kind, port);
        assert.equal(await server.ready, undefined);
        assert.deepEqual(await server.ended, { code: 1, signal: null });
      }
      assert.ok(!JSON.stringify(heard).includes(Buffer.from(`opencode:${secret}`).toString('base64')));
      assert.ok(!JSON.stringify(heard).includes(secret));
    });

    for (const kind of ['opencode', 'sandbox-agent'] as const)
      it(`is not confused with the other program while it is starting (${kind})`, async () => {
        const { server } = await start(programs.idle, kind, port);
        const ready = server.ready.then((found) => assert.equal(found, undefined));
        // By now the other program has been probed both ways more than once, if the port is checked at all.
        if (kind === 'sandbox-agent') await until('the stranger was asked', () => heard.length >= 6);
        else await until('the program runs', () => programs.running().length === 1);
        await server.stop();
        await ready;
        await gone();
      });
  });

  for (const name of ['opencode', 'stubborn'] as const)
    it(`does not outlive the window, even if the window is killed (${name})`, async () => {
      const port = await freePort();
      const run = {
        command: programs[name],
        args: ['serve', '--hostname', '127.0.0.1', '--port', String(port)],
        cwd: repository.path,
        env: { ...process.env, OPENCODE_SERVER_PASSWORD: secret },
      };
      // What the extension host does, in a process that can be killed.
      const code = `const guard = require('node:child_process').fork(${JSON.stringify(guard)}, [], { detached: true });
        guard.send(${JSON.stringify(run)});`;
      const window = spawn(process.execPath, ['-e', code], { stdio: 'ignore' });
      await until('the server answers', async () => (await protectionOf('opencode-1', port)) === 'protected');
      assert.equal(programs.running().length, 1);
      window.kill('SIGKILL');
      await gone();
    });
});
