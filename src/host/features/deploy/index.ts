import * as vscode from 'vscode';
import { DEPLOY_FILES, fillTemplate, isAppName, isRegion, type Deployment } from '../../../core/deploy.js';
import type { Disposable } from '../../../core/emitter.js';
import type { Services } from '../../services/index.js';
import { showInfo, showWarning } from '../../vscode/notifications.js';
import { displayPath, hasRemoteTerminals, isOnDisk } from '../../platform/node/diskPath.js';
import { placementOf } from '../../vscode/placement.js';
import { askText } from '../../vscode/inputBox.js';

const { l10n } = vscode;

async function ask(): Promise<Deployment | undefined> {
  const title = l10n.t('Deploy to Fly.io');
  const app = await askText({
    title,
    prompt: l10n.t('Name of the app. The sandbox will be at https://<name>.fly.dev/opencode.'),
    placeHolder: 'my-sandbox',
    ignoreFocusOut: true,
    validateInput: (text) =>
      isAppName(text) ? undefined : l10n.t('Use up to 30 lower-case letters, digits and dashes.'),
  });
  if (app === undefined) return undefined;
  const region = await askText({
    title,
    prompt: l10n.t('Region code. Run “fly platform regions” for a list.'),
    value: 'fra',
    ignoreFocusOut: true,
    validateInput: (text) => (isRegion(text) ? undefined : l10n.t('A region has three letters, such as fra or iad.')),
  });
  return region === undefined ? undefined : { app, region };
}

const exists = async (uri: vscode.Uri): Promise<boolean> =>
  Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );

/** The target folder; asks if it already contains some of the files. */
async function chooseFolder(app: string): Promise<vscode.Uri | undefined> {
  const title = l10n.t('Folder for the files of {0}', app);
  const [parent] = (await vscode.window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, title })) ?? [];
  if (parent === undefined) return undefined;
  const folder = vscode.Uri.joinPath(parent, app);
  const there = await Promise.all(DEPLOY_FILES.map((name) => exists(vscode.Uri.joinPath(folder, name))));
  if (!there.includes(true)) return folder;
  const replace = l10n.t('Replace');
  const answer = await showWarning(
    l10n.t('{0} already contains files of a deployment.', displayPath(folder)),
    { modal: true, detail: DEPLOY_FILES.filter((_, i) => there[i]).join('\n') },
    replace,
  );
  return answer === replace ? folder : undefined;
}

async function deploy({ context }: Services): Promise<void> {
  const deployment = await ask();
  if (deployment === undefined) return;
  const folder = await chooseFolder(deployment.app);
  if (folder === undefined) return;
  await vscode.workspace.fs.createDirectory(folder);
  for (const name of DEPLOY_FILES) {
    const source = vscode.Uri.joinPath(context.extensionUri, 'media', 'fly', name);
    const template = new TextDecoder().decode(await vscode.workspace.fs.readFile(source));
    const text = new TextEncoder().encode(fillTemplate(template, deployment));
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), text);
  }
  const readme = vscode.Uri.joinPath(folder, 'README.md');
  await vscode.commands.executeCommand('markdown.showPreview', readme);
  const terminal = l10n.t('Open Terminal There');
  const written = l10n.t(
    'The files of {0} have been written. The README has the commands that deploy it.',
    deployment.app,
  );
  // Terminals of a remote window cannot access a local folder.
  const answer = await showInfo(
    written,
    ...(isOnDisk(folder) && hasRemoteTerminals(placementOf(context)) ? [] : [terminal]),
  );
  if (answer === terminal) vscode.window.createTerminal({ name: deployment.app, cwd: folder }).show();
}

/** "Deploy to Fly.io": writes the files of a sandbox, which two commands deploy; sends nothing. */
export const register = (services: Services): Disposable =>
  services.commands.register('deploy', { deployToFly: () => deploy(services) });
