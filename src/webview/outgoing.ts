import { signal } from '@preact/signals';
import type { Attachment, Delivery } from '../shared/model/entities.js';
import type { MessageId } from '../shared/model/ids.js';
import type { PendingPrompt } from '../shared/model/pending.js';

/** A prompt that was sent to the host, which has not stored it yet. */
export interface OutgoingPrompt {
  readonly sessionId: string | undefined;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly delivery?: Delivery;
  /** Prompts that were pending when it was sent. */
  readonly before: ReadonlySet<MessageId>;
}

/** Prompts that the host has not stored yet, oldest first; rendered immediately in the frame in which they are sent. */
export const outgoing = signal<readonly OutgoingPrompt[]>([]);

/** The text to store as a session's draft; until the host has stored a prompt, its text is part of the draft. */
export const draftWith = (sessionId: string | undefined, typed: string): string =>
  [
    ...outgoing
      .peek()
      .filter((one) => one.sessionId === sessionId)
      .map(({ text }) => text),
    typed,
  ]
    .filter((text) => text !== '')
    .join('\n\n');

/** Outgoing prompts of this session that are not among the pending prompts yet. */
export const unlisted = (sessionId: string | undefined, pending: readonly PendingPrompt[]): readonly OutgoingPrompt[] =>
  outgoing.value.filter(
    (one) =>
      one.sessionId === sessionId &&
      !pending.some(({ messageId, text }) => text === one.text && !one.before.has(messageId)),
  );

/** Moves the text of a draft session to the session that was created for it. */
export function moveOutgoing(from: string | undefined, to: string | undefined): void {
  outgoing.value = outgoing.peek().map((one) => (one.sessionId === from ? { ...one, sessionId: to } : one));
}
