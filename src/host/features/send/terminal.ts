import * as vscode from 'vscode';
import { Failure } from '../../../core/failure.js';
import { fenced } from '../../../shared/text/fenced.js';
import type { SendPayload } from '../../../core/send/sendPayload.js';

const { l10n } = vscode;

/** The selection of the terminal. VS Code can only copy it to the clipboard, which is restored afterwards. */
export async function terminalParcel(): Promise<SendPayload> {
  const { clipboard } = vscode.env;
  const before = await clipboard.readText();
  await clipboard.writeText('');
  await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
  const selected = await clipboard.readText();
  await clipboard.writeText(before);
  if (selected.trim() === '') throw new Failure('rejected', l10n.t('Select the text to send in the terminal.'));
  const lines = selected.trimEnd().split('\n').length;
  const name = vscode.window.activeTerminal?.name ?? l10n.t('Terminal');
  const what = lines === 1 ? l10n.t('1 line of {0}', name) : l10n.t('{0} lines of {1}', lines, name);
  const text = `From a terminal:\n\n${fenced(selected.trimEnd(), 'console')}`;
  const size = new TextEncoder().encode(selected).length;
  return { what, attachments: [{ kind: 'text', name: what, text, size }], leftOut: [] };
}
