import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Sandbox } from '../../src/core/sandbox/sandbox.js';
import { saveTested } from '../../src/host/features/connect/add.js';
import { createLocal, localId } from '../../src/host/features/launcher/local.js';
import type { Services } from '../../src/host/services/index.js';
import { makeLocalPrograms, type LocalPrograms } from '../support/localPrograms.js';
import { startModel, type Model } from '../support/model.js';
import { makeRepository, type Repository } from '../support/repository.js';
import { until } from '../support/temp.js';
import { inside, warnings, type Warnings } from './inside.js';

const run = (name: string, ...args: readonly unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`opencodeSandbox.${name}`, ...args);
const NOWHERE = '/nowhere/program';

describe('a server on this machine', () => {
  let services: Services;
  let model: Model;
  let programs: LocalPrograms;
  let repository: Repository;
  let heard: Warnings;

  const use = async (opencode: string, sandboxAgent: string): Promise<void> => {
    const settings = vscode.workspace.getConfiguration('opencodeSandbox');
    await settings.update('opencodePath', opencode, vscode.ConfigurationTarget.Global);
    await settings.update('sandboxAgentPath', sandboxAgent, vscode.ConfigurationTarget.Global);
  };
  const id = () => localId(repository.path, services.context);
  const start = () => run('startLocalSandbox', repository.path);
  const stop = () => run('stopLocalSandbox', { sandboxId: id() });
  const row = (): Sandbox =>
    services.sandboxes.get(id()) ?? assert.fail(`it has a row; told: ${heard.told.join('; ')}`);
  const rows = (): number => services.sandboxes.all.filter(({ profile }) => profile.local === true).length;
  const key = () => `opencodeSandbox.secret.${id()}`;
  const secret = async () => {
    const profile = services.sandboxes.get(id())?.profile;
    return profile === undefined ? undefined : services.secrets.get(profile);
  };
  const nothingIsLeft = async (): Promise<void> => {
    await until('no server runs', () => programs.running().length === 0);
    await until('the secret is gone', async () => (await secret()) === undefined);
    assert.equal(rows(), 0);
  };

  before(async () => {
    services = await inside();
    heard = warnings(services);
    model = await startModel();
    programs = makeLocalPrograms(model);
    repository = makeRepository();
    await use(programs.opencode, NOWHERE);
  });
  afterEach(async () => {
    await stop();
    await until('no server runs', () => programs.running().length === 0);
  });
  after(async () => {
    heard.dispose();
    await use('', '');
    programs?.dispose();
    repository?.remove();
    await model?.close();
  });

  it('is started once when it is requested twice at once', async () => {
    await Promise.all([start(), start()]);
    assert.equal(programs.running().length, 1);
    assert.equal(rows(), 1);
    assert.equal(row().connection.phase, 'connected');
  });

  it('keeps its row and its address when it is restarted, and gets a new secret', async () => {
    await start();
    const [before] = programs.running();
    const [sandbox, password] = [row(), await secret()];
    await start();
    assert.equal(programs.running().length, 1);
    assert.notEqual(programs.running()[0]?.pid, before?.pid);
    assert.equal(row(), sandbox);
    assert.notEqual(await secret(), password);
    assert.equal(sandbox.connection.phase, 'connected');
  });

  it('has a random password that only this window and the server know', async () => {
    await start();
    const password = (await secret()) ?? '';
    assert.ok(password.length >= 32, 'a long random password');
    assert.ok(programs.running()[0]?.environ.includes(`OPENCODE_SERVER_PASSWORD=${password}`));
    assert.ok(!programs.running()[0]?.args.includes(password), 'not on the command line');
    const { globalState, workspaceState } = services.context;
    const all = [globalState, workspaceState].flatMap((memory) => memory.keys().map((key) => memory.get(key)));
    const written = JSON.stringify([all, vscode.workspace.getConfiguration('opencodeSandbox')]);
    assert.ok(!written.includes(password) && written.includes(String(id())));
    assert.equal(await services.context.secrets.get(key()), undefined);
    await stop();
    await start();
    assert.notEqual(await secret(), password);
  });

  it('continues with its own password, whatever another window stores for the same ID', async () => {
    await start();
    const own = await secret();
    const { secrets } = services.context;
    await secrets.store(key(), 'of another server');
    row().disconnect();
    await run('connect', { sandboxId: id() });
    assert.equal(row().connection.phase, 'connected', `${row().connection.detail}; told: ${heard.told.join('; ')}`);
    assert.equal(await secret(), own);
    await stop();
    assert.equal(await secrets.get(key()), 'of another server');
    await secrets.delete(key());
    await nothingIsLeft();
  });

  it('has no secret while it is not running', async () => {
    await start();
    const { profile } = row();
    const before = await secret();
    const [running] = programs.running();
    process.kill(running?.pid ?? assert.fail(), 'SIGKILL');
    await until('its secret is gone', async () => (await services.secrets.get(profile)) !== before);
    await until('it has a new one', async () => (await secret()) !== undefined);
    assert.notEqual(await secret(), before);
    await until('it is connected', () => row().connection.phase === 'connected');
  });

  it('cannot be edited, signed in to or removed like one of the settings', async () => {
    await start();
    const sandbox = row();
    const { told, dispose } = warnings(services);
    try {
      for (const name of ['editSandbox', 'signIn', 'removeSandbox']) await run(name, { sandboxId: id() });
    } finally {
      dispose();
    }
    assert.equal(
      told.filter((text) => text.includes(sandbox.profile.name) && /Stop Local Sandbox/.test(text)).length,
      3,
    );
    assert.equal(row(), sandbox);
    assert.equal(sandbox.connection.phase, 'connected');
    assert.ok(!JSON.stringify(vscode.workspace.getConfiguration('opencodeSandbox').get('sandboxes')).includes(id()));
  });

  it('stays in its place while another sandbox is added', async () => {
    await start();
    const sandbox = row();
    const { identity } = sandbox;
    assert.ok(identity);
    const added = await saveTested(services, { url: 'http://127.0.0.1:9', consented: false, identity }, 'Nowhere');
    assert.equal(row(), sandbox);
    assert.equal(sandbox.connection.phase, 'connected');
    await services.settings.removeSandbox(added.id);
  });

  it('leaves neither process, row nor secret behind when it is stopped', async () => {
    await start();
    await stop();
    await nothingIsLeft();
  });

  it('is not left behind when the window closes while it is starting', async () => {
    const program = { kind: 'opencode', path: programs.opencode } as const;
    const output = vscode.window.createOutputChannel('test');
    const nothing = (): void => {};
    const options = { program, folder: repository.path, output, after: undefined, over: nothing, again: nothing };
    const local = createLocal(services, options);
    const started = local.start();
    await until('the process is there', () => programs.running().length === 1);
    local.dispose();
    assert.equal(await started, false);
    await nothingIsLeft();
    output.dispose();
  });

  it('can be stopped while it is starting', async () => {
    const started = start();
    await until('the process is there', () => programs.running().length === 1);
    await stop();
    await started;
    await nothingIsLeft();
  });

  it('leaves nothing behind if the program cannot serve', async () => {
    await use(programs.broken, NOWHERE);
    await start();
    await nothingIsLeft();
    await use(programs.opencode, NOWHERE);
  });

  it('uses another port if its own has been taken in the meantime', async () => {
    await use(programs.late, NOWHERE);
    await start();
    const portIn = (args = ''): string | undefined => /--port (\d+)/.exec(args)?.[1];
    const port = portIn(programs.running()[0]?.args);
    assert.ok(port !== undefined && port !== portIn(programs.lateArgs()));
    assert.equal(new URL(row().profile.url).port, port);
    assert.equal(row().connection.phase, 'connected');
    await use(programs.opencode, NOWHERE);
  });

  it('is a Sandbox Agent with a token if only that is installed', async () => {
    await use(NOWHERE, programs.sandboxAgent);
    await start();
    const sandbox = row();
    assert.equal(sandbox.identity?.kind, 'sandbox-agent');
    assert.equal(sandbox.identity?.auth, 'bearer');
    assert.equal((await fetch(`${sandbox.profile.url}/session`)).status, 401);
  });

  it('is replaced by another program in the same folder', async () => {
    await use(programs.opencode, NOWHERE);
    await start();
    await use(NOWHERE, programs.sandboxAgent);
    await start();
    assert.equal(row().identity?.kind, 'sandbox-agent');
    assert.equal(programs.running().length, 1);
    assert.equal(rows(), 1);
  });

  it('is restarted when it is killed, and its row reconnects', async () => {
    await use(programs.opencode, NOWHERE);
    await start();
    const sandbox = row();
    const [before] = programs.running();
    process.kill(before?.pid ?? assert.fail(), 'SIGKILL');
    await until('another one runs', () => programs.running().some(({ pid }) => pid !== before?.pid));
    await until('it is connected', () => sandbox.connection.phase === 'connected');
    assert.equal(row(), sandbox);
  });
});
