import type { Attachment, Delivery, Message, ModelRef } from './entities.js';
import type { AgentEvent } from './events.js';
import type { MessageId, PartId, SessionId } from './ids.js';

/**
 * A pending prompt. `queued`: waits for the connection or its turn; `sending`: handed to the network;
 * `unknown`: the answer was lost, the server is asked before anything is sent again; `failed`: refused, the user decides.
 */
export type PendingState = 'queued' | 'sending' | 'unknown' | 'failed';

/** A prompt that the sandbox has not confirmed; the server will use the same IDs. */
export interface PendingPrompt {
  /** A draft session's id until the server has created the session. */
  readonly sessionId: SessionId;
  readonly messageId: MessageId;
  readonly partIds: readonly PartId[];
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly model?: ModelRef;
  readonly agent?: string;
  /** A slash command of the server instead of a prompt; `text` holds its arguments. */
  readonly command?: string;
  /** The text may name a command of the server, whose commands are not known yet. */
  readonly slash?: boolean;
  /** When the model sees it if a turn runs; absent: after the turn. */
  readonly delivery?: Delivery;
  /** The user stopped the turn before it: it waits until they go on. */
  readonly held?: true;
  /** Left behind by a window that is gone. */
  readonly adopted?: true;
  readonly created: number;
  readonly state: PendingState;
  /** The session it was written for, which the server does not have: `sessionId` is a draft's since then. */
  readonly formerSession?: SessionId;
  /** Why it failed, for the user. */
  readonly reason?: string;
}

/**
 * Whether `event` shows that the server has the prompt. A message without parts does not: a server that ends while it stores
 * a prompt keeps an empty one.
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
    case 'inbox.put':
      return event.entry.id === pending.messageId;
    case 'inbox.loaded':
      return event.entries.some((entry) => entry.id === pending.messageId);
    default:
      return false;
  }
}
