import type { Disposable } from '../../../core/emitter.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import { isDraftSession, type MessageId } from '../../../shared/model/ids.js';
import type { PendingPrompt } from '../../../shared/model/pending.js';
import { forEachSandbox } from '../../services/forEachSandbox.js';
import type { ChatSurface } from '../../services/chatRegistry.js';
import type { Services } from '../../services/index.js';

/** Nothing was sent in what the chat shows, and nothing else than this prompt was being written. */
function isEmptyBeside({ text }: PendingPrompt, { sandboxes, storage }: Services, { place }: ChatSurface): boolean {
  if (place === undefined) return true;
  const { sandboxId, sessionId } = place;
  if (sessionId !== undefined && !isDraftSession(sessionId)) return false;
  const isSent = sandboxes.get(sandboxId)?.pending.some((prompt) => prompt.sessionId === sessionId) === true;
  return !isSent && ['', text].includes(storage.draft(place));
}

/**
 * Shows the newest prompt of a window that broke, in a chat that is empty: VS Code stores what a window showed only now and
 * then, so after a crash nothing else leads back to the prompt.
 */
export function showAdopted(services: Services, surface: ChatSurface): Disposable {
  const seen = new Set<MessageId>();
  const look = ({ pending, profile }: Sandbox): void => {
    const found = pending.filter(({ adopted, messageId }) => adopted === true && !seen.has(messageId));
    for (const { messageId } of found) seen.add(messageId);
    const newest = found.at(-1);
    if (newest === undefined || !isEmptyBeside(newest, services, surface)) return;
    // What was sent in the last moment may still be stored as a draft.
    if (surface.place !== undefined) services.storage.saveDraft(surface.place, '');
    surface.show({ sandboxId: profile.id, sessionId: newest.sessionId });
  };
  return forEachSandbox(services.sandboxes, (sandbox) => {
    look(sandbox);
    return sandbox.onDidChangePending(() => look(sandbox));
  });
}
