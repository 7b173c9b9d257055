import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandId } from '../../src/host/vscode/ids.js';
import { COMMAND_NAMES } from '../support/commandNames.js';

const extension = () => vscode.extensions.getExtension('opencode-sandbox.opencode-sandbox');

describe('the extension in its host', () => {
  it('activates and registers exactly the commands of its table', async () => {
    await extension()?.activate();
    const all = await vscode.commands.getCommands(true);
    const views = /\.(focus|open|resetViewLocation|removeView|toggleVisibility)$/;
    const ours = all.filter((id) => id.startsWith('opencodeSandbox.') && !views.test(id));
    assert.deepEqual(ours.toSorted(), COMMAND_NAMES.map(commandId).toSorted());
  });

  it('contributes each of them with a title', () => {
    const manifest: unknown = extension()?.packageJSON;
    const contributed = (manifest as { contributes: { commands: { command: string; title: string }[] } }).contributes
      .commands;
    assert.deepEqual(contributed.map((one) => one.command).toSorted(), COMMAND_NAMES.map(commandId).toSorted());
    for (const { title } of contributed) assert.ok(title.length > 2 && !title.startsWith('%'), title);
  });
});
