import type { Sandbox } from '../../core/sandbox/sandbox.js';
import type { Attachment } from '../../shared/model/entities.js';
import type { SessionId } from '../../shared/model/ids.js';
import type { Services } from './index.js';
import { preserveDraft } from './preserveDraft.js';

/** Sends a prompt to a session, or to a new one, and shows it there. */
export async function deliver(
  services: Services,
  sandbox: Sandbox,
  sessionId: SessionId | undefined,
  prompt: { readonly text: string; readonly attachments: readonly Attachment[] },
): Promise<void> {
  const ref = await preserveDraft(services, sandbox, sessionId, prompt, async () => {
    const { id: sandboxId } = sandbox.profile;
    const at = { sandboxId, sessionId: sessionId ?? sandbox.draftSession() };
    const { storage } = services;
    const choice = sessionId === undefined ? storage.moveChoice({ sandboxId }, at) : storage.choice(at);
    await sandbox.send(at.sessionId, { ...prompt, ...choice });
    return at;
  });
  await services.chats.open(ref, { focus: false });
}
