import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../../core/emitter.js';
import { Failure } from '../../../core/failure.js';
import type { SandboxId } from '../../../shared/model/ids.js';
import { withSandbox } from '../../services/errorReporter.js';
import type { Services } from '../../services/index.js';
import { parseSessionRef } from '../../services/commandTarget.js';
import { showProgress } from '../../vscode/progress.js';
import { chooseFolder, chooseProgram, showUntrusted } from './choose.js';
import type { LocalKind, Program } from '../../platform/node/findProgram.js';
import { createLocal, localId, type LocalSandbox } from './local.js';

const { l10n } = vscode;

/** Registers starting and stopping local servers, which end with the window. */
export function register(services: Services): Disposable {
  const { commands } = services;
  const running = new Map<SandboxId, LocalSandbox>();
  let channel: vscode.OutputChannel | undefined;
  const output = (): vscode.OutputChannel =>
    (channel ??= vscode.window.createOutputChannel(l10n.t('OpenCode Sandbox: Local Server')));
  const keys = (): void => services.setContextKey('hasLocal', running.size > 0);

  /** The server of the folder; if it runs another program, the new one starts after it has exited. */
  const localFor = (program: Program, folder: string): LocalSandbox => {
    const before = running.get(localId(folder, services.context));
    if (before?.program.path === program.path) return before;
    const local: LocalSandbox = createLocal(services, {
      program,
      folder,
      output: output(),
      after: before?.stop(),
      over: () => {
        if (running.get(local.id) === local) running.delete(local.id);
        keys();
      },
      again: () => services.commands.runWithErrorHandling('startLocalSandbox', () => start(folder, program.kind)),
    });
    running.set(local.id, local);
    keys();
    return local;
  };

  const start = async (arg: unknown, wanted?: LocalKind): Promise<void> => {
    if (!vscode.workspace.isTrusted) return showUntrusted();
    const program = await chooseProgram(services, wanted);
    if (program === undefined) return;
    const folder = typeof arg === 'string' ? arg : await chooseFolder();
    if (folder === undefined) return;
    const local = localFor(program, folder);
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: l10n.t('Starting {0}', local.name),
      cancellable: true,
    };
    const there = await showProgress(options, (_report, canceled) => {
      canceled.onCancellationRequested(() => local.stop());
      return local.start();
    });
    const sandbox = services.sandboxes.get(local.id);
    if (there) services.added.fire(local.id);
    if (there && sandbox !== undefined) await withSandbox(sandbox, () => sandbox.ready());
  };

  const stop = async (arg: unknown): Promise<void> => {
    const ids = [...running.keys()];
    const named = parseSessionRef(arg)?.sandboxId;
    if (named !== undefined && !running.has(named))
      throw new Failure('rejected', l10n.t('This local sandbox is no longer running.'));
    const items = ids.map((id) => ({ label: running.get(id)?.name ?? id, id }));
    const id =
      named ??
      (ids.length <= 1
        ? ids[0]
        : (await vscode.window.showQuickPick(items, { title: l10n.t('Stop Local Sandbox') }))?.id);
    if (id === undefined) return;
    await running.get(id)?.stop();
  };

  return createBag(commands.register('launcher', { startLocalSandbox: (arg) => start(arg), stopLocalSandbox: stop }), {
    dispose() {
      for (const local of [...running.values()]) local.dispose();
      channel?.dispose();
    },
  });
}
