import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Sandbox } from '../../src/core/sandbox/sandbox.js';
import { configUri, ConfigDocuments } from '../../src/host/features/config/document.js';
import { fileNotFound, noPermissions, refused, unavailable } from '../../src/host/vscode/fileSystemErrors.js';
import { fileUri } from '../../src/host/features/files/fileSystem.js';
import type { Services } from '../../src/host/services/index.js';
import { treeItem } from '../../src/host/features/sessions/item.js';
import { startModel, type Model } from '../support/model.js';
import { startOpencode, type Opencode } from '../support/opencode.js';
import { startProxy, type Proxy } from '../support/proxy.js';
import { makeRepository, type Repository } from '../support/repository.js';
import { until } from '../support/temp.js';
import { add, forget, inside } from './inside.js';

/** How VS Code finds links in its notifications. */
const LINK = /\[[^\]]+\]\((?:https?:\/\/|command:|file:)[^)\s]+/i;
const HOSTILE = '[Sign in again](command:workbench.action.terminal.sendSequence?%7B%22text%22%3A%22id%5Cn%22%7D)';
const BODY = JSON.stringify({ name: 'BadRequest', data: { message: `Refused. ${HOSTILE}` } });

const messageOf = (work: Thenable<unknown>): Promise<string> =>
  Promise.resolve(work).then(
    () => assert.fail('it was not refused'),
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

/** A server that was just started may need longer for its first answers than we wait. */
const settled = (work: Thenable<unknown>): Promise<boolean> =>
  Promise.resolve(work).then(
    () => true,
    () => false,
  );

describe('the text of a server’s refusal', () => {
  let services: Services;
  let model: Model;
  let repository: Repository;
  let server: Opencode;
  let proxy: Proxy;
  let sandbox: Sandbox;
  before(async () => {
    services = await inside();
    model = await startModel();
    repository = makeRepository({ 'src/a.ts': 'a\n', '[x](command:y).txt': 'b\n' });
    server = await startOpencode({ model, workspace: repository.path, password: 'secret' });
    proxy = await startProxy({ target: server.url });
    // The first answers of a server take their time.
    for (const path of ['/global/config', `/file?path=.&directory=${encodeURIComponent(repository.path)}`])
      await server.json(path);
    sandbox = await add(services, proxy.url, server.password, 'Plain [words](command:x)');
  });
  after(async () => {
    await forget(services, sandbox);
    await proxy.close();
    await server.dispose();
    await model.close();
    repository.remove();
  });
  afterEach(() => proxy.pass());

  it('stays plain text when the configuration is saved', async () => {
    const documents: vscode.FileSystemProvider & vscode.Disposable = new ConfigDocuments(services);
    const uri = configUri(sandbox);
    const content = await until('the configuration is read', async () =>
      Promise.resolve(documents.readFile(uri)).catch(() => undefined),
    );
    const text = { ...(JSON.parse(new TextDecoder().decode(content)) as object), username: 'anna' };
    const headers = { 'content-type': 'application/json' };
    proxy.answer({ status: 400, body: BODY, headers, match: 'PATCH /global/config' });
    const options = { create: false, overwrite: true };
    const message = await messageOf(
      Promise.resolve(documents.writeFile(uri, new TextEncoder().encode(JSON.stringify(text)), options)),
    );
    documents.dispose();
    assert.match(message, /Sign in again/);
    assert.doesNotMatch(message, LINK);
  });

  for (const status of [400, 403])
    it(`stays plain text when reading a file fails with ${status}`, async () => {
      const answer = { status, body: BODY, headers: { 'content-type': 'application/json' } };
      const uri = fileUri(sandbox, `${repository.path}/src/a.ts`);
      await until('the file is read', () => settled(vscode.workspace.fs.readFile(uri)), 40_000);
      proxy.answer({ ...answer, match: /GET .*\/(file\/content|api\/fs\/read)/ });
      const message = await messageOf(vscode.workspace.fs.readFile(uri));
      if (status === 400) assert.match(message, /Sign in again/);
      assert.doesNotMatch(message, LINK);
    });

  it('stays plain text in every error of the file system', () => {
    const uri = vscode.Uri.from({ scheme: 'opencode-sandbox', authority: 'x', path: `/${HOSTILE}` });
    for (const error of [
      fileNotFound(uri),
      noPermissions(uri),
      noPermissions(HOSTILE),
      unavailable(HOSTILE),
      refused(HOSTILE),
    ])
      assert.doesNotMatch(error.message, LINK);
  });

  it('never makes a file writable whose name VS Code would show as a link', async () => {
    const uri = fileUri(sandbox, `${repository.path}/[x](command:y).txt`);
    assert.equal((await vscode.workspace.fs.stat(uri)).permissions, vscode.FilePermission.Readonly);
  });

  it('is a string in tooltips, which VS Code does not parse', async () => {
    const session = await sandbox.newSession();
    await sandbox.rename(session.id, HOSTILE);
    for (const row of [
      { kind: 'sandbox' as const, sandboxId: sandbox.profile.id },
      { kind: 'session' as const, sandboxId: sandbox.profile.id, sessionId: session.id },
    ])
      assert.equal(typeof treeItem(sandbox, row, Date.now()).tooltip, 'string');
  });
});
