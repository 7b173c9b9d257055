import type { Sandbox } from '../../core/sandbox/sandbox.js';
import type { Attachment } from '../../shared/model/entities.js';
import type { SessionId } from '../../shared/model/ids.js';
import { withSandbox } from './errorReporter.js';
import type { Services } from './index.js';

/**
 * Runs work that sends a prompt. If it fails before the prompt is in the outbox (creating a session requires a response
 * of the sandbox), the user's text is put into the input of the chat.
 */
export async function preserveDraft<T>(
  services: Services,
  sandbox: Sandbox,
  sessionId: SessionId | undefined,
  { text, attachments }: { readonly text: string; readonly attachments: readonly Attachment[] },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await withSandbox(sandbox, work);
  } catch (error) {
    const ref = { sandboxId: sandbox.profile.id, ...(sessionId === undefined ? {} : { sessionId }) };
    const chat = await services.chats.open(ref, { focus: false });
    const draft = services.storage.draft(ref);
    // After another attempt, the text is already in the input.
    if (text === '' || !draft.includes(text)) {
      chat.insert(draft === '' ? text : `\n\n${text}`, true);
      if (attachments.length > 0) chat.attach(attachments);
    }
    throw error;
  }
}
