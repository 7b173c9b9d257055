import * as vscode from 'vscode';
import { Failure } from '../../../core/failure.js';
import { relativeTime } from '../../../shared/format.js';
import { parseSessionRef, sandboxTarget } from '../../services/commandTarget.js';
import { withSandbox } from '../../services/errorReporter.js';
import type { Services } from '../../services/index.js';
import { listed, showInfo } from '../../vscode/notifications.js';

const { l10n } = vscode;

/** "Saved Permissions": lists what is always allowed in a project of the sandbox, and revokes the selected permissions. */
export async function manageSavedPermissions(services: Services, arg: unknown): Promise<void> {
  const title = l10n.t('Saved Permissions');
  const ref = parseSessionRef(arg) ?? services.chats.active?.ref;
  const sandbox = await sandboxTarget(services, ref, title);
  if (sandbox === undefined) return;
  const { name } = sandbox.profile;
  await withSandbox(sandbox, async () => {
    const { saved } = (await sandbox.ready()).requests;
    if (saved === undefined) throw new Failure('rejected', l10n.t('This server has no list of saved permissions.'));
    const now = services.clock.now();
    const items = (await saved.list())
      .toSorted((a, b) => b.created - a.created)
      .map(({ id, permission, resource, created }) => ({
        label: listed(`${permission}: ${resource}`),
        description: relativeTime(created, now),
        id,
      }));
    if (items.length === 0) {
      await showInfo(l10n.t('No permission is saved in {0}. “Always allow” saves one.', name));
      return;
    }
    const placeHolder = l10n.t('Select the permissions to remove. {0} will ask for them again.', name);
    const chosen = await vscode.window.showQuickPick(items, { title, placeHolder, canPickMany: true });
    if (chosen === undefined || chosen.length === 0) return;
    for (const { id } of chosen) await saved.remove(id);
    void showInfo(
      chosen.length === 1
        ? l10n.t('Removed 1 permission from {0}.', name)
        : l10n.t('Removed {0} permissions from {1}.', chosen.length, name),
    );
  });
}
