import * as vscode from 'vscode';
import type { Disposable } from '../../../core/emitter.js';
import type { Services } from '../../services/index.js';
import { refOf } from '../../services/commandTarget.js';
import { diskPath, isOnDisk } from '../../platform/node/diskPath.js';
import { dirtyCount } from '../../services/localChanges.js';
import { pushChanges } from './push.js';
import type { Mappings } from './folderMapping.js';
import { files } from './labels.js';
import { sayInfo } from '../../vscode/notifications.js';

const NEVER = 'neverOfferLocalChanges';

/**
 * Offers to send local changes before the first prompt of a session. Asked by the chat, which waits for the answer; a
 * failure here never keeps a prompt from being sent.
 */
export function registerOffer(services: Services, mappings: Mappings): Disposable {
  const { commands, sandboxes, context } = services;
  const asked = new Set<string>();
  return commands.register('offerLocalChanges', async (arg) => {
    const ref = refOf(arg);
    const sandbox = ref === undefined ? undefined : sandboxes.get(ref.sandboxId);
    const session = ref?.sessionId === undefined ? undefined : sandbox?.store.state.sessions.get(ref.sessionId);
    if (sandbox === undefined || session === undefined || asked.has(session.id)) return;
    asked.add(session.id);
    if (!vscode.workspace.isTrusted || context.workspaceState.get(NEVER) === true) return;
    if (sandbox.server?.capabilities.applyPatch !== true || session.parentId !== undefined) return;
    const transcript = sandbox.store.state.transcripts.get(session.id);
    if ((transcript?.messages.length ?? 0) > 0) return;
    // Cheap and local first: most of the time there is nothing to send, and the prompt waits for this.
    const counts = await Promise.all(
      (vscode.workspace.workspaceFolders ?? [])
        .filter(({ uri }) => isOnDisk(uri))
        .map(({ uri }) => dirtyCount(diskPath(uri)).catch(() => 0)),
    );
    if (counts.every((each) => each === 0)) return;
    const mapping = await mappings.find(sandbox, session.directory).catch(() => undefined);
    const count = mapping === undefined ? 0 : await dirtyCount(diskPath(mapping.folder.uri));
    if (mapping === undefined || count === 0) return;
    const send = vscode.l10n.t('Send Along…');
    const never = vscode.l10n.t('Never in This Workspace');
    const answer = await sayInfo(
      vscode.l10n.t(
        'There are uncommitted changes here in {0}, and {1} does not have them. Send them along first?',
        files(count),
        sandbox.profile.name,
      ),
      { modal: true },
      send,
      vscode.l10n.t('Not Now'),
      never,
    );
    if (answer === never) await context.workspaceState.update(NEVER, true);
    if (answer === send) await pushChanges({ sandbox, session }, mapping);
  });
}
