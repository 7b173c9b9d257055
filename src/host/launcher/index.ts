import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../core/emitter.js';
import { Failure } from '../../core/failure.js';
import type { SandboxId } from '../../shared/model/ids.js';
import { within } from '../report.js';
import type { Services } from '../services.js';
import { refOf } from '../target.js';
import { findProgram, type Program } from './find.js';
import { localId, startLocal, type LocalSandbox } from './local.js';

const { l10n } = vscode;

const INSTALL = 'https://opencode.ai/docs/#install';

/** The program to start: the only one found, or the one the user picks; says how to get one where there is none. */
async function chooseProgram({ settings }: Services): Promise<Program | undefined> {
  const found = (
    await Promise.all([
      findProgram('opencode', settings.opencodePath),
      findProgram('sandbox-agent', settings.sandboxAgentPath),
    ])
  ).filter((program) => program !== undefined);
  if (found.length === 0) {
    const how = l10n.t('How to Install OpenCode');
    const path = l10n.t('Set Its Path');
    const chosen = await vscode.window.showErrorMessage(
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
  if (found.length === 1) return found[0];
  const items = found.map((program) => ({
    label: program.kind === 'opencode' ? 'OpenCode' : 'Sandbox Agent',
    description: program.path,
    program,
  }));
  const title = l10n.t('Start Local Sandbox');
  return (await vscode.window.showQuickPick(items, { title, placeHolder: l10n.t('Which server?') }))?.program;
}

/** The folder it works in: the workspace's, or a chosen one. */
async function chooseFolder(): Promise<string | undefined> {
  const title = l10n.t('Start Local Sandbox');
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const items = [
    ...folders.map(({ name, uri }) => ({ label: name, description: uri.fsPath, folder: uri.fsPath })),
    { label: l10n.t('Another folder…'), description: '', folder: undefined },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: l10n.t('Which folder may the agent work in?'),
  });
  if (chosen === undefined || chosen.folder !== undefined) return chosen?.folder;
  const [uri] = (await vscode.window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, title })) ?? [];
  return uri?.fsPath;
}

/** Starting and stopping servers on this machine; they end with the window. */
export function register(services: Services): Disposable {
  const { commands } = services;
  const running = new Map<SandboxId, LocalSandbox>();
  let channel: vscode.OutputChannel | undefined;
  const output = (): vscode.OutputChannel =>
    (channel ??= vscode.window.createOutputChannel(l10n.t('OpenCode Sandbox: Local Server')));
  const keys = (): void => services.setContextKey('hasLocal', running.size > 0);

  const start = async (arg: unknown): Promise<void> => {
    if (!vscode.workspace.isTrusted)
      throw new Failure('rejected', l10n.t('Trust this workspace first: no server is started in an untrusted one.'));
    const program = await chooseProgram(services);
    if (program === undefined) return;
    const folder = typeof arg === 'string' ? arg : await chooseFolder();
    if (folder === undefined) return;
    // Both have one row and one secret: stopped later, the first would take them away from the second.
    running.get(localId(folder))?.dispose();
    running.delete(localId(folder));
    keys();
    const title = l10n.t('Starting a local sandbox');
    const local = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
      startLocal(services, program, folder, output(), (id) => {
        running.delete(id);
        keys();
      }),
    );
    running.set(local.profile.id, local);
    keys();
    const sandbox = services.sandboxes.get(local.profile.id);
    if (sandbox !== undefined) await within(sandbox, () => sandbox.ready());
  };

  const stop = async (arg: unknown): Promise<void> => {
    const ids = [...running.keys()];
    const named = refOf(arg)?.sandboxId;
    const items = ids.map((id) => ({ label: running.get(id)?.profile.name ?? id, id }));
    const id =
      named ??
      (ids.length <= 1
        ? ids[0]
        : (await vscode.window.showQuickPick(items, { title: l10n.t('Stop Local Sandbox') }))?.id);
    if (id === undefined) return;
    running.get(id)?.dispose();
    running.delete(id);
    keys();
  };

  return createBag(commands.register('startLocalSandbox', start), commands.register('stopLocalSandbox', stop), {
    dispose() {
      for (const local of running.values()) local.dispose();
      channel?.dispose();
    },
  });
}
