import * as vscode from 'vscode';
import type { BackgroundPort, BackgroundProcess } from '../../../core/agent/ports.js';
import { Failure, toFailure } from '../../../core/failure.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import { translate } from '../../services/labels.js';
import { listed } from '../../vscode/notifications.js';
import { openText } from '../../vscode/virtualDocuments.js';
import { plainOutput } from './plainOutput.js';

interface Item extends vscode.QuickPickItem {
  readonly process?: BackgroundProcess;
}

/** Lists the processes of a sandbox; Enter opens the output of a process, its button ends it or removes it from the list. */
export async function showProcesses(sandbox: Sandbox): Promise<void> {
  const background = (await sandbox.ready()).processes?.background;
  if (background === undefined)
    throw new Failure('rejected', vscode.l10n.t('This server does not list its processes.'));
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = vscode.l10n.t('Processes of {0}', sandbox.profile.name);
  pick.placeholder = vscode.l10n.t('Select a process to see its output');
  pick.matchOnDescription = true;
  const chosen = await choose(pick, background);
  if (chosen === undefined) return;
  const output = plainOutput(await background.output(chosen.id));
  await vscode.window.showTextDocument(openText(`${chosen.command.slice(0, 60)}.log`, output), { preview: true });
}

function choose(pick: vscode.QuickPick<Item>, background: BackgroundPort): Promise<BackgroundProcess | undefined> {
  const stop = { iconPath: new vscode.ThemeIcon('debug-stop'), tooltip: vscode.l10n.t('Stop') };
  const remove = { iconPath: new vscode.ThemeIcon('trash'), tooltip: vscode.l10n.t('Remove from List') };
  const note = (label: string): void => void (pick.items = [{ label, alwaysShow: true }]);
  const read = async (): Promise<void> => {
    pick.busy = true;
    try {
      const found = await background.list();
      if (found.length === 0) note(vscode.l10n.t('No processes.'));
      else
        pick.items = found.map((process) => ({
          label: `$(${process.isRunning ? 'sync' : 'circle-slash'}) ${listed(process.command)}`,
          description: [stateOf(process), listed(process.directory ?? '')].filter((part) => part !== '').join(' · '),
          buttons: [process.isRunning ? stop : remove],
          process,
        }));
    } catch (error) {
      note(`$(error) ${translate(toFailure(error).message)}`);
    } finally {
      pick.busy = false;
    }
  };
  pick.buttons = [{ iconPath: new vscode.ThemeIcon('refresh'), tooltip: vscode.l10n.t('Refresh') }];
  return new Promise((resolve) => {
    pick.onDidTriggerButton(() => void read());
    pick.onDidTriggerItemButton(({ item }) => {
      if (item.process === undefined) return;
      pick.busy = true;
      void background.stop(item.process.id).then(read, (error: unknown) => {
        pick.busy = false;
        note(`$(error) ${translate(toFailure(error).message)}`);
      });
    });
    pick.onDidAccept(() => {
      const process = pick.selectedItems[0]?.process;
      if (process === undefined) return;
      resolve(process);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
    void read();
  });
}

const stateOf = ({ isRunning, exitCode }: BackgroundProcess): string => {
  if (isRunning) return vscode.l10n.t('running');
  return exitCode === undefined ? vscode.l10n.t('ended') : vscode.l10n.t('ended with exit code {0}', exitCode);
};
