import { partId, type MessageId, type SessionId } from '../../../../shared/model/ids.js';

/** Where a part belongs. */
export interface Place {
  readonly sessionId: SessionId;
  readonly messageId: MessageId;
}

/** Parts have no IDs: kind and ordinal identify them, and tools their call. */
export const partOf = (
  place: Place,
  kind: 'text' | 'reasoning' | 'tool' | 'file' | 'agent' | 'patch' | 'other',
  key: string | number,
) => ({
  ...place,
  id: partId(`${place.messageId}/${kind}/${key}`),
});
