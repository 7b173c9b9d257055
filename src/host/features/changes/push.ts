import * as vscode from 'vscode';
import { visiblePath } from '../../../shared/text/invisible.js';
import { Failure } from '../../../core/failure.js';
import { withSandbox } from '../../services/errorReporter.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { AppliedFiles } from '../../services/appliedFiles.js';
import { withCancel } from '../../vscode/progress.js';
import { localPath, type Mapping } from './folderMapping.js';
import { localWork } from './localWork.js';
import type { LocalChange } from '../../platform/node/workingTree/localChanges.js';
import { diskPath } from '../../platform/node/diskPath.js';
import { sendChanges } from './send.js';
import { files } from './labels.js';
import { showInfo, showWarning } from '../../vscode/notifications.js';

interface Item extends vscode.QuickPickItem {
  readonly change?: LocalChange;
}

const mark = { added: 'diff-added', modified: 'diff-modified', deleted: 'diff-removed' } as const;

function itemsOf(changes: readonly LocalChange[]): readonly Item[] {
  const isPlain = (change: LocalChange): boolean => change.secrets.length === 0 && change.caution === undefined;
  const item = (change: LocalChange): Item => ({
    label: `$(${mark[change.status]}) ${visiblePath(change.path)}`,
    description: [
      ...[change.problem, change.caution].map((why) => (why === undefined ? undefined : vscode.l10n.t(why))),
      ...change.secrets.map((sign) => vscode.l10n.t('possible secret: {0}', vscode.l10n.t(sign.why))),
    ]
      .filter((word) => word !== undefined)
      .join(' · '),
    picked: change.problem === undefined && isPlain(change),
    change,
  });
  const group = (label: string, members: readonly LocalChange[]): readonly Item[] =>
    members.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...members.map(item)];
  const fine = changes.filter((change) => change.problem === undefined);
  return [
    ...group(vscode.l10n.t('Changed against HEAD'), fine.filter(isPlain)),
    ...group(
      vscode.l10n.t('Possible secrets (not sent unless selected)'),
      fine.filter((change) => change.secrets.length > 0),
    ),
    ...group(
      vscode.l10n.t('Not sent unless you choose them'),
      fine.filter((change) => change.secrets.length === 0 && change.caution !== undefined),
    ),
    ...group(
      vscode.l10n.t('Cannot be sent'),
      changes.filter((change) => change.problem !== undefined),
    ),
  ];
}

/**
 * Shows local differences, asks for confirmation, and applies them in the sandbox; returns the sent files, undefined if
 * canceled.
 */
export async function pushChanges(
  sandbox: Sandbox,
  mapping: Mapping,
  applied: AppliedFiles,
): Promise<readonly string[] | undefined> {
  const folder = diskPath(mapping.folder.uri);
  const server = await sandbox.ready();
  const { patches } = server;
  if (patches === undefined) throw new Failure('rejected', vscode.l10n.t('This server cannot apply patches.'));
  const changes = await withCancel(vscode.l10n.t('Reading local changes'), (signal) =>
    localWork(mapping, sandbox.profile.id, applied, signal),
  );
  if (changes.length === 0) {
    void showInfo(vscode.l10n.t('There are no local changes to send: this folder matches its last commit.'));
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(itemsOf(changes), {
    title: vscode.l10n.t('Send local changes to {0}', sandbox.profile.name),
    placeHolder: vscode.l10n.t('Choose what to send, then press Enter. Nothing has been sent yet.'),
    canPickMany: true,
    ignoreFocusOut: true,
  });
  const chosen = (picked ?? []).flatMap((item) =>
    item.change === undefined || item.change.problem !== undefined ? [] : [item.change],
  );
  const sent = await withoutSecrets(chosen, sandbox.profile.name);
  if (sent.length === 0) return undefined;
  const misfits = await withSandbox(sandbox, () =>
    withCancel(vscode.l10n.t('Sending {0}', files(sent.length)), (signal) =>
      sendChanges({ files: server.files, patches }, mapping.root, sent, signal),
    ),
  );
  if (misfits.length > 0) {
    void showWarning(
      vscode.l10n.t(
        'Nothing was changed in {0}, because your changes to {1} do not apply there.',
        sandbox.profile.name,
        files(misfits.length),
      ),
      {
        modal: true,
        detail: misfits.map(({ path, reason }) => `${visiblePath(path)}: ${vscode.l10n.t(reason)}`).join('\n'),
      },
    );
    return undefined;
  }
  const paths = sent.flatMap((change) => localPath(mapping, change.path) ?? []);
  await applied.recordSent(folder, sandbox.profile.id, paths);
  void showInfo(vscode.l10n.t('Sent {0} to {1}.', files(sent.length), sandbox.profile.name));
  return sent.map((change) => change.path);
}

/** Asks about possible secrets; returns the changes to send, none if canceled. */
async function withoutSecrets(chosen: readonly LocalChange[], name: string): Promise<readonly LocalChange[]> {
  const secrets = chosen.flatMap((change) => change.secrets);
  if (secrets.length === 0) return chosen;
  const without = vscode.l10n.t('Skip These');
  const send = vscode.l10n.t('Send Anyway');
  const detail = secrets.map((sign) => `${visiblePath(sign.path)}: ${vscode.l10n.t(sign.why)}`).join('\n');
  // The first button has the focus: Enter, still held down from the previous choice, must not send unread content.
  const answer = await showWarning(
    vscode.l10n.t('Possible secrets would be sent to {0}.', name),
    { modal: true, detail },
    without,
    send,
  );
  if (answer === send) return chosen;
  return answer === without ? chosen.filter((change) => change.secrets.length === 0) : [];
}
