import * as vscode from 'vscode';
import type { AgentServer } from '../../core/agent/server.js';
import { contentOf } from '../../core/changes/content.js';
import { applyForward } from '../../core/changes/transform.js';
import { Failure } from '../../core/failure.js';
import { within } from '../report.js';
import type { Target } from '../target.js';
import { withCancel } from './apply.js';
import { git } from './git.js';
import type { Mapping } from './mapping.js';
import { outgoingChanges, type Outgoing } from './outgoing.js';
import { files, visible } from './words.js';

interface Item extends vscode.QuickPickItem {
  readonly change?: Outgoing;
}

const mark = { added: 'diff-added', modified: 'diff-modified', deleted: 'diff-removed' } as const;

function itemsOf(changes: readonly Outgoing[]): readonly Item[] {
  const item = (change: Outgoing): Item => ({
    label: `$(${mark[change.status]}) ${visible(change.path)}`,
    description: [
      change.problem,
      ...change.secrets.map((sign) => vscode.l10n.t('looks like a secret: {0}', vscode.l10n.t(sign.why))),
    ]
      .filter((word) => word !== undefined)
      .join(' · '),
    picked: change.problem === undefined && change.secrets.length === 0,
    change,
  });
  const group = (label: string, members: readonly Outgoing[]): readonly Item[] =>
    members.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...members.map(item)];
  const fine = changes.filter((change) => change.problem === undefined);
  return [
    ...group(
      vscode.l10n.t('Changed against HEAD'),
      fine.filter((change) => change.secrets.length === 0),
    ),
    ...group(
      vscode.l10n.t('Look like secrets: not sent unless you choose them'),
      fine.filter((change) => change.secrets.length > 0),
    ),
    ...group(
      vscode.l10n.t('Cannot be sent'),
      changes.filter((change) => change.problem !== undefined),
    ),
  ];
}

/** Shows what is different here, asks, and applies it in the sandbox; the files sent, undefined when the user did not want to. */
export async function pushChanges(target: Target, mapping: Mapping): Promise<readonly string[] | undefined> {
  const { sandbox } = target;
  const server = await sandbox.ready();
  if (!server.capabilities.applyPatch)
    throw new Failure('rejected', vscode.l10n.t('This server has no way to apply a patch.'));
  const changes = await withCancel(vscode.l10n.t('Reading local changes'), (signal) =>
    outgoingChanges(mapping.folder.uri.fsPath, signal),
  );
  if (changes.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('There are no local changes to send: this folder is as its last commit.'),
    );
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
  if (chosen.length === 0 || !(await confirmSecrets(chosen, sandbox.profile.name))) return undefined;
  await within(sandbox, () =>
    withCancel(vscode.l10n.t('Sending {0}', files(chosen.length)), (signal) =>
      sendChanges(server, mapping.root, chosen, signal),
    ),
  );
  void vscode.window.showInformationMessage(
    vscode.l10n.t('Sent {0} to {1}.', files(chosen.length), sandbox.profile.name),
  );
  return chosen.map((change) => change.path);
}

async function confirmSecrets(chosen: readonly Outgoing[], name: string): Promise<boolean> {
  const secrets = chosen.flatMap((change) => change.secrets);
  if (secrets.length === 0) return true;
  const send = vscode.l10n.t('Send Anyway');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('What looks like a secret would be sent to {0}.', name),
    { modal: true, detail: secrets.map((sign) => `${visible(sign.path)}: ${vscode.l10n.t(sign.why)}`).join('\n') },
    send,
  );
  return answer === send;
}

/** Applies the changes at the sandbox's root, all or none; a refusal says which file does not fit, and why. */
export async function sendChanges(
  server: AgentServer,
  root: string,
  chosen: readonly Outgoing[],
  signal?: AbortSignal,
): Promise<void> {
  try {
    await server.applyPatch(chosen.map((change) => change.patch).join(''), root, signal);
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'rejected') throw error;
    const reasons: string[] = [];
    for (const change of chosen) {
      const reason = await misfit(server, root, change, signal);
      if (reason !== undefined) reasons.push(`${visible(change.path)}: ${vscode.l10n.t(reason)}`);
    }
    const detail =
      reasons.length === 0 ? error.message : `${reasons.slice(0, 5).join('; ')}${reasons.length > 5 ? '; …' : ''}`;
    throw new Failure(
      'rejected',
      vscode.l10n.t('nothing was changed there, because the changes do not fit. {0}', detail),
      { cause: error },
    );
  }
}

/** Why one file's change does not fit what the sandbox holds; undefined where it seems to. */
async function misfit(
  server: AgentServer,
  root: string,
  change: Outgoing,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const there = contentOf(await server.read(change.path, root, signal));
  if (change.status === 'added') return there.kind === 'absent' ? undefined : 'there is a file of that name already';
  if (there.kind === 'absent') return 'it is not there';
  if (there.kind !== 'text' || change.parsed === undefined || change.parsed.binary) return undefined;
  const value = there.bom ? `\ufeff${there.text}` : there.text;
  return applyForward(value, change.parsed) === undefined
    ? 'it differs there in the lines that you changed'
    : undefined;
}

/** Counts what is different here, quickly; untracked folders count once. */
export async function dirtyCount(folder: string): Promise<number> {
  const status = await git(folder, ['status', '--porcelain=v1', '-z', '--no-renames', '--', '.']);
  return status.code === 0
    ? status.stdout
        .toString('utf8')
        .split('\0')
        .filter((line) => line !== '').length
    : 0;
}
