import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { createEmitter } from '../../src/core/emitter.js';
import { createSandboxes } from '../../src/core/sandbox/sandboxes.js';
import type { Sandbox } from '../../src/core/sandbox/sandbox.js';
import { sandboxId, type SessionId } from '../../src/shared/model/ids.js';
import { createDiffDocuments, sideUri } from '../../src/host/features/changes/diffDocuments.js';
import { SandboxFiles, fileUri, followEdits } from '../../src/host/features/files/fileSystem.js';
import { createTerminal } from '../../src/host/features/terminal/pty.js';
import { runLine } from '../../src/host/features/terminal/runLine.js';
import { connectTestSandbox } from '../support/testSandbox.js';
import { startModel, type Model } from '../support/model.js';
import { startOpencode, type Opencode } from '../support/opencode.js';
import { startProxy, type Proxy } from '../support/proxy.js';
import { startSandboxAgent, type SandboxAgent } from '../support/sandboxAgent.js';
import { makeRepository, type Repository } from '../support/repository.js';
import { until } from '../support/temp.js';
import { rested } from '../support/watch.js';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const listOf = (sandbox: Sandbox) => {
  const list = createSandboxes(() => sandbox, { changed: createEmitter(), updated: createEmitter() });
  list.sync([sandbox.profile]);
  return list;
};
const code = async (work: Promise<unknown> | Thenable<unknown>): Promise<string> =>
  Promise.resolve(work).then(
    () => 'no error',
    (error: unknown) => (error instanceof vscode.FileSystemError ? error.code : String(error)),
  );

