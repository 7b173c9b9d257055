import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Sandbox } from '../../src/core/sandbox/sandbox.js';
import { configUri } from '../../src/host/features/config/document.js';
import type { Services } from '../../src/host/services/index.js';
import { startModel, type Model } from '../support/model.js';
import { startOpencode, type Opencode } from '../support/opencode.js';
import { startSandboxAgent, type SandboxAgent } from '../support/sandboxAgent.js';
import { until } from '../support/temp.js';
import { add, forget, inside, warnings } from './inside.js';

describe("editing a sandbox's configuration", () => {
  let services: Services;
  let model: Model;
  let server: Opencode;
  let agent: SandboxAgent;
  let proxied: SandboxAgent;
  let sandbox: Sandbox;
  let plainSandbox: Sandbox;
  let proxiedSandbox: Sandbox;
  before(async () => {
    services = await inside();
    model = await startModel();
    // Sandbox Agent proxies without credentials.
    server = await startOpencode({ model, password: null });
    [agent, proxied] = await Promise.all([
      startSandboxAgent(),
      startSandboxAgent({ env: { OPENCODE_COMPAT_PROXY_URL: server.url } }),
    ]);
    await server.json('/global/config', { provider: { mine: { options: { apiKey: 'sk-canary' } } } }, 'PATCH');
    sandbox = await add(services, server.url, undefined, 'Config box');
    plainSandbox = await add(services, agent.origin, agent.token, 'Config agent');
    proxiedSandbox = await add(services, proxied.origin, proxied.token, 'Config proxied');
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const each of [sandbox, plainSandbox, proxiedSandbox]) await forget(services, each);
    await Promise.all([server.dispose(), agent.dispose(), proxied.dispose()]);
    await model.close();
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  /** A changed configuration restarts OpenCode's instance, whose first answers may take longer than a call may. */
  const warm = (): Promise<unknown> =>
    Promise.all(
      ['/doc', '/global/config', '/config', '/provider', '/agent', '/command'].map(async (path) =>
        (await server.fetch(path)).text(),
      ),
    );
  const open = async (of: Sandbox): Promise<vscode.TextDocument> => {
    await warm();
    const warned = warnings(services);
    await vscode.commands.executeCommand('opencodeSandbox.editConfiguration', { sandboxId: of.profile.id });
    warned.dispose();
    const uri = configUri(of).toString();
    return until(`it is in front (warnings: ${warned.told.join(' ')})`, () => {
      const document = vscode.window.activeTextEditor?.document;
      return document?.uri.toString() === uri && document;
    });
  };
  const put = async (document: vscode.TextDocument, change: object): Promise<void> => {
    const edit = new vscode.WorkspaceEdit();
    const text = { ...(JSON.parse(document.getText()) as object), ...change };
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), JSON.stringify(text, null, 2));
    assert.ok(await vscode.workspace.applyEdit(edit));
  };
  const config = (): Promise<Record<string, unknown>> => server.json('/global/config');

  it('shows it as JSON without its secrets', async () => {
    const document = await open(sandbox);
    assert.equal(document.languageId, 'json');
    assert.match(document.getText(), /"apiKey": "••••/);
    assert.ok(!document.getText().includes('sk-canary'));
  });

  it('sends the changes on save, and leaves secrets unchanged', async () => {
    const document = await open(sandbox);
    await put(document, {
      username: 'anna',
      small_model: 'a/b',
      provider: { mine: { options: { apiKey: 'sk-new' } } },
    });
    assert.ok(await document.save());
    await until('the new secret is masked too', () => !document.getText().includes('sk-new'));
    const { username, provider } = await config();
    assert.deepEqual([username, provider], ['anna', { mine: { options: { apiKey: 'sk-new' } } }]);
    await until('it is connected again', () => sandbox.connection.phase === 'connected');
  });

  it('keeps the text if the server refuses it', async () => {
    const document = await open(sandbox);
    await put(document, { autoupdate: 'perhaps' });
    assert.equal(await document.save(), false);
    assert.ok(document.isDirty);
    assert.match(document.getText(), /perhaps/);
    assert.equal((await config())['autoupdate'], undefined);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('refuses invalid JSON and removed settings, which the server does not support', async () => {
    const { uri } = await open(sandbox);
    const before = await config();
    for (const text of ['{ "model": ', '[]', '{}'])
      await assert.rejects(async () => vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text)), text);
    assert.deepEqual(await config(), before);
  });

  it('validates it with the schema of the server while it is edited', async () => {
    const document = await open(sandbox);
    await put(document, { autoupdate: 5 });
    await until('VS Code finds the mistake', () =>
      vscode.languages.getDiagnostics(document.uri).some(({ range }) => document.getText(range) === '5'),
    );
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('is not offered for a server without a configuration', async () => {
    await vscode.commands.executeCommand('opencodeSandbox.editConfiguration', { sandboxId: plainSandbox.profile.id });
    assert.equal(vscode.window.activeTextEditor?.document.uri.scheme === 'opencode-sandbox-config', false);
  });

  it('reaches the OpenCode server behind a Sandbox Agent that proxies to one', async () => {
    await warm();
    await until('its commands are known', () => proxiedSandbox.store.state.catalog.commands.length > 0);
    const document = await open(proxiedSandbox);
    await put(document, { username: 'through the proxy' });
    assert.ok(await document.save());
    assert.equal((await config())['username'], 'through the proxy');
  });
});
