import { l10n } from 'vscode';
import { defaultDirectory } from '../../../core/changes/repositoryIdentity.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import { sandboxNamed, sandboxTarget, sessionTarget } from '../../services/commandTarget.js';
import { withSandbox } from '../../services/errorReporter.js';
import type { Services } from '../../services/index.js';
import type { SessionRef } from '../../vscode/storage.js';

/** The target of local changes. */
export interface PushTarget {
  readonly sandbox: Sandbox;
  readonly directory: string;
}

/**
 * The directory of the target session; for a sandbox without sessions, the one that its first session will use.
 * Undefined if canceled.
 */
export async function pushTarget(services: Services, given: SessionRef | undefined): Promise<PushTarget | undefined> {
  const title = l10n.t('Send Local Changes');
  const ref = given ?? services.chats.active?.ref;
  const sandbox = ref === undefined ? await sandboxTarget(services, undefined, title) : sandboxNamed(services, ref);
  if (sandbox === undefined) return undefined;
  const server = await withSandbox(sandbox, () => sandbox.ready());
  const isDraft = ref !== undefined && ref.sessionId === undefined && given === undefined;
  if (isDraft || (ref?.sessionId === undefined && sandbox.store.state.sessions.size === 0)) {
    const directory = sandbox.profile.directory ?? (await withSandbox(sandbox, () => defaultDirectory(server)));
    return { sandbox, directory };
  }
  const target = await sessionTarget(services, ref ?? { sandboxId: sandbox.profile.id }, title);
  return target === undefined ? undefined : { sandbox, directory: target.session.directory };
}
