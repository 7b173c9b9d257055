import type { Disposable } from '../../../core/emitter.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import { isDraftSession, type MessageId } from '../../../shared/model/ids.js';
import type { PendingPrompt } from '../../../shared/model/pending.js';
import { forEachSandbox } from '../../services/forEachSandbox.js';
import type { ChatSurface } from '../../services/chatRegistry.js';
import type { Services } from '../../services/index.js';

/** Whether the chat has no messages, and no draft other than this prompt's text. */
function isEmptyBeside({ text }: PendingPrompt, { sandboxes, storage }: Services, { place }: ChatSurface): boolean {
  if (place === undefined) return true;
  const { sandboxId, sessionId } = place;
  if (sessionId !== undefined && !isDraftSession(sessionId)) return false;
  const isSent = sandboxes.get(sandboxId)?.pending.some((prompt) => prompt.sessionId === sessionId) === true;
  return !isSent && ['', text].includes(storage.draft(place));
}

/**
 * Shows the newest prompt of a crashed window in an empty chat: VS Code saves the state of a window only occasionally,
 * so after a crash the prompt might not be visible anywhere else.
 */
export function showAdopted(services: Services, surface: ChatSurface): Disposable {
  const seen = new Set<MessageId>();
  const look = ({ pending, profile }: Sandbox): void => {
    const found = pending.filter(({ adopted, messageId }) => adopted === true && !seen.has(messageId));
    for (const { messageId } of found) seen.add(messageId);
    const newest = found.at(-1);
    if (newest === undefined || !isEmptyBeside(newest, services, surface)) return;
    // A prompt that was sent just before the crash may still be stored as a draft.
    if (surface.place !== undefined) services.storage.saveDraft(surface.place, '');
    surface.show({ sandboxId: profile.id, sessionId: newest.sessionId });
  };
  return forEachSandbox(services.sandboxes, (sandbox) => {
    look(sandbox);
    return sandbox.onDidChangePending(() => look(sandbox));
  });
}