describe('files, diffs and terminals of a real OpenCode server in a real editor', () => {
  let model: Model;
  let server: Opencode;
  let proxy: Proxy;
  let remote: Repository;
  let sandbox: Sandbox;
  let bag: vscode.Disposable;
  let sides: ReturnType<typeof createDiffDocuments>;

  before(async () => {
    model = await startModel({
      scripts: {
        work: [
          {
            tools: [
              {
                name: 'bash',
                args: {
                  command: `sed -i 's/two/zwei/' bom.txt; rm gone.txt; printf 'new' > 'neu ü.txt'`,
                  description: 'work',
                },
              },
            ],
          },
          { text: 'Done.' },
        ],
      },
    });
    remote = makeRepository({
      'src/a.ts': 'export const a = 1;\n',
      'bom.txt': '\ufeffone\ntwo\n',
      'gone.txt': 'x\n',
      'ordner mit ü/dätei.txt': 'ü',
      'bin.dat': new Uint8Array([0, 1, 255]),
    });
    server = await startOpencode({ model, workspace: remote.path });
    proxy = await startProxy({ target: server.url });
    sandbox = await connectTestSandbox({ url: proxy.url, secret: 'pw' });
    const list = listOf(sandbox);
    const files = new SandboxFiles(list, () => false);
    sides = createDiffDocuments(list);
    // Schemes of the test's own, so that the extension's stay its own.
    bag = vscode.Disposable.from(
      vscode.workspace.registerFileSystemProvider('test-sandbox', files, { isCaseSensitive: true }),
      vscode.workspace.registerFileSystemProvider('test-change', sides, { isCaseSensitive: true, isReadonly: true }),
      followEdits(list, files),
      files,
      sides,
    );
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    bag?.dispose();
    sandbox?.dispose();
    await proxy?.close();
    await server?.dispose();
    await model?.close();
    remote?.remove();
  });
  const at = (path: string): vscode.Uri => fileUri(sandbox, `${remote.path}/${path}`).with({ scheme: 'test-sandbox' });

  describe('files', () => {
    it('are read byte for byte, whatever their name', async () => {
      for (const name of ['src/a.ts', 'bom.txt', 'ordner mit ü/dätei.txt', 'bin.dat'])
        assert.deepEqual(Buffer.from(await vscode.workspace.fs.readFile(at(name))), remote.bytes(name), name);
    });
    it('open in an editor, with the language of their name', async () => {
      const document = await vscode.workspace.openTextDocument(at('src/a.ts'));
      assert.equal(document.getText(), 'export const a = 1;\n');
      assert.equal(document.languageId, 'typescript');
    });
    it('are listed, including parent folders', async () => {
      const names = (await vscode.workspace.fs.readDirectory(at('ordner mit ü'))).map(
        ([name, type]) => `${name}:${type}`,
      );
      assert.deepEqual(names, ['dätei.txt:1']);
      const root = await vscode.workspace.fs.stat(
        vscode.Uri.from({ scheme: 'test-sandbox', authority: sandbox.profile.id, path: '/' }),
      );
      assert.equal(root.type, vscode.FileType.Directory);
    });
    it('are not found if they do not exist', async () => {
      assert.equal(await code(vscode.workspace.fs.stat(at('missing.txt'))), 'FileNotFound');
      assert.equal(await code(vscode.workspace.fs.stat(at('missing/deep.txt'))), 'FileNotFound');
      assert.equal(await code(vscode.workspace.fs.readFile(at('missing.txt'))), 'FileNotFound');
    });
    it("outside the sandbox's directories are not found", async () => {
      assert.equal(
        await code(vscode.workspace.fs.readFile(fileUri(sandbox, '/etc/hostname').with({ scheme: 'test-sandbox' }))),
        'FileNotFound',
      );
    });
    it('are read-only if the server cannot write', async () => {
      const stat = await vscode.workspace.fs.stat(at('src/a.ts'));
      assert.equal(stat.permissions, vscode.FilePermission.Readonly);
      assert.equal(await code(vscode.workspace.fs.writeFile(at('src/a.ts'), new Uint8Array([1]))), 'NoPermissions');
      assert.equal(remote.read('src/a.ts'), 'export const a = 1;\n');
    });
  });

  it('show both sides of a change byte for byte in the diff editor, and follow a later turn', async () => {
    const { id } = await sandbox.newSession();
    sandbox.openTranscript(id);
    const turn = async (session: SessionId): Promise<void> => {
      await sandbox.send(session, { text: '[[work]]', attachments: [] });
      await model.asked('work', 1);
      await rested(sandbox, session);
    };
    await turn(id);
    const set = await sides.load(sandbox, id, 'session');
    const file = set.file('bom.txt');
    assert.ok(file !== undefined);
    const uri = (side: 'before' | 'after'): vscode.Uri =>
      sideUri(set, file, side).with({ scheme: 'opencode-sandbox-change' });
    assert.deepEqual(Buffer.from(await sides.readFile(uri('after'))), remote.bytes('bom.txt'));
    assert.equal(text(await sides.readFile(uri('before'))), '\ufeffone\ntwo\n');
    assert.deepEqual(set.files.map((each) => each.path).toSorted(), ['bom.txt', 'gone.txt', 'neu ü.txt']);
  });

  describe('a terminal', () => {
    /** A terminal with what it printed so far. */
    const open = () => {
      const pty = createTerminal(async () => {
        const { terminals } = await sandbox.ready();
        return terminals?.open({ directory: remote.path, title: 'Test' }) ?? assert.fail();
      });
      let printed = '';
      let exit: { code: number | undefined } | undefined;
      pty.onDidWrite((text) => (printed += text));
      pty.onDidClose?.((code) => (exit = { code: code ?? undefined }));
      pty.open({ rows: 33, columns: 111 });
      return {
        pty,
        printed: () => printed,
        sees: (what: string | RegExp) =>
          until(
            `${what} in ${JSON.stringify(printed.slice(-500))}`,
            () => (typeof what === 'string' ? printed.includes(what) : what.test(printed)) || undefined,
          ),
        ended: () => until('the end', () => exit),
      };
    };

    it('takes input, has the size of its editor, and ends with the exit code', async () => {
      const terminal = open();
      terminal.pty.handleInput?.('echo "sum $((40+2))"\r');
      await terminal.sees('sum 42');
      // The size does not reach the shell through its input, so repeat the query until it is there.
      const hasSize = (size: string): Promise<true> =>
        until(`the size ${size}`, async () => {
          terminal.pty.handleInput?.('stty size\r');
          await new Promise((resolve) => setTimeout(resolve, 100));
          return terminal.printed().includes(size) || undefined;
        });
      await hasSize('33 111');
      terminal.pty.setDimensions?.({ rows: 21, columns: 77 });
      await hasSize('21 77');
      terminal.pty.handleInput?.('exit 7\r');
      assert.deepEqual(await terminal.ended(), { code: 7 });
    });

    it('continues after a connection loss', async () => {
      const terminal = open();
      terminal.pty.handleInput?.('echo "first $((1+1))"\r');
      await terminal.sees('first 2');
      proxy.drop('rst', (request) => request.path.includes('/connect'));
      await terminal.sees('Connecting again');
      terminal.pty.handleInput?.('echo "second $((2+2))"\r');
      await terminal.sees('second 4');
      assert.equal(terminal.printed().split('first 2').length, 2);
      terminal.pty.handleInput?.('exit\r');
      await terminal.ended();
    });

    it('never sends the password in a URL', () => {
      assert.ok(proxy.requests.some((request) => request.upgrade));
      for (const { path } of proxy.requests)
        assert.ok(
          !path.split(/[^A-Za-z0-9]+/).includes('pw') && !path.includes(Buffer.from('opencode:pw').toString('base64')),
          path,
        );
    });
  });
});

