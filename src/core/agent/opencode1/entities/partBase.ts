import type { Part } from '../../../../shared/model/entities.js';
import { messageId, partId, sessionId } from '../../../../shared/model/ids.js';
import { text } from '../read.js';

/** Which part this is, and where it belongs: what parts of every type have. */
export type PartBase = Pick<Part, 'id' | 'sessionId' | 'messageId'>;

/** Undefined when one of the three ids is missing: such a part can be put nowhere. */
export const partBase = (value: unknown): PartBase | undefined => {
  const id = text(value, 'id');
  const session = text(value, 'sessionID');
  const message = text(value, 'messageID');
  if (id === undefined || session === undefined || message === undefined) return undefined;
  return { id: partId(id), sessionId: sessionId(session), messageId: messageId(message) };
};
