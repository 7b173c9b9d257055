import type { Attachment, Delivery, Message, ModelRef } from './entities.js';
import type { AgentEvent } from './events.js';
import type { MessageId, PartId, SessionId } from './ids.js';

/**
 * State of a pending prompt. `queued`: waits for the connection or for earlier prompts; `sending`: the request is in
 * flight; `unknown`: the response was lost, so the server is queried before the prompt is resent; `failed`: rejected,
 * the user decides.
 */
export type PendingState = 'queued' | 'sending' | 'unknown' | 'failed';

/** A prompt that the sandbox has not confirmed. The server uses the same IDs. */
export interface PendingPrompt {
  /** The ID of a draft session until the server has created the session. */
  readonly sessionId: SessionId;
  readonly messageId: MessageId;
  readonly partIds: readonly PartId[];
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly model?: ModelRef;
  readonly agent?: string;
  /** Name of a slash command to run instead of a prompt; `text` holds its arguments. */
  readonly command?: string;
  /** The text may name a command of the server; its commands are not loaded yet. */
  readonly slash?: boolean;
  /** When the model sees the prompt if a turn runs; absent: after the turn. */
  readonly delivery?: Delivery;
  /** The user stopped the preceding turn: the prompt waits until they continue. */
  readonly held?: true;
  /** Adopted from a window that was closed. */
  readonly adopted?: true;
  readonly created: number;
  readonly state: PendingState;
  /** The session it was written for, which the server no longer has; `sessionId` is then a draft's. */
  readonly formerSession?: SessionId;
  /** Why it failed, for the user. */
  readonly reason?: string;
}

/**
 * Whether `event` shows that the server has stored the prompt. A message without parts does not: a server that crashes
 * while it stores a prompt is left with an empty message.
 */
export function isConfirmedBy(pending: PendingPrompt, event: AgentEvent): boolean {
  const isIt = ({ id, parts }: Message): boolean => id === pending.messageId && parts.length > 0;
  switch (event.type) {
    case 'message.upserted':
      return isIt(event.message);
    case 'part.upserted':
      return event.part.messageId === pending.messageId;
    case 'transcript.loaded':
      return event.sessionId === pending.sessionId && event.messages.some(isIt);
    default:
      return waitsBy(pending, event);
  }
}

/** Whether `event` shows that the prompt waits on the server. */
export const waitsBy = ({ messageId }: PendingPrompt, event: AgentEvent): boolean =>
  (event.type === 'inbox.put' && event.entry.id === messageId) ||
  (event.type === 'inbox.loaded' && event.entries.some(({ id }) => id === messageId));