describe('files of a real Sandbox Agent in a real editor', () => {
  let server: SandboxAgent;
  let sandbox: Sandbox;
  let remote: Repository;
  let bag: vscode.Disposable;
  before(async () => {
    remote = makeRepository({ 'src/a.ts': 'a\n' });
    server = await startSandboxAgent({ workspace: remote.path });
    sandbox = await connectTestSandbox({ url: server.url, secret: 'token', directory: remote.path });
    const files = new SandboxFiles(listOf(sandbox), () => true);
    bag = vscode.Disposable.from(
      vscode.workspace.registerFileSystemProvider('test-agent', files, { isCaseSensitive: true }),
      files,
    );
  });
  after(async () => {
    bag?.dispose();
    sandbox?.dispose();
    await server?.dispose();
    remote?.remove();
  });
  const at = (path: string): vscode.Uri =>
    vscode.Uri.from({ scheme: 'test-agent', authority: sandboxId('box'), path: `${remote.path}/${path}` });

  it('are written, created, renamed and deleted', async () => {
    await vscode.workspace.fs.writeFile(at('src/a.ts'), Buffer.from('changed ü'));
    assert.equal(remote.read('src/a.ts'), 'changed ü');
    await vscode.workspace.fs.createDirectory(at('neu ü'));
    await vscode.workspace.fs.writeFile(at('neu ü/b.txt'), Buffer.from([0, 255]));
    assert.deepEqual([...remote.bytes('neu ü/b.txt')], [0, 255]);
    await vscode.workspace.fs.rename(at('neu ü/b.txt'), at('c.txt'));
    assert.deepEqual([...remote.bytes('c.txt')], [0, 255]);
    await vscode.workspace.fs.delete(at('c.txt'));
    assert.equal(await code(vscode.workspace.fs.stat(at('c.txt'))), 'FileNotFound');
  });
  it('are edited and saved in an editor', async () => {
    const document = await vscode.workspace.openTextDocument(at('src/a.ts'));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'typed ');
    await vscode.workspace.applyEdit(edit);
    assert.ok(await document.save());
    assert.equal(remote.read('src/a.ts'), 'typed changed ü');
  });
  it('have a terminal beside them, which ends with the exit code', async () => {
    const pty = createTerminal(async () => {
      const { terminals } = await sandbox.ready();
      return terminals?.open({ directory: remote.path, title: 'Test' }) ?? assert.fail();
    });
    let printed = '';
    let exit: { code: number | undefined } | undefined;
    pty.onDidWrite((written) => (printed += written));
    pty.onDidClose?.((ended) => (exit = { code: ended ?? undefined }));
    pty.open({ rows: 33, columns: 111 });
    pty.handleInput?.('echo "sum $((40+2))"\r');
    await until(`a sum in ${JSON.stringify(printed)}`, () => printed.includes('sum 42') || undefined);
    pty.handleInput?.('exit 7\r');
    assert.deepEqual(await until('the end', () => exit), { code: 7 });
  });
  it('run a line in a terminal that stays open', async () => {
    await runLine(sandbox, remote.path, 'echo "sum $((40+2))" > sum.txt; exit 3', () => undefined);
    await until('the file', () => existsSync(`${remote.path}/sum.txt`) || undefined);
    const shown = vscode.window.terminals.find(({ name }) => name.includes('echo "sum'));
    assert.equal(shown?.exitStatus, undefined);
    shown?.dispose();
  });
});
