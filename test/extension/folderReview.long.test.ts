import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Sandbox } from '../../src/core/sandbox/sandbox.js';
import type { Services } from '../../src/host/services/index.js';
import { commandId, type CommandName } from '../../src/host/vscode/ids.js';
import { startModel, type Model } from '../support/model.js';
import { startOpencode, type Opencode } from '../support/opencode.js';
import { until } from '../support/temp.js';
import { add, forget, inside } from './inside.js';

const run = (name: CommandName, ...args: readonly unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(commandId(name), ...args);
const label = (): string => vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '';

describe('a review of a folder, with several sandboxes and a new session in the chat', () => {
  let services: Services;
  let model: Model;
  const servers: Opencode[] = [];
  const sandboxes: Sandbox[] = [];
  before(async () => {
    services = await inside();
    model = await startModel({});
    for (const name of ['First', 'Second']) {
      const server = await startOpencode({ model, password: 'secret' });
      servers.push(server);
      sandboxes.push(await add(services, server.url, server.password, name));
      writeFileSync(join(server.workspace, 'notes.txt'), `of ${name}\n`);
    }
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const sandbox of sandboxes) await forget(services, sandbox);
    for (const server of servers) await server.dispose();
    await model.close();
  });

  const second = (): Sandbox => {
    const sandbox = sandboxes[1];
    assert.ok(sandbox);
    return sandbox;
  };

  it('shows the working tree of the sandbox in the chat without a question', async () => {
    await services.chats.open({ sandboxId: second().profile.id });
    await run('reviewWorkingTree');
    await until('it is open', () => label().startsWith('Second (working tree against HEAD)'));
    assert.equal(second().store.state.sessions.size, 0, 'it needs no session');
  });

  it('sends its comments to a new session of that sandbox', async () => {
    const controller = vscode.comments.createCommentController('test', 'Test');
    try {
      const { id } = second().profile;
      const query = new URLSearchParams({ session: '', span: 'head', side: 'after', file: 'notes.txt' }).toString();
      const uri = vscode.Uri.from({ scheme: 'opencode-sandbox-change', authority: id, path: '/notes.txt', query });
      const thread = controller.createCommentThread(uri, new vscode.Range(0, 0, 0, 0), []);
      await run('addReviewComment', { thread, text: 'Say whose they are.' });
      await run('sendReviewComments');
      const asked = (): string | undefined =>
        model.requests.map(({ body }) => JSON.stringify(body)).find((text) => text.includes('Say whose'));
      await until('the model is asked', () => asked() !== undefined);
      assert.match(asked() ?? '', /notes\.txt:1.*> of Second.*Say whose they are/s);
      assert.equal(second().store.state.sessions.size, 1);
    } finally {
      controller.dispose();
    }
  });
});
