import * as vscode from 'vscode';
import type { Services } from '../../services/index.js';
import { isOnDisk } from '../../platform/node/diskPath.js';
import { pathOf } from '../../vscode/excerpt.js';

const { l10n } = vscode;

type SourceCommand =
  | 'sendSelection'
  | 'sendFile'
  | 'sendDiagnostics'
  | 'sendFolder'
  | 'sendChanges'
  | 'sendBranch'
  | 'sendTerminalSelection'
  | 'sendTemplate';

interface Source extends vscode.QuickPickItem {
  readonly command: SourceCommand;
}

/** The content that can currently be sent. */
function sources(): readonly Source[] {
  const editor = vscode.window.activeTextEditor;
  const source = (label: string, icon: string, command: SourceCommand, description = ''): Source => ({
    label,
    description,
    iconPath: new vscode.ThemeIcon(icon),
    command,
  });
  const path = editor === undefined ? '' : pathOf(editor.document.uri);
  const problems = editor === undefined ? 0 : vscode.languages.getDiagnostics(editor.document.uri).length;
  const git = vscode.workspace.workspaceFolders?.some(({ uri }) => isOnDisk(uri)) === true;
  return [
    ...(editor === undefined
      ? []
      : [
          source(l10n.t('Selection'), 'selection', 'sendSelection', path),
          source(l10n.t('This file'), 'file', 'sendFile', path),
        ]),
    ...(problems === 0
      ? []
      : [source(l10n.t('Problems of this file'), 'warning', 'sendDiagnostics', String(problems))]),
    ...(vscode.workspace.workspaceFolders === undefined ? [] : [source(l10n.t('A folder…'), 'folder', 'sendFolder')]),
    ...(git
      ? [
          source(l10n.t('Local changes'), 'diff', 'sendChanges', l10n.t('as a diff')),
          source(l10n.t('The current branch'), 'git-branch', 'sendBranch', l10n.t('commits and diff')),
        ]
      : []),
    ...(vscode.window.activeTerminal === undefined
      ? []
      : [source(l10n.t('The selection in the terminal'), 'terminal', 'sendTerminalSelection')]),
    source(l10n.t('A prompt from a template…'), 'lightbulb', 'sendTemplate'),
  ];
}

/** Lets the user choose what to send. */
export async function chooseSource({ commands }: Services): Promise<void> {
  const title = l10n.t('Send to Sandbox');
  const chosen = await vscode.window.showQuickPick(sources(), {
    title,
    placeHolder: l10n.t('What do you want to send?'),
  });
  if (chosen !== undefined) await commands.run(chosen.command);
}
