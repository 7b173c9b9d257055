import { partId, type MessageId, type SessionId } from '../../../../shared/model/ids.js';

/** The message that a part belongs to. */
export interface Place {
  readonly sessionId: SessionId;
  readonly messageId: MessageId;
}

/** Creates a part with a derived ID, since parts have no IDs: they are identified by kind and ordinal, tools by their call. */
export const partOf = (
  place: Place,
  kind: 'text' | 'reasoning' | 'tool' | 'file' | 'agent' | 'patch' | 'other',
  key: string | number,
) => ({
  ...place,
  id: partId(`${place.messageId}/${kind}/${key}`),
});
