import type { Part } from '../../../../shared/model/entities.js';
import { messageId, partId, sessionId } from '../../../../shared/model/ids.js';
import { text } from '../read.js';

/** The IDs that every part has. */
export type PartBase = Pick<Part, 'id' | 'sessionId' | 'messageId'>;

/** Decodes the IDs of a part; undefined if one of the three is missing. */
export const partBase = (value: unknown): PartBase | undefined => {
  const id = text(value, 'id');
  const session = text(value, 'sessionID');
  const message = text(value, 'messageID');
  if (id === undefined || session === undefined || message === undefined) return undefined;
  return { id: partId(id), sessionId: sessionId(session), messageId: messageId(message) };
};
