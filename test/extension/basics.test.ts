import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMANDS, commandId } from '../../src/host/vscode/ids.js';

const extension = () => vscode.extensions.getExtension('opencode-sandbox.opencode-sandbox');

describe('the extension in its host', () => {
  it('activates and registers exactly the commands of its table', async () => {
    await extension()?.activate();
    const all = await vscode.commands.getCommands(true);
    const views = /\.(focus|open|resetViewLocation|removeView|toggleVisibility)$/;
    const ours = all.filter((id) => id.startsWith('opencodeSandbox.') && !views.test(id));
    assert.deepEqual(ours.toSorted(), COMMANDS.map(commandId).toSorted());
  });

  it('contributes each of them with a title', () => {
    const manifest: unknown = extension()?.packageJSON;
    const contributed = (manifest as { contributes: { commands: { command: string; title: string }[] } }).contributes
      .commands;
    // One is for links inside the product only: it takes arguments that nobody can type.
    const inside = commandId('openPath');
    const expected = COMMANDS.map(commandId).filter((id) => id !== inside);
    assert.deepEqual(
      contributed
        .map((one) => one.command)
        .filter((id) => id !== inside)
        .toSorted(),
      expected.toSorted(),
    );
    for (const { title } of contributed) assert.ok(title.length > 2 && !title.startsWith('%'), title);
  });
});
