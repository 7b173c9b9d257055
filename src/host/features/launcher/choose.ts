import * as vscode from 'vscode';
import type { Services } from '../../services/index.js';
import { diskPath, displayPath, isOnDisk } from '../../platform/node/diskPath.js';
import { findProgram, withVersion, type LocalKind, type Program } from '../../platform/node/findProgram.js';
import { showError, showWarning } from '../../vscode/notifications.js';

const { l10n } = vscode;

const NAMES: Readonly<Record<LocalKind, string>> = {
  opencode: 'OpenCode 1',
  opencode2: 'OpenCode 2',
  'sandbox-agent': 'Sandbox Agent',
};

/** Whether the kinds are of the same program; an updated program still counts as the chosen one. */
const isSameProgram = (kind: LocalKind, wanted: LocalKind | undefined): boolean =>
  wanted !== undefined && (kind === 'sandbox-agent') === (wanted === 'sandbox-agent');

const INSTALL = 'https://opencode.ai/docs/#install';

/** Explains that the workspace is not trusted, with a button to manage trust. */
export async function showUntrusted(): Promise<void> {
  const manage = l10n.t('Manage Workspace Trust');
  const why = l10n.t('Trust this workspace first: servers are not started in untrusted workspaces.');
  if ((await showWarning(why, manage)) === manage) await vscode.commands.executeCommand('workbench.trust.manage');
}

/** The program to start: the requested one, the only one, or the one the user picks; explains how to install one if there is none. */
export async function chooseProgram(
  { settings }: Services,
  wanted: LocalKind | undefined,
): Promise<Program | undefined> {
  const programs = await Promise.all([
    findProgram('opencode', settings.opencodePath),
    findProgram('sandbox-agent', settings.sandboxAgentPath),
  ]);
  const found = await Promise.all(programs.filter((program) => program !== undefined).map(withVersion));
  if (found.length === 0) {
    const how = l10n.t('How to Install OpenCode');
    const path = l10n.t('Set Its Path');
    const chosen = await showError(
      l10n.t(
        'Neither OpenCode nor Sandbox Agent was found on PATH. Install one (npm install -g opencode-ai, or npm install -g @sandbox-agent/cli), or set its path.',
      ),
      how,
      path,
    );
    if (chosen === how) await vscode.env.openExternal(vscode.Uri.parse(INSTALL));
    if (chosen === path)
      await vscode.commands.executeCommand('workbench.action.openSettings', 'opencodeSandbox.opencodePath');
    return undefined;
  }
  const known = found.length === 1 ? found[0] : found.find(({ kind }) => isSameProgram(kind, wanted));
  if (known !== undefined) return known;
  const items = found.map((program) => ({
    label: NAMES[program.kind],
    description: program.path,
    program,
  }));
  const title = l10n.t('Start Local Sandbox');
  return (await vscode.window.showQuickPick(items, { title, placeHolder: l10n.t('Which server?') }))?.program;
}

/** The server's folder: the workspace folder, or one that the user picks. */
export async function chooseFolder(): Promise<string | undefined> {
  const title = l10n.t('Start Local Sandbox');
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => isOnDisk(uri));
  const items = [
    ...folders.map(({ name, uri }) => ({ label: name, description: displayPath(uri), folder: diskPath(uri) })),
    { label: l10n.t('Another folder…'), description: '', folder: undefined },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: l10n.t('Which folder may the agent work in?'),
  });
  if (chosen === undefined || chosen.folder !== undefined) return chosen?.folder;
  const [uri] = (await vscode.window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, title })) ?? [];
  return uri === undefined ? undefined : diskPath(uri);
}
